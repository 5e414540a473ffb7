"""An organisation makes a question set its own: other words, other questions, another order.

What people have answered stands. A question with answers is retired and asked anew, and nobody
reads an old answer whom its line did not name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.questions.models import Answer, Question, QuestionSet
from turnabout.frame.questions.needs import need_of
from turnabout.frame.questions.services import by_language, question_as_shipped
from turnabout.frame.questions.sets import (
    NOT_COUNTABLE,
    QuestionSetText,
    QuestionText,
    base_of,
    load_question_sets,
)

OWN_KINDS = ("choice", "choices", "scale", "short", "long", "number", "yes_no", "accept")
OWN_READERS = ("coordinator", "reader", "partner")
ALL_READERS = (*OWN_READERS, "matching")
WORDED = (
    "texts", "hints", "reasons", "kind", "choices", "choices_from", "most", "scale", "audience",
    "offer_audience", "asked_of", "source",
)  # fmt: skip
PLACED = ("step", "is_required")

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """A question as somebody would have it; what is not told stays as it was."""

    texts: Texts
    hints: Texts
    reasons: Texts
    step: int
    is_required: bool
    kind: str = ""
    choices: Sequence[Mapping[str, Any]] = ()
    most: int = 0
    scale: Mapping[str, Any] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()
    source: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def rename_set(
    question_set: QuestionSet,
    *,
    titles: Texts,
    intros: Texts,
    seconds: int,
    step_titles: Mapping[int, Texts],
    by: Person,
) -> None:
    """Change the words above the questions."""
    question_set.titles, question_set.intros = dict(titles), dict(intros)
    question_set.seconds = seconds
    question_set.steps = [
        {**step, "titles": dict(step_titles.get(step["number"], step["titles"]))}
        for step in question_set.steps
    ]
    question_set.save(update_fields=["titles", "intros", "seconds", "steps"])
    _record("question_set_renamed", question_set, by=by)


@transaction.atomic
def copy_set(question_set: QuestionSet, *, name: str, language: str, by: Person) -> QuestionSet:
    """Make another set of the questions that are asked now, for a programme to ask instead."""
    words = " ".join(name.split())
    if not words:
        raise Refusal(_("Give the new set a name, so that you can tell the two apart."))
    base = base_of(question_set.slug)
    # Two who copy at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=question_set.organisation_id)
    copies = QuestionSet.objects.filter(
        organisation=question_set.organisation_id, slug__startswith=f"{base}--"
    )
    made = QuestionSet.objects.create(
        organisation=question_set.organisation,
        slug=f"{base}--{copies.count() + 2}",
        purpose=question_set.purpose,
        titles={language: words},
        intros=question_set.intros,
        seconds=question_set.seconds,
        steps=question_set.steps,
    )
    questions = list(question_set.questions.all())
    for question in questions:
        question.pk, question.question_set, question.version = None, made, 1
    Question.objects.bulk_create(questions)
    _record("question_set_copied", made, by=by, of=question_set.slug)
    return made


@transaction.atomic
def change_question(question: Question, draft: Draft, *, by: Person) -> Question:
    """Ask a question in other words. With answers it becomes a new version of itself."""
    question = _current(question)
    changed = drafted(question, draft)
    _check_readers(question, changed)
    _check_need(question, changed)
    _check_shape(changed)
    kept = _keep(question, changed)
    _record("question_changed", question.question_set, by=by, key=kept.key, version=kept.version)
    return kept


@transaction.atomic
def add_question(question_set: QuestionSet, draft: Draft, *, by: Person) -> Question:
    """Ask one question more, at the end of its step."""
    if draft.kind not in kinds_for(question_set):
        raise Refusal(_("A question of this kind cannot be asked in this set. Choose another."))
    question = drafted(
        Question(question_set=question_set, key=_free_key(question_set, draft), kind=draft.kind),
        draft,
    )
    question.position = _after_last(question_set, question.step)
    if set(question.audience) - {"self", *readers_for(question)}:
        raise Refusal(_("Choose who sees the answer from the list."))
    _check_shape(question)
    question.save()
    _record("question_added", question_set, by=by, key=question.key)
    return question


@transaction.atomic
def move_question(question: Question, *, is_up: bool, by: Person) -> None:
    """Change places with the neighbour in the same step; at the edge nothing happens."""
    question = _current(question)
    row = list(question.question_set.questions.filter(step=question.step))
    at = row.index(question)
    to = at - 1 if is_up else at + 1
    if not 0 <= to < len(row):
        return
    row[at], row[to] = row[to], row[at]
    for place, one in zip(sorted(one.position for one in row), row, strict=True):
        Question.every.filter(pk=one.pk).update(position=place)
    _record("questions_reordered", question.question_set, by=by, step=question.step)


@transaction.atomic
def take_out_question(question: Question, *, by: Person) -> None:
    """Ask it no longer. Answers given to it stay with those who may read them."""
    question = _current(question)
    need = need_of(question)
    if need is not None:
        raise Refusal(need.because)
    if question.question_set.questions.count() == 1:
        raise Refusal(_("A set asks at least one question. Add another first."))
    _drop(question)
    _record("question_taken_out", question.question_set, by=by, key=question.key)


@transaction.atomic
def restore_question(question_set: QuestionSet, key: str, *, by: Person) -> Question:
    """Ask a question in the shipped words again; one that was taken out comes back."""
    place, words = _shipped(question_set, key)
    kept = _restored(question_set, place, words)
    _record("question_restored", question_set, by=by, key=key)
    return kept


@transaction.atomic
def restore_set(question_set: QuestionSet, *, by: Person) -> None:
    """The whole set as it was shipped. Questions of one's own are asked no longer."""
    words = shipped_set(question_set)
    if words is None:
        raise Refusal(_("This set did not come with Turnabout, so there is nothing to go back to."))
    shipped = {found.key for found in words.questions}
    for question in question_set.questions.exclude(key__in=shipped):
        _drop(question)
    for place, found in enumerate(words.questions):
        _restored(question_set, place, found)
    question_set.titles, question_set.intros = by_language(words.name), by_language(words.intro)
    question_set.seconds = words.seconds
    question_set.steps = [
        {"number": step.number, "titles": by_language(step.title)} for step in words.steps
    ]
    question_set.save(update_fields=["titles", "intros", "seconds", "steps"])
    _record("question_set_restored", question_set, by=by)


