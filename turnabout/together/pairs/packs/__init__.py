"""The mentoring agreement that a pair starts from."""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    Text,
    known_fields,
    no_twins,
    one_of,
    read_toml,
    text,
)

KINDS = ("programme", "pair")
EDITORS = ("coordinator", "mentor_first", "mentee_first", "mentor", "mentee")
# What a clause may name; the programme and the pair give the values.
PLACEHOLDERS = ("sessions", "gap_days", "session_minutes", "notice_hours", "moves_allowed")


@dataclass(frozen=True)
class ClauseText:
    """A clause of the agreement.

    A clause of the *programme* stands for every pair and only the coordinator edits it. A clause
    of the *pair* begins with a starter text: `mentor_first` and `mentee_first` say who writes
    before the other; `mentor` and `mentee` are written by that person alone.
    """

    slug: str
    kind: str
    editor: str
    heading: Text
    text: Text
    is_required: bool


@cache
def load_clauses() -> tuple[ClauseText, ...]:
    """Return all clauses in the order of the printed agreement."""
    fields = frozenset(ClauseText.__dataclass_fields__)
    clauses = []
    for table in read_toml(__name__, "agreement.toml")["clause"]:
        slug = table["slug"]
        known_fields(table, fields=fields, where=slug)
        clauses.append(
            ClauseText(
                slug=slug,
                kind=one_of(table["kind"], among=KINDS, where=slug),
                editor=one_of(table["editor"], among=EDITORS, where=slug),
                heading=text(table["heading"], where=slug),
                text=text(table["text"], where=slug),
                is_required=table["is_required"],
            )
        )
    no_twins([clause.slug for clause in clauses], where="agreement.toml")
    return tuple(clauses)


def clauses_of(kind: str) -> tuple[ClauseText, ...]:
    """Return the clauses of the programme, or those of the pair."""
    return tuple(clause for clause in load_clauses() if clause.kind == kind)


def clause_words(clause: ClauseText, *, language: str, values: dict[str, int]) -> str:
    """Return the clause in a language with the numbers of this programme in their places."""
    words = clause.text.in_language(language)
    for name in PLACEHOLDERS:
        if name in values:
            words = words.replace("{" + name + "}", str(values[name]))
    return words
