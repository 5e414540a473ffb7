"""What the pages of the builder show."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.questions.building_forms import KINDS, languages, missing_in
from turnabout.frame.questions.forms import SPECIAL_KINDS, StepForm
from turnabout.frame.questions.models import Question, QuestionSet
from turnabout.frame.questions.needs import Words, need_of, where_used, why_it_waits
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.frame.questions.services import building, install_question_sets

PURPOSES = (
    QuestionSet.Purpose.PROGRAMME,
    QuestionSet.Purpose.CARE,
    QuestionSet.Purpose.FIGURES,
)

LATEST = 20
CHANGES = {
    "question_set_renamed": _("The words above the questions"),
    "question_set_restored": _("The whole set went back to what was shipped"),
    "question_set_copied": _("The set was made"),
    "question_changed": _("Asked in other words"),
    "question_added": _("Added"),
    "question_taken_out": _("Taken out"),
    "question_restored": _("Asked in the shipped words again"),
    "questions_reordered": _("Another order"),
}


@dataclass(frozen=True)
class SetLine:
    """One set in the list: what it is for, where it is asked, and whether its words are own."""

    question_set: QuestionSet
    title: str
    is_of_growth: bool
    count: int
    places: tuple[str, ...]
    waits: Words
    is_own: bool
    missing: tuple[str | Promise, ...]


@dataclass(frozen=True)
class QuestionLine:
    question: Question
    text: str
    kind: str | Promise
    sees: str
    is_private: bool
    because: str | Promise
    is_own: bool
    is_added: bool
    missing: tuple[str | Promise, ...]
    permission: str


@dataclass(frozen=True)
class PastChange:
    """A change as the audit chain holds it."""

    at: datetime
    by: str
    what: str | Promise
    question: str


@dataclass(frozen=True)
class TakenOut:
    """A shipped question that is not asked, which can come back."""

    key: str
    text: str


def sets_of(organisation: Organisation) -> dict[str, list[SetLine]]:
    """Every set by its kind. The shipped ones are there before the first programme begins."""
    install_question_sets(organisation)
    places = where_used(organisation)
    asked = Prefetch("questions", Question.objects.all())
    found: dict[str, list[SetLine]] = {str(purpose): [] for purpose in PURPOSES}
    for question_set in organisation.question_sets.prefetch_related(asked).order_by("slug"):
        questions = _with_set(question_set)
        found[question_set.purpose].append(
            SetLine(
                question_set=question_set,
                title=said(question_set.titles),
                is_of_growth=question_set.slug.endswith("-growth"),
                count=len(questions),
                places=tuple(places.get(question_set.slug, ())),
                waits=why_it_waits(question_set.slug),
                is_own=_is_own(question_set, questions),
                missing=tuple(missing_in([question_set.titles, *(one.texts for one in questions)])),
            )
        )
    return found


def lines_of(question_set: QuestionSet) -> list[tuple[int, str, list[QuestionLine]]]:
    """The questions step by step, each with what may be done to it."""
    titles = [(step["number"], said(step["titles"])) for step in question_set.steps]
    lines = [_line(question) for question in _with_set(question_set)]
    return [
        (number, title, [line for line in lines if line.question.step == number])
        for number, title in titles
    ]


def taken_out_of(question_set: QuestionSet) -> list[TakenOut]:
    words = building.shipped_set(question_set)
    asked = set(question_set.questions.values_list("key", flat=True))
    rows = words.questions if words else ()
    return [TakenOut(row.key, said(dict(row.text.words))) for row in rows if row.key not in asked]


def past_changes(question_set: QuestionSet) -> list[PastChange]:
    """The latest changes of a set, the newest first, with the question as it reads now."""
    about = f"{question_set._meta.label_lower}:{question_set.public_id}"
    entries = list(
        AuditEntry.objects.filter(about=about, event__in=CHANGES).order_by("-number")[:LATEST]
    )
    names = dict(
        Person.objects.filter(public_id__in={entry.by for entry in entries}).values_list(
            "public_id", "name"
        )
    )
    asked = {one.key: said(one.texts) for one in Question.every.filter(question_set=question_set)}
    return [
        PastChange(
            entry.at,
            names.get(entry.by, ""),
            CHANGES[entry.event],
            asked.get(entry.facts.get("key", ""), ""),
        )
        for entry in entries
    ]


def also_asked_in(question: Question) -> list[QuestionSet]:
    """Other sets that ask the same for figures: before and after compare only like with like."""
    if question.question_set.purpose != QuestionSet.Purpose.FIGURES or not question.key:
        return []
    same = QuestionSet.objects.filter(
        organisation=question.question_set.organisation_id,
        purpose=QuestionSet.Purpose.FIGURES,
        questions__key=question.key,
        questions__retired_at=None,
    )
    return list(same.exclude(pk=question.question_set_id).order_by("slug").distinct())


def as_asked(questions: list[Question]) -> list[tuple[str | Promise, str, SafeString]]:
    """The questions as people meet them, in each language: its name, its code, the fields."""
    return [(name, code, in_language(questions, code)) for code, name in languages()]


def in_language(questions: list[Question], code: str) -> SafeString:
    with translation.override(code):
        form = StepForm(questions)
        form.auto_id = f"id_{code}_%s"
        parts = [
            {"question": one, "text": said(one.texts), "hint": said(one.hints) if one.hints else "",
             "kind": KINDS[one.kind], "sees": seen_by(one), "is_private": is_private(one)}
            if one.kind in SPECIAL_KINDS or (one.choices_from and not one.choices)
            else {"field": form[one.key], "question": one, "sees": seen_by(one),
                  "is_private": is_private(one)}
            for one in questions
        ]  # fmt: skip
        return render_to_string("questions/_as_asked.html", {"parts": parts, "code": code})


def _with_set(question_set: QuestionSet) -> list[Question]:
    questions = list(question_set.questions.all())
    for question in questions:
        question.question_set = question_set
    return questions


def _is_own(question_set: QuestionSet, questions: list[Question]) -> bool:
    words = building.shipped_set(question_set)
    if words is None or [one.key for one in questions] != [one.key for one in words.questions]:
        return True
    heads = (dict(words.name.words), dict(words.intro.words), words.seconds)
    if heads != (question_set.titles, question_set.intros, question_set.seconds):
        return True
    return not all(building.says_what_was_shipped(question) for question in questions)


def _line(question: Question) -> QuestionLine:
    need = need_of(question)
    is_added = building.shipped_question(question) is None
    texts = [question.texts, question.hints, *(row["texts"] for row in question.choices)]
    return QuestionLine(
        question=question,
        text=said(question.texts),
        kind=KINDS[question.kind],
        sees=seen_by(question),
        is_private=is_private(question),
        because=need.because if need else "",
        is_own=not is_added and not building.says_what_was_shipped(question),
        is_added=is_added,
        missing=tuple(missing_in(texts)),
        permission=question.source.get("permission", ""),
    )
