"""Where a pair's texts belong and under whose key: one place for every sealed field."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.personal import author_key
from turnabout.together.pairs.models import (
    Agreement,
    Comment,
    Commitment,
    Exchange,
    Goal,
    Pair,
    PrivateNote,
    Step,
)

PairRow = Agreement | Comment | Commitment | Exchange | Goal | Step
Row = PairRow | PrivateNote


def seal_words(row: PairRow, field: str, words: str, pair: Pair) -> bytes:
    """Seal one field of a row under the key of its pair."""
    return vault.seal(words, holder=pair.key_holder, place=_place(row, field))


def words_of(row: PairRow, field: str, pair: Pair) -> str:
    return opened(pair, [(row, field)])[0]


def opened(pair: Pair, wanted: Iterable[tuple[PairRow, str]]) -> list[str]:
    """Sealed fields of one pair, whose key is read once.

    A field that is empty, or whose key was destroyed, is an empty text: what was erased leaves its
    row and its dates and says nothing.
    """
    pairs = list(wanted)
    sealed = [getattr(row, field) for row, field in pairs]
    filled = [
        (bytes(text), _place(row, field))
        for text, (row, field) in zip(sealed, pairs, strict=True)
        if text is not None
    ]
    try:
        words = iter(vault.unseal_all(filled, holder=pair.key_holder))
    except Refusal:
        if vault.key_exists(pair.key_holder):
            raise
        return [""] * len(pairs)
    return ["" if text is None else next(words) for text in sealed]


def reword(rows: Iterable[Any], *fields: str, pair: Pair, change: Callable[[str], str]) -> None:
    """Change the words of sealed fields of a pair's rows, where they lie."""
    for row in rows:
        for field in fields:
            sealed = getattr(row, field)
            if sealed is None:
                continue
            place = vault.Place(row._meta.label_lower, row.public_id, field)
            words = vault.unseal(sealed, holder=pair.key_holder, place=place)
            changed = change(words)
            if changed != words:
                setattr(row, field, vault.seal(changed, holder=pair.key_holder, place=place))
                row.save(update_fields=[field])


def seal_goal(goal: Goal, words: str) -> bytes:
    return seal_words(goal, "words", words, goal.pair)


def goal_words(goal: Goal, pair: Pair) -> str:
    return words_of(goal, "words", pair)


def seal_commitment(commitment: Commitment, field: str, words: str) -> bytes:
    return seal_words(commitment, field, words, commitment.pair)


def commitment_words(commitment: Commitment, field: str, pair: Pair) -> str:
    return words_of(commitment, field, pair)


def seal_data(row: PairRow, field: str, data: object, pair: Pair) -> bytes:
    return seal_words(row, field, json.dumps(data, ensure_ascii=False), pair)


def seal_clauses(agreement: Agreement, clauses: Sequence[dict[str, Any]]) -> bytes:
    return seal_data(agreement, "clauses", list(clauses), agreement.pair)


def clauses_of_agreement(agreement: Agreement, pair: Pair) -> list[dict[str, Any]]:
    """The clauses of a version; none once they were erased."""
    words = words_of(agreement, "clauses", pair)
    clauses: list[dict[str, Any]] = json.loads(words) if words else []
    return clauses


def seal_note(note: PrivateNote, words: str) -> bytes:
    return vault.seal(words, holder=author_key(note.author), place=_place(note, "words"))


def note_words(note: PrivateNote) -> str:
    return vault.unseal(
        bytes(note.words), holder=author_key(note.author), place=_place(note, "words")
    )


def _place(row: Row, field: str) -> vault.Place:
    return vault.Place(row._meta.label_lower, row.public_id, field)
