"""The whole paper that two people sign: the clauses of a version, and the goals of both.

A signature is given for words. The digest of what was on the screen travels with the form that
signs, so that nobody signs what she was not shown.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from turnabout.together.pairs.models import Agreement, Goal, Pair
from turnabout.together.pairs.sealing import clauses_of_agreement, opened, words_of


@dataclass(frozen=True)
class GoalDetails:
    """What stands beside a goal: how one will know, what it helps to decide, where it begins.

    `topic` is the public id of a topic; `rung_from` and `rung_to` count the steps of its ladder
    from 1, where 0 says nothing. `rungs` are later days with the step reached then.
    """

    known: str = ""
    decides: str = ""
    topic: str = ""
    rung_from: int = 0
    rung_to: int = 0
    rungs: tuple[tuple[str, int], ...] = ()
    path: str = ""

    @property
    def rung_now(self) -> int:
        return self.rungs[-1][1] if self.rungs else self.rung_from

    @property
    def on_paper(self) -> dict[str, Any]:
        """What is signed: everything but what happened since."""
        return {name: value for name, value in asdict(self).items() if name != "rungs"}


@dataclass(frozen=True)
class GoalRead:
    """A goal with its words opened."""

    goal: Goal
    words: str
    details: GoalDetails = GoalDetails()


def details_from(text: str) -> GoalDetails:
    """The details as they were sealed; nothing where nothing was."""
    data: dict[str, Any] = json.loads(text) if text else {}
    rungs = tuple((str(day), int(rung)) for day, rung in data.pop("rungs", ()))
    return GoalDetails(**data, rungs=rungs)


def read_goals(pair: Pair, goals: list[Goal]) -> list[GoalRead]:
    """Goals with their words, all opened with one look at the key."""
    fields = [(goal, field) for goal in goals for field in ("words", "details")]
    texts = opened(pair, fields)
    return [
        GoalRead(goal, words, details_from(details))
        for goal, words, details in zip(goals, texts[::2], texts[1::2], strict=True)
    ]


def goals_on_paper(pair: Pair) -> list[dict[str, Any]]:
    """The goals that stand now, as they are signed."""
    standing = list(pair.goals.filter(dropped_at=None).order_by("written_at", "pk"))
    return [
        {
            "goal": read.goal.public_id,
            "side": "mentor" if read.goal.owner_id == pair.mentor_id else "mentee",
            "words": read.words,
            **read.details.on_paper,
        }
        for read in read_goals(pair, standing)
    ]


def frozen_goals(agreement: Agreement, pair: Pair) -> list[dict[str, Any]]:
    """The goals as both signed them with this version."""
    words = words_of(agreement, "goals", pair)
    goals: list[dict[str, Any]] = json.loads(words) if words else []
    return goals


def digest_of(agreement: Agreement, pair: Pair) -> str:
    """What stands for every word of the paper as it would be shown now."""
    paper = {
        "agreement": agreement.public_id,
        "clauses": clauses_of_agreement(agreement, pair),
        "goals": goals_on_paper(pair),
    }
    return hashlib.sha256(json.dumps(paper, sort_keys=True).encode()).hexdigest()
