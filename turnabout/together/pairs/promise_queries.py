"""Reads for the pages of goals, of how far they came, and of what goes both ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from turnabout.foundation.common.texts import said
from turnabout.foundation.common.time import today
from turnabout.frame.directory.models import Person
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.paths import LearningPath, load_paths
from turnabout.frame.topics.queries import (
    Package,
    TopicGroup,
    grouped,
    name_of,
    package_of,
    paths_among,
    topics_of,
)
from turnabout.frame.topics.wording import step_names
from turnabout.joining.applications.models import Want
from turnabout.together.pairs.models import Exchange, Goal, Pair, Step
from turnabout.together.pairs.packs import SIDES
from turnabout.together.pairs.paper import GoalRead, read_goals
from turnabout.together.pairs.queries import CommitmentRead, commitments_of
from turnabout.together.pairs.sealing import opened


@dataclass(frozen=True)
class StepRead:
    step: Step
    words: str
    is_late: bool


@dataclass(frozen=True)
class Rung:
    """A step of a ladder: where the goal began, where it stands, where it wants to be."""

    number: int
    name: str
    words: str
    is_start: bool
    is_now: bool
    is_aim: bool


@dataclass(frozen=True)
class GoalOnPage:
    """A goal with what it is linked to, its steps, and the words it began with."""

    read: GoalRead
    topic: str
    rungs: tuple[Rung, ...]
    package: Package | None
    steps: tuple[StepRead, ...]
    started_as: GoalRead | None

    @property
    def done(self) -> int:
        return sum(1 for read in self.steps if read.step.done_at)

    @property
    def action(self) -> StepRead | None:
        """What is done next about a goal that was not reached."""
        return next((read for read in self.steps if read.step.is_action), None)

    @property
    def has_other_words_now(self) -> bool:
        return self.started_as is not None and self.started_as.words != self.read.words


@dataclass(frozen=True)
class SideGoals:
    side: str
    person: Person
    goals: tuple[GoalOnPage, ...]
    past: tuple[GoalOnPage, ...] = ()


@dataclass(frozen=True)
class OneWay:
    """What goes from one of the two to the other."""

    giver: Person
    taker: Person
    side: str
    exchanges: tuple["ExchangeRead", ...]
    told: tuple[CommitmentRead, ...]
    kept: tuple[CommitmentRead, ...]
    reached: tuple[GoalRead, ...]

    @property
    def count(self) -> int:
        return len(self.exchanges) + len(self.told) + len(self.kept) + len(self.reached)


@dataclass(frozen=True)
class ExchangeRead:
    exchange: Exchange
    words: str


def goals_on_page(pair: Pair) -> list[SideGoals]:
    """The goals of both sides, the mentee's first: whoever learns says what for."""
    every = read_goals(pair, list(pair.goals.select_related("initiative")))
    by_key = {read.goal.pk: read for read in every}
    replaced = {read.goal.replaces_id for read in every if read.goal.replaces_id}
    topics = _topics_of(pair, every)
    steps = _steps_of(pair)
    made = [_on_page(read, by_key, topics, steps) for read in every if read.goal.pk not in replaced]
    return [
        SideGoals(
            side=side,
            person=getattr(pair, side),
            goals=tuple(one for one in made if _stands(one, pair, side)),
            past=tuple(one for one in made if _was(one, pair, side)),
        )
        for side in reversed(SIDES)
    ]


def goal_on_page(goal: Goal, pair: Pair) -> GoalOnPage:
    """One goal with everything that belongs to it."""
    return next(
        one
        for side in goals_on_page(pair)
        for one in (*side.goals, *side.past)
        if one.read.goal.pk == goal.pk
    )


def topic_choices(pair: Pair) -> list[TopicGroup]:
    """The topics that a goal can be about; those of lived experience stay with the talk itself."""
    topics = topics_of(pair.programme.organisation)
    return grouped([topic for topic in topics if not topic.is_lived_experience])


def wishes_of(pair: Pair, person: Person) -> list[Want]:
    """What somebody asked for in her own application, to begin a goal from."""
    wishes = Want.objects.filter(
        application__membership=pair.membership_of(person), topic__is_lived_experience=False
    )
    return list(wishes.select_related("topic"))


