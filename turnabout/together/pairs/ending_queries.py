"""Reads for pauses, ends, and the coordinator's page of one pair."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor
from turnabout.frame.directory.models import Person
from turnabout.joining.interest.models import Poll
from turnabout.joining.matching.models import Bond
from turnabout.together.pairs.models import Mediation, Pair, Turn
from turnabout.together.pairs.page import SessionFacts, session_facts
from turnabout.together.pairs.services.care import has_another
from turnabout.together.pairs.services.endings import may_complete

POLLS_SHOWN = 3


@dataclass(frozen=True)
class Course:
    """Where a pair stands between its beginning and its end, for one of the two."""

    is_near_the_end: bool
    is_changed: bool
    has_said_ready: bool
    next_wish: str
    has_another: bool
    polls: tuple[Poll, ...] = ()


@dataclass(frozen=True)
class Care:
    """What a coordinator reads of one pair: days and counts."""

    turns: list[tuple[Turn, str]]
    sessions: SessionFacts
    asked: list[Mediation]
    is_changed: bool
    after: list[tuple[Person, str]]


def course_of(pair: Pair, person: Person) -> Course:
    own_ready = pair.mentor_ready_at if person.pk == pair.mentor_id else pair.mentee_ready_at
    is_resting = pair.membership_of(person).paused_at is not None
    return Course(
        is_near_the_end=pair.is_together and pair.paused_at is None and may_complete(pair),
        is_changed=pair.is_together and breaks_a_rule(pair),
        has_said_ready=own_ready is not None,
        next_wish="rest" if is_resting else "again",
        has_another=pair.ended_at is not None and has_another(pair, person),
        polls=polls_open_to(person) if pair.completed_at is not None else (),
    )


def polls_open_to(person: Person) -> tuple[Poll, ...]:
    """Where somebody can say now that she would mentor, or learn, another time."""
    asked = Poll.objects.open().filter(organisation=person.organisation_id)
    return tuple(asked.order_by("-opened_at")[:POLLS_SHOWN])


def breaks_a_rule(pair: Pair) -> bool:
    """Whether a rule of the matching has come to speak against the two."""
    bonds = Bond.objects.standing().exclude(broken_rules=[])
    return bonds.filter(
        programme=pair.programme_id, mentor=pair.mentor_id, mentee=pair.mentee_id
    ).exists()


def own_mediation(actor: Actor, pair: Pair) -> Mediation | None:
    """The reader's own wish for a conversation of three, as long as it waits."""
    waiting = Mediation.objects.visible_to(actor).filter(withdrawn_at=None, settled_at=None)
    return waiting.filter(pair=pair, asked_by=actor.person_id).first()


def care_of(pair: Pair, actor: Actor) -> Care:
    waiting = Mediation.objects.visible_to(actor).filter(pair=pair, withdrawn_at=None)
    return Care(
        turns=[(turn, _turn_words(turn)) for turn in pair.turns.all()],
        sessions=session_facts([pair]).get(pair.pk, SessionFacts()),
        asked=list(waiting.filter(settled_at=None).select_related("asked_by")),
        is_changed=pair.is_together and breaks_a_rule(pair),
        after=[(person, _standing_words(pair, person)) for person in (pair.mentor, pair.mentee)],
    )


def _turn_words(turn: Turn) -> str:
    return {
        Turn.Kind.PAUSED: _("paused"),
        Turn.Kind.RESUMED: _("went on after the pause"),
        Turn.Kind.ENDED: _("ended"),
        Turn.Kind.COMPLETED: _("came to its planned end"),
        Turn.Kind.STAYS: _("goes on beyond the last session"),
        Turn.Kind.WENT_ON: _("went on: a mistake in a list had ended it"),
    }[Turn.Kind(turn.kind)]


def _standing_words(pair: Pair, person: Person) -> str:
    member = pair.membership_of(person)
    if member.ended_at is not None:
        return _("has left the programme")
    if member.paused_at is not None:
        return _("is resting and is not matched for now")
    if has_another(pair, person, as_she_knows=False):
        return _("has somebody else, or is being asked")
    return _("can be matched again")
