"""Sessions in which the two use a phone, a screen or an account: what each checks before."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.models import HANDS_ON, DeviceCheck, Meeting

CHECKLIST = "privacy/device-checklist"


@transaction.atomic
def plan_hands_on(meeting: Meeting, is_hands_on: bool, *, by: Person) -> None:
    """Say that a session to come is a hands-on one, or that it is a talk after all."""
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say what kind of session it is."))
    talk, hands_on = Meeting.Kind.TALK, HANDS_ON[0]
    was, becomes = (talk, hands_on) if is_hands_on else (hands_on, talk)
    standing = Meeting.objects.standing().filter(pk=meeting.pk, held_at=None)
    standing.filter(kind=was).update(kind=becomes)
    meeting.refresh_from_db(fields=["kind"])


@transaction.atomic
def say_device_is_ready(meeting: Meeting, *, by: Person) -> None:
    """One of the two has gone through the checklist for her own device."""
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say this, each for her own device."))
    DeviceCheck.objects.get_or_create(meeting=meeting, person=by, defaults={"checked_at": now()})


def ready_people(meeting: Meeting) -> frozenset[int]:
    """The ids of those who have gone through it."""
    return frozenset(meeting.device_checks.values_list("person_id", flat=True))
