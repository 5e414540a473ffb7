"""Reads for a pair's own place: lines, contacts, notes of the two, and one's own summary."""

from dataclasses import dataclass
from datetime import datetime

from turnabout.foundation.common.actors import Actor
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Introduction, Message, Pair, SharedNote
from turnabout.together.pairs.page import SessionFacts, session_facts
from turnabout.together.pairs.paper import GoalRead
from turnabout.together.pairs.place_sealing import opened
from turnabout.together.pairs.queries import (
    CommitmentRead,
    NoteRead,
    commitments_of,
    goals_by_side,
    own_notes,
)

LINES_SHOWN = 50


@dataclass(frozen=True)
class LineRead:
    message: Message
    words: str
    is_own: bool


@dataclass(frozen=True)
class SharedNoteRead:
    note: SharedNote
    words: str
    is_own: bool
    is_kept_by_reader: bool
    is_kept: bool


@dataclass(frozen=True)
class IntroductionRead:
    introduction: Introduction
    whom: str
    why: str
    is_own: bool


@dataclass(frozen=True)
class Summary:
    """What somebody takes along from one pair: her own words, and what came of what was said."""

    held: int
    since: datetime | None
    until: datetime | None
    goals: list[GoalRead]
    commitments: list[CommitmentRead]
    introductions: list[IntroductionRead]
    notes: list[NoteRead]


def lines_of(pair: Pair, actor: Actor) -> list[LineRead]:
    """The latest lines between the two, the oldest of them first."""
    seen = Message.objects.visible_to(actor).filter(pair=pair)
    lines = list(reversed(seen.order_by("-written_at", "-pk")[:LINES_SHOWN]))
    words = opened(lines, "words", pair)
    return [
        LineRead(line, said, line.author_id == actor.person_id)
        for line, said in zip(lines, words, strict=True)
    ]


def shared_notes_of(pair: Pair, actor: Actor) -> list[SharedNoteRead]:
    notes = list(SharedNote.objects.visible_to(actor).filter(pair=pair).select_related("author"))
    words = opened(notes, "words", pair)
    is_mentor = actor.person_id == pair.mentor_id
    return [
        SharedNoteRead(
            note=note,
            words=said,
            is_own=note.author_id == actor.person_id,
            is_kept_by_reader=(note.mentor_kept_at if is_mentor else note.mentee_kept_at)
            is not None,
            is_kept=note.mentor_kept_at is not None and note.mentee_kept_at is not None,
        )
        for note, said in zip(notes, words, strict=True)
    ]


def introductions_of(pair: Pair, actor: Actor) -> list[IntroductionRead]:
    rows = list(Introduction.objects.visible_to(actor).filter(pair=pair))
    return [
        IntroductionRead(row, whom, why, row.offered_by_id == actor.person_id)
        for row, whom, why in zip(
            rows, opened(rows, "whom", pair), opened(rows, "why", pair), strict=True
        )
    ]


def summary_of(pair: Pair, actor: Actor, person: Person, *, with_notes: bool) -> Summary:
    """One's own summary: own goals, what came of what was said, contacts made, own notes."""
    is_mentee = person.pk == pair.mentee_id
    commitments = [
        read
        for read in commitments_of(pair)
        if (read.commitment.owner_id == person.pk if is_mentee else not read.commitment.is_open)
    ]
    made = [one for one in introductions_of(pair, actor) if one.introduction.made_at]
    return Summary(
        held=session_facts([pair]).get(pair.pk, SessionFacts()).held,
        since=pair.mentee_accepted_at,
        until=pair.ended_at,
        goals=goals_by_side(pair)[pair.side_of(person)],
        commitments=commitments,
        introductions=made,
        notes=own_notes(actor, pair) if with_notes else [],
    )
