"""Where the two meet: a room, or by video under a name of their own. Nothing is recorded.

Programs that take notes stay out of a session unless both of the two let one in, for that one.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import defaults
from turnabout.together.meetings import emails_moves
from turnabout.together.meetings.models import Meeting, NotesConsent, VideoRoom
from turnabout.together.pairs.models import Goal, Pair


def place_for(pair: Pair, *, way: str, typed: str = "") -> str:
    """What stands in the calendar as the place: what was typed, or the pair's video link."""
    if typed or way != Meeting.Way.VIDEO:
        return typed
    return video_link(pair)


def video_link_exists(pair: Pair) -> bool:
    """Whether this pair has a link of its own or a pattern gives it one. Draws none."""
    pattern = defaults.current(pair.programme, "video_link")
    return bool(pattern) or VideoRoom.objects.filter(pair=pair).exclude(link="").exists()


def video_link(pair: Pair) -> str:
    """The link the two brought, else the programme's pattern with this pair's own name in it."""
    pattern = str(defaults.current(pair.programme, "video_link"))
    room = VideoRoom.objects.filter(pair=pair).first()
    if room is None and pattern:
        room, _made = VideoRoom.objects.get_or_create(pair=pair)
    if room is None or not (room.link or pattern):
        return ""
    return room.link or pattern.replace(defaults.ROOM, room.name)


@transaction.atomic
def settle_where(pair: Pair, *, way: str, place: str, by: Person) -> int:
    """Say where the sessions to come are; both calendars hear of it. How many changed."""
    if not pair.has(by) or not pair.is_together:
        raise Refusal(_("Only the two who meet now say where."))
    if way == Meeting.Way.VIDEO:
        VideoRoom.objects.update_or_create(pair=pair, defaults={"link": place})
        place = video_link(pair)
        if not place:
            raise Refusal(_("There is no link yet. Bring one that begins with https://."))
    coming = Meeting.objects.to_come(now()).filter(pair=pair, missed_at=None)
    others = coming.exclude(way=way, place=place).select_related(
        "pair__programme__organisation", "pair__mentor", "pair__mentee"
    )
    changed = list(others)
    for meeting in changed:
        Meeting.objects.filter(pk=meeting.pk).update(
            way=way, place=place, sequence=F("sequence") + 1, changed_at=now()
        )
        meeting.refresh_from_db(fields=["way", "place", "sequence"])
        emails_moves.send_place(meeting)
    return len(changed)


@transaction.atomic
def let_notes_be_taken(meeting: Meeting, is_let: bool, *, by: Person) -> None:
    """Say that a program may take notes of this one session, or that it may not after all."""
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say this, each for herself."))
    if meeting.held_at is not None or meeting.cancelled_at is not None:
        raise Refusal(_("This session is over."))
    own = NotesConsent.objects.filter(meeting=meeting, person=by)
    if not is_let:
        own.delete()
        return
    NotesConsent.objects.get_or_create(meeting=meeting, person=by, defaults={"given_at": now()})


def may_notes_be_taken(meeting: Meeting) -> bool:
    """Whether both have said yes. One yes alone changes nothing and is shown to nobody."""
    people = set(meeting.notes_consents.values_list("person_id", flat=True))
    return people >= {meeting.pair.mentor_id, meeting.pair.mentee_id}


@transaction.atomic
def tie_to_goals(meeting: Meeting, goals: list[Goal], *, by: Person) -> None:
    """Say which goals of the two this session is for."""
    if not meeting.pair.has(by):
        raise Refusal(_("Only the two who meet say what a session is for."))
    if any(goal.pair_id != meeting.pair_id for goal in goals):
        raise Refusal(_("This is no goal of yours. Look at your page again."))
    meeting.goals.set(goals)
