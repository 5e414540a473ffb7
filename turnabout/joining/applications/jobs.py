from django.db.models import Max, Q

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.over import TOGETHER
from turnabout.joining.applications.lived import KEPT_FOR
from turnabout.joining.applications.models import Choosing, LivedExperience
from turnabout.joining.applications.services import forget_lived
from turnabout.joining.applications.services.choosing import offer_free_places


@does_what_is_due("free places for the reserve list")
def offer_places() -> int:
    """Programmes that offer a free place to the next on the reserve list."""
    offering = Choosing.objects.exclude(offers_from=None).filter(programme__closed_at=None)
    return sum(
        offer_free_places(choosing.programme)
        for choosing in offering.select_related("programme__organisation").order_by("pk")
    )


@does_what_is_due("lived experience to forget")
def forget_what_was_lived() -> int:
    """Programmes whose sessions have been over for a while."""
    kept = LivedExperience.objects.values("application__membership__programme")
    held = Q(phases__kind__in=TOGETHER, phases__skipped_at=None)
    still = Programme.objects.filter(held, phases__closed_at=None)
    over = (
        Programme.objects.filter(pk__in=kept)
        .exclude(pk__in=still)
        .annotate(ended_at=Max("phases__closed_at", filter=held))
        .filter(ended_at__lt=now() - KEPT_FOR)
    )
    return sum(forget_lived(programme) for programme in over.order_by("pk"))