def shipped_set(question_set: QuestionSet) -> QuestionSetText | None:
    base = base_of(question_set.slug)
    return next((row for row in load_question_sets() if row.slug == base), None)


def shipped_question(question: Question) -> Question | None:
    """The question as it was shipped, not saved; None where the organisation added it."""
    words = shipped_set(question.question_set)
    for place, found in enumerate(words.questions if words else ()):
        if found.key == question.key:
            return question_as_shipped(question.question_set, place, found)
    return None


def says_what_was_shipped(question: Question) -> bool:
    shipped = shipped_question(question)
    return shipped is not None and not _differ(question, shipped, (*WORDED, *PLACED))


def kinds_for(question_set: QuestionSet) -> tuple[str, ...]:
    """The kinds of question that somebody may add; for figures only what can be counted."""
    if question_set.purpose == QuestionSet.Purpose.PROGRAMME:
        return OWN_KINDS
    left_out = {"accept"}
    if question_set.purpose == QuestionSet.Purpose.FIGURES:
        left_out |= set(NOT_COUNTABLE)
    return tuple(kind for kind in OWN_KINDS if kind not in left_out)


def has_answers(question: Question) -> bool:
    """Whether anybody may have answered this question, in any of its versions.

    That somebody answered for care is nobody's business, so there the answer is always yes.
    """
    if question.question_set.purpose == QuestionSet.Purpose.CARE:
        return True
    return Answer.objects.filter(
        question__question_set=question.question_set_id, question__key=question.key
    ).exists()


def readers_for(question: Question) -> tuple[str, ...]:
    """Who may be named as a reader: what was shipped at most, and after answers no more than now.

    Care and figures name nobody. What the matching needs stays with the matching, and who reads a
    question about people, times or boundaries is not a choice.
    """
    if question.question_set.purpose != QuestionSet.Purpose.PROGRAMME:
        return ()
    shipped = shipped_question(question)
    most = set(OWN_READERS) if shipped is None else set(shipped.audience)
    if question.pk is not None and has_answers(question):
        most &= set(question.audience)
    return tuple(name for name in ALL_READERS if name in most)


def has_fixed_readers(question: Question) -> bool:
    """Whether the line under the question is not a choice."""
    is_open = question.question_set.purpose == QuestionSet.Purpose.PROGRAMME
    return not is_open or question.kind not in OWN_KINDS


def drafted(question: Question, draft: Draft) -> Question:
    """The question as the draft has it, not saved."""
    kind = question.kind or draft.kind
    is_open = question.question_set.purpose == QuestionSet.Purpose.PROGRAMME
    audience = list(question.audience)
    if is_open and kind in OWN_KINDS:
        audience = ["self", *(name for name in ALL_READERS if name in draft.readers)]
    return Question(
        question_set=question.question_set,
        key=question.key or "own",
        position=question.position,
        version=question.version,
        kind=kind,
        choices_from=question.choices_from,
        offer_audience=question.offer_audience,
        asked_of=question.asked_of,
        audience=audience,
        texts=_filled(draft.texts),
        hints=_filled(draft.hints),
        reasons=_filled(draft.reasons),
        step=draft.step,
        is_required=draft.is_required or kind == "accept",
        choices=_choices(draft) if kind in ("choice", "choices") else [],
        most=draft.most if kind == "choices" else 0,
        scale=dict(draft.scale) if kind == "scale" else {},
        source=dict(draft.source),
    )


def _check_readers(question: Question, changed: Question) -> None:
    if has_fixed_readers(question) or changed.audience == question.audience:
        return
    allowed = {"self", *readers_for(question)}
    if set(changed.audience) - allowed:
        raise Refusal(
            _(
                "Who sees the answers cannot be widened: people answer because of the line under"
                " the question. Ask a new question instead."
            )
        )
    if need_of(question) and "matching" in question.audience and "matching" not in changed.audience:
        raise Refusal(_("The matching needs this answer, so it stays among its readers."))


