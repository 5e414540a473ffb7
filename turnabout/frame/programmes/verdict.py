"""Go, go smaller, or not yet: a plain rule over eight answers, said on the page.

Two noes are one too many, as in published advice on where not to begin. Where personal experience
may be a topic, people have more to lose, so that one is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from turnabout.frame.programmes.models import ReadinessAnswer
from turnabout.frame.programmes.presets.readiness import ReadinessQuestion, load_readiness

NOES_THAT_STOP = 2
NOES_THAT_STOP_WHERE_PEOPLE_SPEAK_OF_THEMSELVES = 1
PARTLIES_THAT_SHRINK = 3

Answer = ReadinessAnswer.Answer


class Outcome(StrEnum):
    GO = "go"
    SMALLER = "smaller"
    NOT_YET = "not_yet"
    OPEN = "open"


@dataclass(frozen=True)
class Reason:
    """One condition that is not met, or only partly."""

    question: ReadinessQuestion
    answer: str


@dataclass(frozen=True)
class Verdict:
    """What the answers come to. `reasons` holds the noes first."""

    outcome: Outcome
    answered: int
    asked: int
    reasons: tuple[Reason, ...]

    @property
    def is_advice_against(self) -> bool:
        """Whether beginning now wants a sentence on why."""
        return self.outcome in (Outcome.NOT_YET, Outcome.OPEN)


def judge(answers: Mapping[str, str], *, speaks_of_oneself: bool = False) -> Verdict:
    """Weigh the answers by question. Nothing is advised before all of them are there."""
    questions = load_readiness()
    given = {one.slug: answers[one.slug] for one in questions if one.slug in answers}
    doubts = [
        Reason(question, answer)
        for answer in (Answer.NO, Answer.PARTLY)
        for question in questions
        if given.get(question.slug) == answer
    ]
    return Verdict(
        outcome=_outcome(list(given.values()), len(questions), speaks_of_oneself),
        answered=len(given),
        asked=len(questions),
        reasons=tuple(doubts),
    )


def _outcome(given: list[str], asked: int, speaks_of_oneself: bool) -> Outcome:
    noes, partlies = given.count(Answer.NO), given.count(Answer.PARTLY)
    stops = NOES_THAT_STOP_WHERE_PEOPLE_SPEAK_OF_THEMSELVES if speaks_of_oneself else NOES_THAT_STOP
    if noes >= stops:
        return Outcome.NOT_YET
    if len(given) < asked:
        return Outcome.OPEN
    return Outcome.SMALLER if noes or partlies >= PARTLIES_THAT_SHRINK else Outcome.GO
