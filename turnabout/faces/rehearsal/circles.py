"""Circles of mentors in a lived programme: one that was held, and one that is to come."""

from datetime import datetime, timedelta
from functools import partial

from turnabout.faces.rehearsal.agenda import Agenda
from turnabout.faces.rehearsal.character import drawn_for
from turnabout.faces.rehearsal.company import KNOWN
from turnabout.faces.rehearsal.packs import load_words
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.together.gatherings import queries, services
from turnabout.together.gatherings.models import Gathering

IN_A_CIRCLE = 4
HELD_BEFORE_THE_END, COMES_AFTER_THE_END = timedelta(days=15), timedelta(days=13)
MIDDAY, FRIDAY = 12, 4
COMES, WAS_THERE = 0.85, 0.9


def plan_circles(
    programme: Programme, agenda: Agenda, ends: datetime, *, seed: int, by: Person
) -> None:
    """Plan both as one series for a few mentors, who answer; whoever leads notes who was there."""
    days = (_at_midday(ends - HELD_BEFORE_THE_END), _at_midday(ends + COMES_AFTER_THE_END))
    starts = tuple(day for day in days if day > now() + timedelta(days=2))
    mentors = list(queries.audience_of(programme, Gathering.Audience.MENTORS))
    mentors.sort(key=lambda person: (person.name != KNOWN["mentor"], person.hr_id))
    facilitator = queries.facilitators_of(programme).first()
    if not mentors or not starts or facilitator is None:
        return
    plan = services.Plan(
        kind=Gathering.Kind.CIRCLE,
        audience=Gathering.Audience.CHOSEN,
        starts=starts,
        place=load_words().places_to_meet[0],
        agenda="What surprised you, and what you say when a conversation does not move.",
        facilitator=facilitator,
        chosen=tuple(mentors[:IN_A_CIRCLE]),
    )
    for circle in services.plan_gatherings(programme, plan, by=by):
        agenda.plan_in(partial(_answer, circle, seed), hours=26)
        agenda.plan(circle.ends_at + timedelta(minutes=30), partial(_note, circle, seed))


def _answer(circle: Gathering, seed: int) -> None:
    for invitation in circle.invitations.select_related("person"):
        drawn = drawn_for(invitation.person, seed, f"circle:{circle.starts_at:%Y-%m-%d}")
        services.say_whether_coming(circle, drawn.random() < COMES, by=invitation.person)


def _note(circle: Gathering, seed: int) -> None:
    there = [
        invitation.public_id
        for invitation in circle.invitations.exclude(comes=False).select_related("person")
        if drawn_for(invitation.person, seed, "was there").random() < WAS_THERE
    ]
    if circle.facilitator is not None:
        services.note_attendance(circle, there, by=circle.facilitator)


def _at_midday(moment: datetime) -> datetime:
    """Midday of that day, or of the Monday after it."""
    day = moment.replace(hour=MIDDAY, minute=0, second=0, microsecond=0)
    return day if day.weekday() <= FRIDAY else day + timedelta(days=7 - day.weekday())
