"""Reads that feed a pair's pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.time import now, today
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Initiative, Membership, Programme
from turnabout.together.pairs.models import (
    ANSWER_DAYS,
    Agreement,
    Commitment,
    Pair,
    PrivateNote,
)
from turnabout.together.pairs.page import (
    NEEDS_PERSON,
    WATCH,
    SessionFacts,
    needs_in,
    session_facts,
)
from turnabout.together.pairs.paper import GoalRead, read_goals
from turnabout.together.pairs.reflections import questions_said
from turnabout.together.pairs.sealing import note_words, opened
from turnabout.together.pairs.services.revisits import points_of

# In the list: those that need somebody, then those to watch, then all others that are together.
TOGETHER_PLACE = 2


@dataclass(frozen=True)
class CommitmentRead:
    commitment: Commitment
    heard: str
    will_do: str
    outcome: str
    is_late: bool


@dataclass(frozen=True)
class NoteRead:
    note: PrivateNote
    words: str
    question: str = ""


@dataclass(frozen=True)
class PairRow:
    """One line of the coordinator's list: states and counts, never words."""

    pair: Pair
    state: str
    state_words: str
    how: str
    agreement_words: str
    sessions: SessionFacts


@dataclass(frozen=True)
class WaysOut:
    """Who helps: the coordinator and the guardian of a programme."""

    coordinator: Person | None
    guardian: Person | None


