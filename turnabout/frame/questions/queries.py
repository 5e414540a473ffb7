import json
from typing import Any

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust import vault
from turnabout.frame.questions.models import Answer, Question, QuestionSet, Response
from turnabout.frame.questions.policy import may_read
from turnabout.frame.questions.services import holder_of, place_of


def answers_for(
    response: Response, reader: Actor, *, readers: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """What this reader may see of a response, by the key of each question.

    `readers` names what the reader is to this response, such as `coordinator`, `reader` or
    `partner`; the room that knows the thing answered about says so. The author always reads her
    own. Answers for figures are read by nobody here: they pass disclosure control elsewhere.
    """
    answers = response.answers.select_related("question").order_by("question__position")
    return {
        answer.question.key: _opened(response, answer)
        for answer in answers
        if may_read(reader, response, answer.question, readers)
    }


def answers_of_author(response: Response) -> dict[str, Any]:
    """Everything somebody answered, as she herself reads it."""
    answers = response.answers.select_related("question").order_by("question__position")
    return {answer.question.key: _opened(response, answer) for answer in answers}


def answers_for_matching(response: Response) -> dict[str, Any]:
    """What the matching run reads of a response; no page shows it to a person."""
    answers = response.answers.select_related("question").order_by("question__position")
    return {
        answer.question.key: answer.value
        for answer in answers
        if "matching" in (*answer.question.audience, *answer.question.offer_audience)
    }


def questions_answered(response: Response) -> dict[str, Question]:
    """The questions that a response answers, each in the version that was answered."""
    answers = response.answers.select_related("question").order_by("question__position")
    return {answer.question.key: answer.question for answer in answers}


def questions_at(question_set: QuestionSet, step: int, *, asked_of: str = "") -> list[Question]:
    """The questions of one step, those for the other side left out."""
    found = question_set.questions.filter(step=step)
    return [question for question in found if question.asked_of in ("everyone", asked_of)]


def _opened(response: Response, answer: Answer) -> Any:
    if answer.sealed is None or response.author is None:
        return answer.value
    text = vault.unseal(
        bytes(answer.sealed),
        holder=holder_of(response.author),
        place=place_of(response, answer.question),
    )
    return json.loads(text)