def _check_need(question: Question, changed: Question) -> None:
    need = need_of(question)
    if need is None:
        return
    if question.is_required and not changed.is_required:
        raise Refusal(_("This answer is needed, so it stays required."))
    slugs = [[row["slug"] for row in one.choices] for one in (question, changed)]
    if need.has_fixed_choices and sorted(slugs[0]) != sorted(slugs[1]):
        raise Refusal(
            _("A rule knows these choices by name. Reword them; none can be added or taken out.")
        )


def _check_shape(question: Question) -> None:
    if not question.texts:
        raise Refusal(_("A question has words. Write it in at least one language."))
    if question.kind in ("choice", "choices") and not question.choices_from:
        if len(question.choices) < 2:
            raise Refusal(_("Something to choose from has at least two choices."))
        if question.most > len(question.choices):
            raise Refusal(_("No more can be chosen than there are choices."))
    if question.kind == "scale" and not (question.scale.get("low") and question.scale.get("high")):
        raise Refusal(_("A scale names both of its ends, so that everybody reads it alike."))
    numbers = {step["number"] for step in question.question_set.steps}
    if question.step not in numbers:
        raise Refusal(_("Choose one of the steps of this set."))
    source = question.source
    if source.get("kind") == "licensed" and not source.get("permission"):
        raise Refusal(
            _(
                "A published scale under licence needs the reference of the permission: the number"
                " of the licence, or the letter and its date."
            )
        )


def _keep(question: Question, changed: Question) -> Question:
    """Save the change: in place while nobody has answered, else as a new version."""
    if changed.step != question.step:
        changed.position = _after_last(question.question_set, changed.step)
    if _differ(question, changed, WORDED) and has_answers(question):
        Question.every.filter(pk=question.pk, retired_at=None).update(retired_at=now())
        changed.version = question.version + 1
        changed.save()
        return changed
    changed.pk = question.pk
    changed.save(update_fields=[*WORDED, *PLACED, "position"])
    return changed


def _restored(question_set: QuestionSet, place: int, words: QuestionText) -> Question:
    shipped = question_as_shipped(question_set, place, words)
    question = question_set.questions.filter(key=words.key).first()
    if question is not None:
        if not set(shipped.audience) <= set(question.audience) and has_answers(question):
            # Those who answered since were told of fewer readers; the line stays as they read it.
            shipped.audience = question.audience
        shipped.version = question.version
        kept = _keep(question, shipped)
        Question.every.filter(pk=kept.pk).update(position=place)
        return kept
    latest = Question.every.filter(question_set=question_set, key=words.key).order_by("-version")
    shipped.version = next((one.version + 1 for one in latest[:1]), 1)
    shipped.save()
    return shipped


def _drop(question: Question) -> None:
    if Answer.objects.filter(question=question).exists():
        Question.every.filter(pk=question.pk, retired_at=None).update(retired_at=now())
    else:
        question.delete()


def _current(question: Question) -> Question:
    """Read it again under a lock; a second person may have changed it meanwhile."""
    found = Question.objects.select_for_update(of=("self",)).filter(pk=question.pk)
    current = found.select_related("question_set").first()
    if current is None:
        raise Refusal(_("Somebody changed this question meanwhile. Open the set again."))
    return current


def _shipped(question_set: QuestionSet, key: str) -> tuple[int, QuestionText]:
    words = shipped_set(question_set)
    for place, found in enumerate(words.questions if words else ()):
        if found.key == key:
            return place, found
    raise Refusal(_("You added this question, so there are no shipped words to go back to."))


def _differ(one: Question, other: Question, fields: Sequence[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in fields)


def _after_last(question_set: QuestionSet, step: int) -> int:
    places = question_set.questions.filter(step=step).values_list("position", flat=True)
    return max(places, default=0) + 1


def _free_key(question_set: QuestionSet, draft: Draft) -> str:
    words = next((text for text in draft.texts.values() if text), "")
    base = f"own_{slugify(words).replace('-', '_')[:40] or 'question'}"
    taken = set(Question.every.filter(question_set=question_set).values_list("key", flat=True))
    return next(
        key
        for key in (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3)))
        if key not in taken
    )


def _choices(draft: Draft) -> list[dict[str, Any]]:
    """The choices that have words, each with a name of its own."""
    found: list[dict[str, Any]] = []
    for row in draft.choices:
        texts = _filled(row["texts"])
        if not texts:
            continue
        taken = {one["slug"] for one in found} | {one["slug"] for one in draft.choices}
        base = slugify(next(iter(texts.values())))[:40] or "choice"
        names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        slug = row["slug"] or next(name for name in names if name not in taken)
        found.append({"slug": slug, "texts": texts})
    return found


def _filled(texts: Texts) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _record(event: str, question_set: QuestionSet, *, by: Person, **facts: Any) -> None:
    audit.record(event, about=question_set, by=by, slug=question_set.slug, **facts)
