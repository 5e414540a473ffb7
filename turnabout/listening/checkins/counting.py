"""What may be told of a closed round: means with their range, and counts, from five people on.

Each person answers a round once, so every question stands for one group of people and one number.
The answers of two rounds are linked once, when the later one closes, to count how far people moved;
the two means are part of the audit of that number, and nothing links the answers afterwards.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from turnabout.foundation.trust.disclosure import Cell, mean_with_range, releasable
from turnabout.frame.questions.models import Answer, Question
from turnabout.listening.checkins.changes import Said, change_between
from turnabout.listening.checkins.models import Round

MEANS = ("scale", "number")
YES_NO = ("yes", "no")


def what_may_be_told(round_: Round, earlier: Round | None = None) -> dict[str, Any]:
    """Every question that was asked, with its figure or without one.

    With an earlier round each number also has the change of those who answered both, or None.
    """
    given = _answers_by_question(round_)
    before = _asked_once(_answers_by_question(earlier)) if earlier else {}
    after = _asked_once(given)
    rows = []
    for question in Question.every.filter(question_set=round_.question_set):
        said = given.get(question.pk, [])
        if question.retired_at is not None and not said:
            continue
        row = _row(question, [one.value for one in said])
        first, last = before.get(question.key), after.get(question.key)
        if first and last and _is_same_scale(first[0], last[0]):
            row["change"] = change_between(first[1], last[1])
        rows.append(row)
    return {
        "asked": round_.tickets.count(),
        "answered": round_.tickets.filter(is_spent=True).count(),
        "since": earlier.public_id if earlier else "",
        "rows": rows,
    }


def _answers_by_question(round_: Round) -> dict[int, list[Said]]:
    given: dict[int, list[Said]] = defaultdict(list)
    rows = Answer.objects.filter(
        response__question_set=round_.question_set,
        response__about=round_.public_id,
        response__author=None,
    )
    for question, response, code, value in rows.order_by("pk").values_list(
        "question_id", "response_id", "response__code", "value"
    ):
        given[question].append(Said(response, code, value))
    return given


def _asked_once(given: Mapping[int, list[Said]]) -> dict[str, tuple[Question, list[Said]]]:
    """Answers by the key of their question, where its words stayed the same in the round."""
    questions = Question.every.in_bulk(given)
    keys = Counter(question.key for question in questions.values())
    return {
        question.key: (question, given[number])
        for number, question in questions.items()
        if question.kind in MEANS and keys[question.key] == 1
    }


def _is_same_scale(first: Question, last: Question) -> bool:
    same = first.kind == last.kind
    return same and first.scale.get("points") == last.scale.get("points")


def _row(question: Question, values: list[Any]) -> dict[str, Any]:
    row = {
        "key": question.key,
        "kind": question.kind,
        "texts": question.texts,
        "scale": question.scale,
        "asked_of": question.asked_of,
    }
    if question.kind in MEANS:
        return {**row, "mean": _mean(values)}
    return {**row, "counts": _counts(question, values)}


def _mean(values: Sequence[float]) -> dict[str, float] | None:
    found = mean_with_range(values)
    return vars(found) if found else None


def _counts(question: Question, values: Sequence[Any]) -> list[dict[str, Any]]:
    """How many chose what; a choice of a few, of all but a few, or of all is left out.

    What all chose would tell the answer of each.
    """
    chosen: dict[str, set[int]] = {slug: set() for slug in _slugs(question)}
    for person, value in enumerate(values):
        for slug in _said(value):
            chosen.setdefault(slug, set()).add(person)
    cells = [Cell(slug, frozenset(people)) for slug, people in chosen.items() if people]
    by_all = {cell.name for cell in cells if len(cell.members) == len(values)}
    told = releasable(cells) - by_all
    texts = {choice["slug"]: choice["texts"] for choice in question.choices}
    return [
        {
            "slug": slug,
            "texts": texts.get(slug, {}),
            "count": len(people) if slug in told else None,
        }
        for slug, people in chosen.items()
    ]


def _slugs(question: Question) -> list[str]:
    own = [choice["slug"] for choice in question.choices]
    return own or list(YES_NO)


def _said(value: Any) -> list[str]:
    if isinstance(value, bool):
        return [YES_NO[0] if value else YES_NO[1]]
    return list(value) if isinstance(value, list) else [str(value)]
