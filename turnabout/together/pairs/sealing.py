"""Where a pair's texts belong and under whose key: one place for every sealed field."""

import json
from collections.abc import Sequence
from typing import Any

from turnabout.foundation.trust import vault
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Agreement, Commitment, Goal, Pair, PrivateNote

Words = bytes | memoryview | None


def author_key(person: Person) -> str:
    """The holder of the key that only this person's own texts are sealed under."""
    return f"person:{person.public_id}"


def seal_goal(goal: Goal, words: str) -> bytes:
    return vault.seal(words, holder=goal.pair.key_holder, place=_place(goal, "words"))


def goal_words(goal: Goal, pair: Pair) -> str:
    return _opened(goal.words, pair.key_holder, _place(goal, "words"))


def seal_commitment(commitment: Commitment, field: str, words: str) -> bytes:
    return vault.seal(words, holder=commitment.pair.key_holder, place=_place(commitment, field))


def commitment_words(commitment: Commitment, field: str, pair: Pair) -> str:
    return _opened(getattr(commitment, field), pair.key_holder, _place(commitment, field))


def seal_clauses(agreement: Agreement, clauses: Sequence[dict[str, Any]]) -> bytes:
    return vault.seal(
        json.dumps(list(clauses), ensure_ascii=False),
        holder=agreement.pair.key_holder,
        place=_place(agreement, "clauses"),
    )


def clauses_of_agreement(agreement: Agreement, pair: Pair) -> list[dict[str, Any]]:
    words = _opened(agreement.clauses, pair.key_holder, _place(agreement, "clauses"))
    clauses: list[dict[str, Any]] = json.loads(words)
    return clauses


def seal_note(note: PrivateNote, words: str) -> bytes:
    return vault.seal(words, holder=author_key(note.author), place=_place(note, "words"))


def note_words(note: PrivateNote) -> str:
    return _opened(note.words, author_key(note.author), _place(note, "words"))


def _place(row: Agreement | Commitment | Goal | PrivateNote, field: str) -> vault.Place:
    return vault.Place(row._meta.label_lower, row.public_id, field)


def _opened(sealed: Words, holder: str, place: vault.Place) -> str:
    return "" if sealed is None else vault.unseal(bytes(sealed), holder=holder, place=place)
