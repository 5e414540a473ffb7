"""What training, sessions and looking back need: pairs, their agreements, what they promised."""

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.readiness import phase_needs
from turnabout.together.pairs.models import Agreement, Commitment, Pair


@phase_needs("train", "close")
def accepted(programme: Programme) -> list[Promise | str]:
    if Pair.objects.together().filter(programme=programme).exists():
        return []
    return [_("No pair is together yet.")]


@phase_needs("sessions-1")
def agreed(programme: Programme) -> list[Promise | str]:
    signed = Agreement.objects.filter(
        pair=OuterRef("pk"), mentor_signed_at__isnull=False, mentee_signed_at__isnull=False
    )
    together = Pair.objects.together().filter(programme=programme)
    without = together.filter(~Exists(signed)).count()
    if not without:
        return [] if together.exists() else [_("No pair is together yet.")]
    told = ngettext(
        "%(count)s pair has not signed its agreement.",
        "%(count)s pairs have not signed their agreements.",
        without,
    )
    return [told % {"count": without}]


@phase_needs("follow-up")
def promised(programme: Programme) -> list[Promise | str]:
    if Commitment.objects.filter(pair__programme=programme).exists():
        return []
    return [_("No pair has noted anything to follow up yet.")]
