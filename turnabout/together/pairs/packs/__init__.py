"""The mentoring agreement that a pair starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    PackError,
    Table,
    Text,
    known_fields,
    no_twins,
    one_of,
    read_toml,
    text,
)

KINDS = ("programme", "pair")
EDITORS = ("coordinator", "mentor_first", "mentee_first", "mentor", "mentee")
SIDES = ("mentor", "mentee")
SOURCES = ("duties", "conduct", "house")
# What a clause may name; the programme and the pair give the values.
PLACEHOLDERS = (
    "sessions",
    "gap_days",
    "session_minutes",
    "notice_hours",
    "moves_allowed",
    "leads",
    "keeps",
)
FIELDS = frozenset(
    (
        "slug",
        "kind",
        "editor",
        "side",
        "source",
        "is_short",
        "is_required",
        "heading",
        "text",
        "growth",
    )
)
JUNIORS_MENTOR = "mentor_junior"


@dataclass(frozen=True)
class ClauseText:
    """A clause of the agreement.

    A clause of the *programme* stands for every pair. A clause of the *pair* begins with a starter
    text: `mentor_first` and `mentee_first` say who writes before the other; `mentor` and `mentee`
    are written by that person alone. `side` is the column it stands in, if it is of one side.
    """

    slug: str
    kind: str
    editor: str
    heading: Text
    is_required: bool
    text: Text | None = None
    growth: Text | None = None
    side: str = ""
    source: str = ""
    is_short: bool = False

    def text_for(self, direction: str) -> Text | None:
        """The words of a programme in this direction of seniority."""
        return self.text if direction == JUNIORS_MENTOR or not self.growth else self.growth


@cache
def load_clauses() -> tuple[ClauseText, ...]:
    """Return all clauses in the order of the printed agreement."""
    clauses = tuple(_clause(table) for table in read_toml(__name__, "agreement.toml")["clause"])
    no_twins([clause.slug for clause in clauses], where="agreement.toml")
    return clauses


def clauses_of(kind: str) -> tuple[ClauseText, ...]:
    """Return the clauses of the programme, or those of the pair."""
    return tuple(clause for clause in load_clauses() if clause.kind == kind)


def clause_words(
    clause: ClauseText,
    *,
    language: str,
    values: Mapping[str, int | str],
    direction: str = JUNIORS_MENTOR,
) -> str:
    """Return the clause in a language with what this programme says in its places."""
    found = clause.text_for(direction)
    return filled(found.in_language(language) if found else "", values)


def filled(words: str, values: Mapping[str, int | str]) -> str:
    """Words with what a programme says in their places."""
    for name in PLACEHOLDERS:
        if name in values:
            words = words.replace("{" + name + "}", str(values[name]))
    return words


def _clause(table: Table) -> ClauseText:
    slug = table["slug"]
    known_fields(table, fields=FIELDS, where=slug)
    source = table.get("source", "")
    if ("text" in table) == bool(source):
        raise PackError(f"{slug}: the words stand here or come from a source, one of the two.")
    return ClauseText(
        slug=slug,
        kind=one_of(table["kind"], among=KINDS, where=slug),
        editor=one_of(table["editor"], among=EDITORS, where=slug),
        heading=text(table["heading"], where=slug),
        is_required=table["is_required"],
        text=None if source else text(table["text"], where=slug),
        growth=text(table["growth"], where=slug) if "growth" in table else None,
        side=one_of(table.get("side", ""), among=("", *SIDES), where=slug),
        source=one_of(source, among=("", *SOURCES), where=slug),
        is_short=table.get("is_short", False),
    )
