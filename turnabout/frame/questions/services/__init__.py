"""Every question is of exactly one of three kinds, and here is the one place that keeps it so.

*For the programme*: the answer is open, for the readers that its question names. *For care*: the
answer is sealed under its author's key. *For figures*: the answer is kept without an author.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.packs import Text
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import vault
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.questions.models import Answer, Question, QuestionSet, Response
from turnabout.frame.questions.sets import QuestionSetText, QuestionText, load_question_sets

PROGRAMME = QuestionSet.Purpose.PROGRAMME
CARE = QuestionSet.Purpose.CARE
FIGURES = QuestionSet.Purpose.FIGURES


@transaction.atomic
def install_question_sets(organisation: Organisation) -> None:
    """Give an organisation the shipped question sets that it does not have yet."""
    present = set(
        QuestionSet.objects.filter(organisation=organisation).values_list("slug", flat=True)
    )
    for words in load_question_sets():
        if words.slug not in present:
            _install(organisation, words)


@transaction.atomic
def record_answers(
    question_set: QuestionSet,
    *,
    author: Person | None,
    about: str,
    answers: Mapping[str, Any],
    is_complete: bool = True,
    code: str = "",
) -> Response:
    """Keep what was answered, in the one way that the kind of the set allows.

    `answers` are values by the key of their question; a key left out keeps its earlier answer, and
    None takes it back. Answering again changes the same response, except for figures, where each
    time is a new response that nobody can find again. `code`, for figures alone, says that two
    responses are one person's, and not whose.
    """
    questions = {question.key: question for question in question_set.questions.all()}
    unknown = sorted(answers.keys() - questions.keys())
    if unknown:
        raise Refusal(_("This form has no such question. Open it again from the beginning."))
    response = _response(
        question_set, author=author, about=about, is_complete=is_complete, code=code
    )
    for key, value in answers.items():
        if value is None or questions[key].version > 1:
            earlier = Answer.objects.filter(response=response, question__key=key)
            (earlier if value is None else earlier.exclude(question=questions[key])).delete()
        if value is None:
            continue
        Answer.objects.update_or_create(
            response=response,
            question=questions[key],
            defaults=_kept(question_set, response, questions[key], value),
        )
    return response


def holder_of(author: Person) -> str:
    """Whose key seals what this person answers for care."""
    return f"person:{author.public_id}"


def place_of(response: Response, question: Question) -> vault.Place:
    """Where a sealed answer belongs."""
    return vault.Place("questions.answer", response.public_id, question.key)


def _response(
    question_set: QuestionSet, *, author: Person | None, about: str, is_complete: bool, code: str
) -> Response:
    if question_set.purpose == FIGURES:
        if author is not None:
            raise Refusal(_("An answer for figures is kept without the person who gave it."))
        # Kept to the day: an hour could tell who sat down to answer just then.
        day = now().replace(hour=0, minute=0, second=0, microsecond=0)
        return Response.objects.create(
            question_set=question_set, about=about, code=code, begun_at=day, completed_at=day
        )
    if author is None:
        raise Refusal(_("This form is answered by somebody who is known. Open it from your link."))
    response, _made = Response.objects.get_or_create(
        question_set=question_set, author=author, about=about, defaults={"begun_at": now()}
    )
    if is_complete and response.completed_at is None:
        response.completed_at = now()
        response.save(update_fields=["completed_at"])
    return response


def _kept(
    question_set: QuestionSet, response: Response, question: Question, value: Any
) -> dict[str, Any]:
    if question_set.purpose == CARE and response.author is not None:
        sealed = vault.seal(
            json.dumps(value), holder=holder_of(response.author), place=place_of(response, question)
        )
        return {"value": None, "sealed": sealed}
    if question_set.purpose == PROGRAMME and not question.audience:
        raise Refusal(_("This question does not say who reads the answer, so it is not asked."))
    return {"value": value, "sealed": None}


def _install(organisation: Organisation, words: QuestionSetText) -> None:
    question_set = QuestionSet.objects.create(
        organisation=organisation,
        slug=words.slug,
        purpose=words.kind,
        titles=by_language(words.name),
        intros=by_language(words.intro),
        seconds=words.seconds,
        steps=[{"number": step.number, "titles": by_language(step.title)} for step in words.steps],
    )
    Question.objects.bulk_create(
        [
            question_as_shipped(question_set, place, found)
            for place, found in enumerate(words.questions)
        ]
    )


def question_as_shipped(question_set: QuestionSet, place: int, words: QuestionText) -> Question:
    return Question(
        question_set=question_set,
        key=words.key,
        step=words.step,
        position=place,
        kind=words.kind,
        texts=by_language(words.text),
        hints=by_language(words.hint),
        reasons=by_language(words.purpose),
        choices=[
            {"slug": choice.slug, "texts": by_language(choice.text)} for choice in words.choices
        ],
        choices_from=words.choices_from,
        most=words.most,
        scale=_scale(words),
        audience=list(words.audience),
        offer_audience=list(words.offer_audience),
        asked_of=words.asked_of,
        is_required=words.is_required,
    )


def _scale(words: QuestionText) -> dict[str, Any]:
    if not words.points:
        return {}
    return {
        "points": words.points,
        "low": by_language(words.low),
        "high": by_language(words.high),
    }


def by_language(words: Text | None) -> dict[str, str]:
    return dict(words.words) if words else {}
