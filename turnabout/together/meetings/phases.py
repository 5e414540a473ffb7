"""What the sessions need: dates."""

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.readiness import phase_needs
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair


@phase_needs("sessions-1", "sessions-2")
def booked(programme: Programme) -> list[Promise | str]:
    coming = Meeting.objects.to_come(now()).filter(pair=OuterRef("pk"))
    together = Pair.objects.together().filter(programme=programme, paused_at=None)
    without = together.filter(~Exists(coming)).count()
    if not without:
        return []
    told = ngettext(
        "%(count)s pair has no date to come.", "%(count)s pairs have no date to come.", without
    )
    return [told % {"count": without}]


@phase_needs("midpoint")
def held(programme: Programme) -> list[Promise | str]:
    met = Meeting.objects.filter(pair=OuterRef("pk"), held_at__isnull=False)
    together = Pair.objects.together().filter(programme=programme)
    if together.filter(Exists(met)).count() * 2 > together.count():
        return []
    return [_("Most pairs have not held a session yet.")]
