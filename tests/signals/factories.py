"""Pairs and sessions as rows, at any point of their life."""

from datetime import timedelta

from tests.factories import MONDAY, make_member, make_person
from turnabout.foundation.common.time import clock
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.services import check_signals
from turnabout.together.meetings.models import Meeting, Move
from turnabout.together.pairs.models import Agreement, Pair


def make_pair(programme, *, mentor=None, mentee=None, is_formed=True, **fields):
    """A pair of active members, formed on MONDAY unless told otherwise."""
    organisation = programme.organisation
    mentor = mentor or make_person(organisation, name="Mila Mentor", rank=2)
    mentee = mentee or make_person(organisation, name="Max Mentee", rank=7)
    settled = {"proposed_at": MONDAY}
    if is_formed:
        settled |= {"mentor_accepted_at": MONDAY, "mentee_accepted_at": MONDAY}
    return Pair.objects.create(
        programme=programme,
        mentor=mentor,
        mentee=mentee,
        mentor_membership=member_of(programme, mentor, "mentor"),
        mentee_membership=member_of(programme, mentee, "mentee"),
        **{**settled, **fields},
    )


def member_of(programme, person, role):
    standing = programme.memberships.filter(person=person, role=role).first()
    return standing or make_member(programme, person, role)


def make_meeting(pair, day, *, held=False, missed=False, moved_by=(), number=None):
    """A session so many days after MONDAY, moved once by each side named."""
    starts_at = MONDAY + timedelta(days=day)
    meeting = Meeting.objects.create(
        pair=pair,
        number=number or pair.meetings.count() + 1,
        starts_at=starts_at,
        first_booked_for=starts_at - timedelta(days=len(moved_by)),
        booked_at=MONDAY,
        held_at=starts_at if held else None,
        missed_at=starts_at if missed else None,
        sequence=len(moved_by),
    )
    for side in moved_by:
        Move.objects.create(
            meeting=meeting,
            from_at=starts_at - timedelta(days=1),
            to_at=starts_at,
            side=side,
            moved_at=MONDAY,
        )
    return meeting


def make_agreement(pair, *, is_signed=True):
    signed = {"mentor_signed_at": MONDAY, "mentee_signed_at": MONDAY} if is_signed else {}
    return Agreement.objects.create(
        pair=pair, version=1, clauses=b"sealed", drafted_at=MONDAY, **signed
    )


def check_on(programme, day):
    with clock(MONDAY + timedelta(days=day)):
        return check_signals(programme)


def open_signals(programme):
    return list(Task.objects.filter(programme=programme).open().values_list("signal", flat=True))
