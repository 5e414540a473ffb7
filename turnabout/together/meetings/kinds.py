"""What kind of session it is, chosen by the two: a talk, a demo, shadowing, a walkabout."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.errors import Refusal
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.models import Meeting

Kind = Meeting.Kind


@dataclass(frozen=True)
class KindWords:
    """A kind in two words and a sentence."""

    name: Promise | str
    sentence: Promise | str


CHOSEN = {
    Kind.TALK: KindWords(
        gettext_lazy("A talk"), gettext_lazy("One topic, two people, nothing to show.")
    ),
    Kind.DEMO: KindWords(
        gettext_lazy("A demo or a lab"),
        gettext_lazy("You use a phone, a screen or an account together."),
    ),
    Kind.SHADOW: KindWords(
        gettext_lazy("Shadowing"),
        gettext_lazy("One comes along to something that happens anyway, and watches."),
    ),
    Kind.WALKABOUT: KindWords(
        gettext_lazy("A walkabout"),
        gettext_lazy("You walk through a place where the work is done."),
    ),
}


@transaction.atomic
def choose_kind(meeting: Meeting, kind: str, *, by: Person) -> None:
    """Say what kind a session to come will be. Either of the two may, and both see it."""
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say what kind of session it is."))
    if kind not in CHOSEN:
        raise Refusal(_("Choose one of these kinds."))
    open_ones = Meeting.objects.standing().filter(
        pk=meeting.pk, kind__in=CHOSEN, held_at=None, missed_at=None
    )
    if not open_ones.update(kind=kind):
        raise Refusal(_("This session is settled, or is the closing one. Its kind stays."))
    meeting.refresh_from_db(fields=["kind"])


def guide_slug(meeting: Meeting) -> str:
    """The page on how such a session goes, and on what the two agree first."""
    return f"kinds/{meeting.kind if meeting.kind in CHOSEN else Kind.TALK}"
