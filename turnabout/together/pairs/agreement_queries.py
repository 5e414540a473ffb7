"""Reads for the pages of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from turnabout.foundation.common.texts import said
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs.clauses import (
    clauses_in,
    first_words,
    heading_of,
    senior_sides,
    stands_for_all,
)
from turnabout.together.pairs.differences import Stretch, differences
from turnabout.together.pairs.models import Agreement, Comment, Pair, Revisit
from turnabout.together.pairs.packs import SIDES, ClauseText, load_clauses
from turnabout.together.pairs.paper import digest_of, frozen_goals, goals_on_paper
from turnabout.together.pairs.sealing import clauses_of_agreement, opened

GAP = "…"


@dataclass(frozen=True)
class CommentRead:
    comment: Comment
    words: str


@dataclass(frozen=True)
class ClauseRead:
    slug: str
    heading: str
    words: str
    stands: bool
    side: str
    changed: tuple[Stretch, ...]
    comments: tuple[CommentRead, ...]

    @property
    def has_gap(self) -> bool:
        """Whether a starter text still waits to be filled in."""
        return not self.stands and GAP in self.words


@dataclass(frozen=True)
class Column:
    """One side of the paper: what it hopes for, brings and takes on, and its signature."""

    side: str
    person: Person
    clauses: tuple[ClauseRead, ...]
    goals: tuple[Mapping[str, Any], ...]
    signed_at: datetime | None
    recused_at: datetime | None
    is_senior: bool


@dataclass(frozen=True)
class Paper:
    """One version as it is shown. `shown` is the digest that goes with the form that signs."""

    agreement: Agreement
    common: tuple[ClauseRead, ...]
    columns: tuple[Column, ...]
    shown: str
    has_goals: bool


@dataclass(frozen=True)
class Merge:
    """What somebody typed, brought together with what the partner kept meanwhile.

    `words` go into the form; `theirs` are the partner's words of clauses that both changed.
    """

    words: Mapping[str, str]
    theirs: Mapping[str, str]


def read_paper(agreement: Agreement, pair: Pair, *, is_latest: bool) -> Paper:
    """A version with its goals, its comments, and what changed since the one before."""
    clauses = _clauses_read(agreement, pair)
    shows_goals = is_latest and not agreement.is_signed_by_both
    goals = goals_on_paper(pair) if shows_goals else frozen_goals(agreement, pair)
    seniors = senior_sides(pair.programme)
    return Paper(
        agreement=agreement,
        common=tuple(clause for clause in clauses if not clause.side),
        columns=tuple(
            Column(
                side=side,
                person=getattr(pair, side),
                clauses=tuple(clause for clause in clauses if clause.side == side),
                goals=tuple(goal for goal in goals if goal["side"] == side),
                signed_at=getattr(agreement, f"{side}_signed_at"),
                recused_at=getattr(agreement, f"{side}_recused_at"),
                is_senior=side in seniors,
            )
            for side in SIDES
        ),
        shown=digest_of(agreement, pair) if shows_goals else "",
        has_goals=shows_goals or agreement.goals is not None,
    )


def clauses_to_write(programme: Programme, side: str) -> list[ClauseText]:
    """The clauses that this side may write in this programme."""
    others = {"mentor": "mentee", "mentee": "mentor"}[side]
    return [
        clause
        for clause in clauses_in(programme)
        if not stands_for_all(clause, programme) and clause.editor != others
    ]


def words_to_write(agreement: Agreement | None, pair: Pair, side: str) -> dict[str, str]:
    """The words from which somebody writes on: those of the version, else the first ones."""
    kept = pair_words(agreement, pair)
    language = get_language() or "en"
    return {
        clause.slug: kept[clause.slug]
        if clause.slug in kept
        else first_words(clause, pair.programme, language)
        for clause in clauses_to_write(pair.programme, side)
    }


def pair_words(agreement: Agreement | None, pair: Pair) -> dict[str, str]:
    """The words of the clauses that the two write, by slug."""
    rows = clauses_of_agreement(agreement, pair) if agreement else []
    return {row["slug"]: row["words"] for row in rows if "words" in row}


def merged(pair: Pair, side: str, *, follows: int, typed: Mapping[str, str]) -> Merge:
    """What was typed over one version, held against the latest: nothing of either is lost."""
    latest = pair.agreements.first()
    base = words_to_write(pair.agreements.filter(version=follows).first(), pair, side)
    newest = words_to_write(latest, pair, side)
    words, theirs = {}, {}
    for slug, mine in typed.items():
        is_untouched = _same(mine, base.get(slug, ""))
        words[slug] = newest.get(slug, mine) if is_untouched else mine
        both_changed = not is_untouched and not _same(newest.get(slug, ""), base.get(slug, ""))
        if both_changed and not _same(newest[slug], mine):
            theirs[slug] = newest[slug]
    return Merge(words, theirs)


def open_revisit(pair: Pair) -> Revisit | None:
    """What the two were asked last and have not settled."""
    return pair.revisits.filter(settled_at=None).order_by("-asked_at").first()


def pass_word(pair: Pair) -> str:
    """The word by which one of the two moves on to something else."""
    return pair_words(pair.agreements.first(), pair).get("pass", "")


def _same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _clauses_read(agreement: Agreement, pair: Pair) -> list[ClauseRead]:
    before = pair.agreements.filter(version=agreement.version - 1).first()
    old = {row["slug"]: _words(row) for row in clauses_of_agreement(before, pair)} if before else {}
    known = {clause.slug: clause for clause in load_clauses()}
    comments = _comments(agreement, pair)
    return [
        _clause_read(row, known.get(row["slug"]), old if before else None, comments)
        for row in clauses_of_agreement(agreement, pair)
    ]


def _clause_read(
    row: dict[str, Any],
    clause: ClauseText | None,
    old: Mapping[str, str] | None,
    comments: Mapping[str, list[CommentRead]],
) -> ClauseRead:
    words, slug = _words(row), row["slug"]
    before = words if old is None else old.get(slug, "")
    return ClauseRead(
        slug=slug,
        heading=heading_of(slug, row.get("heading")),
        words=words,
        stands="texts" in row,
        side=clause.side if clause else "",
        changed=() if before == words else differences(before, words),
        comments=tuple(comments.get(slug, ())),
    )


def _comments(agreement: Agreement, pair: Pair) -> dict[str, list[CommentRead]]:
    """What was said of this version, and what of earlier ones is not settled yet."""
    seen = [
        comment
        for comment in Comment.objects.filter(
            agreement__pair=pair, agreement__version__lte=agreement.version
        ).select_related("author")
        if comment.settled_at is None or comment.agreement_id == agreement.pk
    ]
    by_clause: dict[str, list[CommentRead]] = {}
    texts = opened(pair, [(comment, "words") for comment in seen])
    for comment, words in zip(seen, texts, strict=True):
        by_clause.setdefault(comment.clause, []).append(CommentRead(comment, words))
    return by_clause


def _words(row: dict[str, Any]) -> str:
    return row["words"] if "words" in row else said(row["texts"])
