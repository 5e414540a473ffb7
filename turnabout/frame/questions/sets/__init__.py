"""The question sets that every installation starts with, and the rules they keep.

Every set is of exactly one kind. *programme*: each question names who reads it. *care*: sealed
for its author, so no audience can be named. *figures*: counted without an author, so no
audience, no free text, and nothing that names a person.
"""

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
    toml_names,
)

SET_KINDS = ("programme", "care", "figures")
QUESTION_KINDS = (
    "choice",
    "choices",
    "scale",
    "short",
    "long",
    "number",
    "yes_no",
    "topics",
    "three_ways",
    "week",
    "people",
    "accept",
)
AUDIENCES = ("coordinator", "partner", "reader", "matching", "self")
ASKED_OF = ("everyone", "mentor", "mentee")
CHOICE_SOURCES = ("places", "languages", "lived_experience_topics")
WITH_CHOICES = ("choice", "choices")
FREE_TEXT = ("short", "long")
NOT_COUNTABLE = (*FREE_TEXT, "people", "week", "three_ways", "accept")
SET_FIELDS = frozenset(("slug", "kind", "name", "intro", "seconds", "step", "question"))


@dataclass(frozen=True)
class ChoiceText:
    slug: str
    text: Text


@dataclass(frozen=True)
class StepText:
    number: int
    title: Text


@dataclass(frozen=True)
class QuestionText:
    """One question. `low` and `high` name the ends of a scale that has `points` steps.

    `choices_from` says that the choices are filled in where the question is asked.
    `most` is how many may be chosen; 0 means as many as there are.
    In a question of three ways (offer, ask first, off limits) `offer_audience` reads what is
    offered and `audience` reads the rest.
    """

    key: str
    step: int
    kind: str
    text: Text
    hint: Text | None
    purpose: Text
    audience: tuple[str, ...]
    offer_audience: tuple[str, ...]
    asked_of: str
    is_required: bool
    choices: tuple[ChoiceText, ...]
    choices_from: str
    most: int
    low: Text | None
    high: Text | None
    points: int


@dataclass(frozen=True)
class QuestionSetText:
    slug: str
    kind: str
    name: Text
    intro: Text
    seconds: int
    steps: tuple[StepText, ...]
    questions: tuple[QuestionText, ...]

    def question(self, key: str) -> QuestionText:
        return {question.key: question for question in self.questions}[key]


QUESTION_FIELDS = frozenset(QuestionText.__dataclass_fields__)


@cache
def load_question_sets() -> tuple[QuestionSetText, ...]:
    """Return every shipped question set, each one checked."""
    sets = tuple(_set(read_toml(__name__, name)) for name in toml_names(__name__))
    no_twins([found.slug for found in sets], where="question sets")
    for found in sets:
        check_set(found)
    return sets


def question_set(slug: str) -> QuestionSetText:
    """Return one set; raises KeyError when there is none of that name."""
    return {found.slug: found for found in load_question_sets()}[slug]


def check_set(found: QuestionSetText) -> None:
    """Refuse a set that asks for what its kind does not allow."""
    no_twins([question.key for question in found.questions], where=found.slug)
    numbers = [step.number for step in found.steps]
    if numbers != list(range(1, len(numbers) + 1)):
        raise PackError(f"{found.slug}: the steps are not numbered 1, 2, 3.")
    for question in found.questions:
        where = f"{found.slug}/{question.key}"
        if question.step not in numbers:
            raise PackError(f"{where}: there is no step {question.step}.")
        _check_audience(found.kind, question, where=where)
        _check_shape(question, where=where)


def _check_audience(set_kind: str, question: QuestionText, *, where: str) -> None:
    if set_kind == "programme":
        if not question.audience:
            raise PackError(f"{where}: a question for the programme names who reads the answer.")
        if bool(question.offer_audience) != (question.kind == "three_ways"):
            raise PackError(f"{where}: three ways, and only three ways, say who reads the offers.")
        return
    if question.audience or question.offer_audience:
        raise PackError(f"{where}: nobody can be named as a reader of a {set_kind} answer.")
    if set_kind == "figures" and question.kind in NOT_COUNTABLE:
        raise PackError(f"{where}: an answer of kind {question.kind} cannot be counted.")
    if set_kind == "care" and question.kind == "people":
        raise PackError(f"{where}: a care question does not ask for names.")


def _check_shape(question: QuestionText, *, where: str) -> None:
    has_choices = bool(question.choices) or bool(question.choices_from)
    if question.kind in WITH_CHOICES and not has_choices:
        raise PackError(f"{where}: there is nothing to choose from.")
    if question.choices and question.kind not in WITH_CHOICES:
        raise PackError(f"{where}: only a choice has choices.")
    no_twins([choice.slug for choice in question.choices], where=where)
    ends = [end for end in (question.low, question.high) if end is not None]
    if len(ends) != (2 if question.kind == "scale" else 0):
        raise PackError(f"{where}: a scale, and only a scale, names both of its ends.")
    if question.kind == "accept" and not question.is_required:
        raise PackError(f"{where}: what is accepted is required.")


def _set(table: Table) -> QuestionSetText:
    slug = table["slug"]
    known_fields(table, fields=SET_FIELDS, where=slug)
    return QuestionSetText(
        slug=slug,
        kind=one_of(table["kind"], among=SET_KINDS, where=slug),
        name=text(table["name"], where=slug),
        intro=text(table["intro"], where=slug),
        seconds=table["seconds"],
        steps=tuple(
            StepText(number=step["number"], title=text(step["title"], where=slug))
            for step in table["step"]
        ),
        questions=tuple(question(row, where=slug) for row in table["question"]),
    )


def question(table: Mapping[str, object], *, where: str) -> QuestionText:
    """Read one question from its table."""
    row: Table = table
    place = f"{where}/{row['key']}"
    known_fields(row, fields=QUESTION_FIELDS, where=place)
    is_scale = row["kind"] == "scale"
    source = row.get("choices_from", "")
    return QuestionText(
        key=row["key"],
        step=row["step"],
        kind=one_of(row["kind"], among=QUESTION_KINDS, where=place),
        text=text(row["text"], where=place),
        hint=_maybe(row, "hint", where=place),
        purpose=text(row["purpose"], where=place),
        audience=_roles(row, "audience", where=place),
        offer_audience=_roles(row, "offer_audience", where=place),
        asked_of=one_of(row.get("asked_of", "everyone"), among=ASKED_OF, where=place),
        is_required=row["is_required"],
        choices=tuple(
            ChoiceText(slug=choice["slug"], text=text(choice["text"], where=place))
            for choice in row.get("choices", [])
        ),
        choices_from=source and one_of(source, among=CHOICE_SOURCES, where=place),
        most=row.get("most", 0),
        low=_maybe(row, "low", where=place),
        high=_maybe(row, "high", where=place),
        points=row.get("points", 5) if is_scale else 0,
    )


def _roles(table: Table, field: str, *, where: str) -> tuple[str, ...]:
    return tuple(one_of(role, among=AUDIENCES, where=where) for role in table.get(field, []))


def _maybe(table: Table, field: str, *, where: str) -> Text | None:
    return text(table[field], where=where) if field in table else None


def base_of(slug: str) -> str:
    """The slug of the shipped set that a set of one's own was made of."""
    return slug.split("--", 1)[0]
