from turnabout.foundation.common.due import does_what_is_due
from turnabout.joining.applications.models import Choosing
from turnabout.joining.applications.services.choosing import offer_free_places


@does_what_is_due("free places for the reserve list")
def offer_places() -> int:
    """Programmes that offer a free place to the next on the reserve list."""
    offering = Choosing.objects.exclude(offers_from=None).filter(programme__closed_at=None)
    return sum(
        offer_free_places(choosing.programme)
        for choosing in offering.select_related("programme__organisation").order_by("pk")
    )
