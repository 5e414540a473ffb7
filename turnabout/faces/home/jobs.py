"""What is due for those who look after things: the owner, and whoever runs a programme."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.faces.home.emails import send_trouble
from turnabout.foundation.common.due import FAILURES_TOLD, does_what_is_due
from turnabout.foundation.common.models import Duty
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import chat, webhooks
from turnabout.foundation.notices.models import OutboxMessage, Webhook
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.listening.signals.models import Task

MORNING_HOUR = 9
FRIDAY = 4
TOLD_AGAIN_AFTER = timedelta(days=1)


@does_what_is_due("home.alert_owners")
def alert_owners() -> int:
    """Tell the owners of what was given up or fails again and again, once a day at most."""
    parked = OutboxMessage.objects.parked().filter(dropped_at=None).count()
    failing = Duty.objects.filter(failures__gte=FAILURES_TOLD).count()
    if not parked and not failing:
        return 0
    lately = OutboxMessage.objects.filter(
        kind="home/trouble", created_at__gt=now() - TOLD_AGAIN_AFTER
    )
    told = set(lately.values_list("recipient", flat=True))
    owners = Person.objects.present().filter(user__is_owner=True, user__is_active=True)
    untold = owners.exclude(public_id__in=told).select_related("organisation")
    for owner in untold:
        send_trouble(owner, parked=parked, failing=failing)
    return len(untold)


@does_what_is_due("home.programmes_in_chat")
def tell_programmes_in_chat() -> int:
    """On working mornings, say in a programme's channel how much waits, and name nobody."""
    if not webhooks.is_on():
        return 0
    owners = Webhook.objects.values_list("owner", flat=True)
    programmes = Programme.objects.filter(public_id__in=owners, closed_at=None)
    return sum(_tell(programme) for programme in programmes.select_related("organisation"))


def _tell(programme: Programme) -> int:
    local = now().astimezone(ZoneInfo(programme.organisation.zone))
    if local.weekday() > FRIDAY or local.hour != MORNING_HOUR:
        return 0
    count = Task.objects.filter(programme=programme).open().count()
    if not count:
        return 0
    with translation.override(programme.organisation.language):
        words = ngettext(
            "%(count)s thing waits on the page “Today”.",
            "%(count)s things wait on the page “Today”.",
            count,
        )
        return chat.say(
            programme.public_id,
            title=_("Turnabout: %(programme)s") % {"programme": programme.name},
            text=words % {"count": count},
            path=f"/today/{programme.public_id}/",
            dedupe=f"today:{programme.public_id}:{local.date()}",
        )