def paths_for(pair: Pair) -> list[LearningPath]:
    """The learning paths whose topics this organisation has."""
    among = paths_among(topics_of(pair.programme.organisation))
    return [path for path in load_paths() if path in among]


def both_ways(pair: Pair) -> list[OneWay]:
    """What each of the two gave and got, for the two alone."""
    commitments = commitments_of(pair)
    exchanges = _exchanges_of(pair)
    goals = read_goals(pair, list(pair.goals.exclude(met_at=None)))
    ways = []
    for side in SIDES:
        giver: Person = getattr(pair, side)
        taker = pair.other_person(giver)
        ways.append(
            OneWay(
                giver=giver,
                taker=taker,
                side=side,
                exchanges=tuple(one for one in exchanges if one.exchange.giver_id == giver.pk),
                told=tuple(one for one in commitments if one.commitment.owner_id == taker.pk),
                kept=tuple(
                    one
                    for one in commitments
                    if one.commitment.owner_id == giver.pk and one.commitment.done_at
                ),
                reached=tuple(one for one in goals if one.goal.owner_id == taker.pk),
            )
        )
    return ways


def _exchanges_of(pair: Pair) -> list[ExchangeRead]:
    noted = list(pair.exchanges.all())
    texts = opened(pair, [(exchange, "words") for exchange in noted])
    return [ExchangeRead(one, words) for one, words in zip(noted, texts, strict=True)]


def _steps_of(pair: Pair) -> dict[int, list[StepRead]]:
    day = today(pair.programme.organisation.zone)
    steps = list(Step.objects.filter(goal__pair=pair))
    texts = opened(pair, [(step, "words") for step in steps])
    by_goal: dict[int, list[StepRead]] = {}
    for step, words in zip(steps, texts, strict=True):
        by_goal.setdefault(step.goal_id, []).append(StepRead(step, words, _is_late(step, day)))
    return by_goal


def _is_late(step: Step, day: date) -> bool:
    return step.done_at is None and step.due_on is not None and step.due_on < day


def _topics_of(pair: Pair, goals: Sequence[GoalRead]) -> dict[str, Topic]:
    wanted = {read.details.topic for read in goals if read.details.topic}
    if not wanted:
        return {}
    found = Topic.objects.filter(organisation=pair.programme.organisation_id, public_id__in=wanted)
    return {topic.public_id: topic for topic in found}


def _on_page(
    read: GoalRead,
    by_key: Mapping[int, GoalRead],
    topics: Mapping[str, Topic],
    steps: Mapping[int, list[StepRead]],
) -> GoalOnPage:
    topic = topics.get(read.details.topic)
    details = read.details
    ladder = zip(step_names(topic), topic.ladder, strict=False) if topic else ()
    return GoalOnPage(
        read=read,
        topic=name_of(topic) if topic else "",
        rungs=tuple(
            Rung(
                number=number,
                name=str(name),
                words=said(words),
                is_start=number == details.rung_from,
                is_now=number == details.rung_now,
                is_aim=number == details.rung_to,
            )
            for number, (name, words) in enumerate(ladder, start=1)
        ),
        package=package_of(topic) if topic else None,
        steps=tuple(steps.get(read.goal.pk, ())),
        started_as=_start(read, by_key),
    )


def _start(read: GoalRead, by_key: Mapping[int, GoalRead]) -> GoalRead | None:
    """The first words of this goal that both signed."""
    first, current = None, read
    while True:
        if current.goal.frozen_at is not None:
            first = current
        earlier = by_key.get(current.goal.replaces_id or 0)
        if earlier is None:
            return first
        current = earlier


def _stands(one: GoalOnPage, pair: Pair, side: str) -> bool:
    return one.read.goal.dropped_at is None and _is_of(one, pair, side)


def _was(one: GoalOnPage, pair: Pair, side: str) -> bool:
    """Let go after both had signed it: it stays readable with its days."""
    is_past = one.read.goal.dropped_at is not None and one.started_as is not None
    return is_past and _is_of(one, pair, side)


def _is_of(one: GoalOnPage, pair: Pair, side: str) -> bool:
    owner = pair.mentor_id if side == "mentor" else pair.mentee_id
    return one.read.goal.owner_id == owner