def with_people(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.select_related(
        "programme__organisation",
        "mentor__organisation",
        "mentee__organisation",
        "mentor_membership",
        "mentee_membership",
        "proposal",
    )


def goals_by_side(pair: Pair) -> dict[str, list[GoalRead]]:
    """The standing goals of each side, opened."""
    read: dict[str, list[GoalRead]] = {"mentor": [], "mentee": []}
    standing = pair.goals.filter(dropped_at=None).select_related("initiative")
    for one in read_goals(pair, list(standing)):
        side = "mentor" if one.goal.owner_id == pair.mentor_id else "mentee"
        read[side].append(one)
    return read


def commitments_of(pair: Pair) -> list[CommitmentRead]:
    """What was heard and what became of it, opened, in the order of hearing."""
    return read_commitments(list(pair.commitments.select_related("owner", "initiative")), pair)


def read_commitments(commitments: Sequence[Commitment], pair: Pair) -> list[CommitmentRead]:
    """Commitments with their words, all opened with one look at the key."""
    day = today(pair.programme.organisation.zone)
    fields = [(one, field) for one in commitments for field in ("heard", "will_do", "outcome")]
    texts = opened(pair, fields)
    return [
        CommitmentRead(one, heard, will_do, outcome, _is_late(one, day))
        for one, heard, will_do, outcome in zip(
            commitments, texts[::3], texts[1::3], texts[2::3], strict=True
        )
    ]


def _is_late(commitment: Commitment, day: date) -> bool:
    return commitment.is_open and commitment.due_on is not None and commitment.due_on < day


def initiatives_to_serve(pair: Pair, actor: Actor) -> list[Initiative]:
    """What a goal or a promise of this pair may be said to serve."""
    seen = Initiative.objects.visible_to(actor).in_use()
    return list(seen.filter(programme=pair.programme_id).select_related("sponsor"))


def own_notes(actor: Actor, pair: Pair) -> list[NoteRead]:
    """The reader's own notes, opened; nobody else's are ever asked for."""
    notes = PrivateNote.objects.visible_to(actor).filter(pair=pair).select_related("author")
    questions = questions_said(pair, get_language() or "en")
    return [NoteRead(note, note_words(note), questions.get(note.prompt, "")) for note in notes]


def ways_out(programme: Programme) -> WaysOut:
    members = (
        Membership.objects.active()
        .filter(programme=programme, role__in=("coordinator", "guardian"))
        .select_related("person__organisation")
        .prefetch_related("person__addresses")
        .order_by("accepted_at", "pk")
    )
    first: dict[str, Person] = {}
    for member in members:
        first.setdefault(member.role, member.person)
    return WaysOut(first.get("coordinator"), first.get("guardian"))


def pairs_to_oversee(programme: Programme, actor: Actor) -> QuerySet[Pair]:
    """The pairs of a programme for its coordinator: what needs a look first, then by name."""
    agreements = Prefetch(
        "agreements", Agreement.objects.defer("clauses").order_by("-version"), to_attr="versions"
    )
    return (
        Pair.objects.visible_to(actor)
        .filter(programme=programme)
        .annotate(place=_place_in_the_list(programme))
        .select_related("mentor", "mentee")
        .prefetch_related(agreements)
        .order_by("place", "mentee__name", "pk")
    )


SHOWN = {
    "look": Q(place__lt=TOGETHER_PLACE),
    "together": Q(mentee_accepted_at__isnull=False, ended_at=None),
    "ended": Q(ended_at__isnull=False),
}


def only(pairs: QuerySet[Pair], which: str) -> QuerySet[Pair]:
    """Those of one kind: which need a look, are together, are being asked, have ended; or all."""
    if which == "asked":
        since = now() - timedelta(days=ANSWER_DAYS)
        return pairs.filter(mentee_accepted_at=None, proposed_at__gt=since)
    return pairs.filter(SHOWN[which]) if which in SHOWN else pairs


def _place_in_the_list(programme: Programme) -> Case:
    """Who needs a look, then who is together, then the rest.

    A pair that is being asked has its place whatever the answer is.
    """
    needs = needs_in(programme)
    together = Q(mentee_accepted_at__isnull=False, ended_at=None)
    by_need = [
        When(together, pk__in=[pk for pk, need in needs.items() if need == wanted], then=place)
        for place, wanted in enumerate((NEEDS_PERSON, WATCH))
    ]
    return Case(
        *by_need, When(together, then=TOGETHER_PLACE), default=3, output_field=IntegerField()
    )


def states_counted(programme: Programme, actor: Actor) -> dict[str, int]:
    """How many pairs are together, and how many are being asked, a no not yet told included."""
    pairs = Pair.objects.visible_to(actor).filter(programme=programme)
    since = now() - timedelta(days=ANSWER_DAYS)
    is_asked = Q(mentee_accepted_at=None, proposed_at__gt=since)
    return pairs.order_by().aggregate(
        asked=Count("pk", filter=is_asked), together=Count("pk", filter=SHOWN["together"])
    )


def revisit_after(pair: Pair) -> int:
    """After which session the agreement is looked at again next; 0 once all are behind the two."""
    held = session_facts([pair]).get(pair.pk, SessionFacts()).held
    return min((point for point in points_of(pair.programme) if point > held), default=0)


def pair_rows(programme: Programme, pairs: Sequence[Pair]) -> list[PairRow]:
    """Lines for the list, all counts fetched at once."""
    facts, needs = session_facts(pairs), needs_in(programme)
    return [
        PairRow(
            pair=pair,
            state=state,
            state_words=_state_words(state),
            how=_how(pair, state, facts, needs),
            agreement_words=_agreement_words(getattr(pair, "versions", [])),
            sessions=facts.get(pair.pk, SessionFacts()),
        )
        for pair in pairs
        for state in [state_of(pair)]
    ]


def _how(
    pair: Pair, state: str, facts: Mapping[int, SessionFacts], needs: Mapping[int, str]
) -> str:
    """How a pair that meets is doing, as its glyph tells it; nothing for the others."""
    if state != "together":
        return ""
    has_met = facts.get(pair.pk, SessionFacts()).held > 0
    return needs.get(pair.pk, "on_course" if has_met else "too_early")


def state_of(pair: Pair) -> str:
    """How a pair stands. Nobody can read from it who was asked, or who said no or left."""
    if pair.ended_at is not None:
        return "completed" if pair.completed_at is not None else "ended"
    if pair.mentee_accepted_at is not None:
        return "paused" if pair.paused_at is not None else "together"
    return "asked" if now() < pair.answer_until else "unformed"


def choice_of(pair: Pair, person: Person) -> list[Pair]:
    """The people whom a mentor still chooses from; for everybody else the one pair."""
    if person.pk != pair.mentor_id or pair.mentor_accepted_at is not None:
        return [pair]
    open_ones = Pair.objects.asked().filter(mentor_accepted_at=None).in_one_choice_with(pair)
    return list(with_people(open_ones)) or [pair]


def answered_in(pair: Pair, person: Person) -> Pair:
    """The pair that a mentor chose where she had a choice; else the one that was asked about."""
    if person.pk != pair.mentor_id or pair.mentor_accepted_at is not None:
        return pair
    chosen = Pair.objects.in_one_choice_with(pair).exclude(mentor_accepted_at=None)
    return with_people(chosen).first() or pair


def answer_state(pair: Pair, person: Person, at: datetime) -> str:
    """What the answering page shows this person; a no of the other looks like waiting."""
    if pair.mentee_accepted_at is not None:
        return "formed"
    own = pair.mentor_accepted_at if person.pk == pair.mentor_id else pair.mentee_accepted_at
    if own is not None and at < pair.answer_until:
        return "waiting"
    until = pair.mentor_until if person.pk == pair.mentor_id else pair.answer_until
    if pair.closed_unformed_at is not None or at >= until:
        return "unformed"
    return "asked"


def _state_words(state: str) -> str:
    return {
        "asked": _("being asked"),
        "together": _("together"),
        "paused": _("paused"),
        "ended": _("ended"),
        "completed": _("came to its planned end"),
        "unformed": _("did not come about"),
    }[state]


def _agreement_words(versions: Sequence[Agreement]) -> str:
    if any(version.is_signed_by_both for version in versions):
        return _("signed by both")
    if versions:
        return _("being written")
    return _("not begun")


def has_partner(pair: Pair, person: Person) -> bool:
    """Whether this person is together with somebody else, on the same side of the programme."""
    beside = Pair.objects.together().filter(programme=pair.programme_id).exclude(pk=pair.pk)
    return beside.filter(**{pair.side_of(person): person}).exists()
