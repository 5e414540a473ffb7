"""A match on the people of a real staff list, before anybody has answered.

Who they are and where they stand is real, what they say is invented. All of it is worked out in
memory: nothing is written, so there is nothing to undo and no letter that could leave.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from types import MappingProxyType

from django.utils.safestring import SafeString

from turnabout.faces.rehearsal.character import mentee_steps, mentor_steps
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.presets import preset
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of, topics_of
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.hours import possible_starts
from turnabout.joining.applications.models import Offer
from turnabout.joining.applications.queries import gains_in, setting
from turnabout.joining.matching import engine
from turnabout.joining.matching.counted import counts_of
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.parts import STYLES, VALUES
from turnabout.joining.matching.problem import GAIN, hard_rules, lines_above, score_parts
from turnabout.joining.matching.queries import Measure, measures
from turnabout.joining.matching.reasons import Names, Two, points_of, reasons_for, score_word
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.saving import parts_as_data
from turnabout.joining.matching.words import unmatched_sentence

FEWEST_PEOPLE = 6
FEW_SENIORS, MOST_SENIORS = 10, 40
SENIORS_PER_100 = 8
MENTORS_PER_10_MENTEES = 11
PAIRS_SHOWN = 6
LEFT_OUT_SHOWN = 5
SEED = 7
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class PairSeen:
    mentor: Person
    mentee: Person
    points: int
    word: str
    reasons: list[SafeString]


@dataclass(frozen=True)
class LeftOutSeen:
    person: Person
    sentence: str


@dataclass(frozen=True)
class Rehearsed:
    """What came of it. The measures are those of the rules as shipped, then of those now."""

    people: int = 0
    mentors: int = 0
    mentees: int = 0
    pairs: int = 0
    shown: list[PairSeen] = field(default_factory=list)
    left_out: list[LeftOutSeen] = field(default_factory=list)
    more_left_out: int = 0
    measures: list[Measure] = field(default_factory=list)
    is_changed: bool = False
    with_another: int = 0

    @property
    def are_too_few(self) -> bool:
        return self.people < FEWEST_PEOPLE


@dataclass(frozen=True)
class _Cast:
    """Who takes part on each side, by public id, with what they say."""

    people: Mapping[str, Person]
    mentors: tuple[engine.Person, ...]
    mentees: tuple[engine.Person, ...]
    topics: Mapping[str, Topic]


def rehearse_on_list(programme: Programme) -> Rehearsed:
    """Match people of the staff list by the rules as they are now, and as they were shipped."""
    rows = _standing_of(programme)
    if len(rows) < FEWEST_PEOPLE:
        return Rehearsed(people=len(rows))
    # Nobody has been chosen among invented answers.
    rules = replace(RunRules.of(programme), only_accepted=False)
    cast = _cast(programme, rows, rules.direction)
    problem, plan = _matched(programme, cast, rules)
    shipped = _shipped(programme)
    before = (problem, plan) if shipped == rules else _matched(programme, cast, shipped)
    strongest = sorted(plan.pairs, key=lambda pair: (-pair.score, pair.mentor, pair.mentee))
    names = Names(
        topics={slug: name_of(topic) for slug, topic in cast.topics.items()},
        gains=dict(gains_in(programme.organisation)),
    )
    left_out = sorted(plan.unmatched, key=lambda one: (one.side != "mentee", one.person))
    return Rehearsed(
        people=len(rows),
        mentors=len(cast.mentors),
        mentees=len(cast.mentees),
        pairs=len(plan.pairs),
        shown=[_pair(cast, problem, pair, names) for pair in strongest[:PAIRS_SHOWN]],
        left_out=[
            LeftOutSeen(cast.people[one.person], unmatched_sentence(one))
            for one in left_out[:LEFT_OUT_SHOWN]
        ],
        more_left_out=max(len(left_out) - LEFT_OUT_SHOWN, 0),
        measures=measures(
            _as_run(programme, shipped, before), _as_run(programme, rules, (problem, plan))
        ),
        is_changed=shipped != rules,
        with_another=len(_pairs_of(before[1]) - _pairs_of(plan)),
    )


def _matched(
    programme: Programme, cast: _Cast, rules: RunRules
) -> tuple[engine.Problem, engine.Plan]:
    keywords = {
        slug: frozenset(word.casefold() for words in topic.keywords.values() for word in words)
        for slug, topic in cast.topics.items()
    }
    asked = engine.Rules(
        hard=hard_rules(rules),
        parts=score_parts(rules, keywords),
        fill_places=rules.fill_places,
        fairest=rules.fairest,
        salt=programme.public_id,
    )
    problem = engine.Problem(cast.mentors, cast.mentees, asked)
    return problem, engine.solve(problem)


def _shipped(programme: Programme) -> RunRules:
    found = preset(programme.preset)
    return RunRules.of(
        Programme(preset=programme.preset, level_gap=found.minimum_level_gap, settings={})
    )


def _as_run(
    programme: Programme, rules: RunRules, found: tuple[engine.Problem, engine.Plan]
) -> Run:
    return Run(programme=programme, rules=rules.as_data(), counts=counts_of(*found))


def _pairs_of(plan: engine.Plan) -> Pairs:
    return frozenset((pair.mentor, pair.mentee) for pair in plan.pairs)


def _standing_of(programme: Programme) -> list[tuple[int, int | None, int | None]]:
    """Everybody of the list: the row, the rank of the level, the manager; most senior first.

    A list without levels still says who has people below her.
    """
    rows = list(
        Person.objects.present()
        .filter(organisation=programme.organisation_id, away_until=None)
        .exclude(memberships__programme=programme)
        .order_by("hr_id")
        .values_list("pk", "level__rank", "manager")
    )
    reports = Counter(manager for _pk, _rank, manager in rows)
    levelled = [row for row in rows if row[1] is not None]
    if 2 * len(levelled) > len(rows):
        return sorted(levelled, key=lambda row: (-(row[1] or 0), -reports[row[0]]))
    return sorted(rows, key=lambda row: -reports[row[0]])


def _cast(
    programme: Programme, rows: Sequence[tuple[int, int | None, int | None]], direction: str
) -> _Cast:
    """Seniors from the top, and as many juniors drawn from the lower half and a few more."""
    # The same people for the same list, so that only a changed rule changes the pairs.
    drawn = Random(f"own-list:{SEED}")  # noqa: S311 - nobody is chosen for anything
    upper, lower = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    if direction == "any":
        upper, lower = rows[::2], rows[1::2]
    few = min(FEW_SENIORS, len(rows) // 3)
    seniors = min(max(len(rows) * SENIORS_PER_100 // 100, few), MOST_SENIORS)
    juniors = min(seniors * MENTORS_PER_10_MENTEES // 10, len(lower))
    high = [pk for pk, _rank, _manager in upper[:seniors]]
    low = [pk for pk, _rank, _manager in drawn.sample(lower, juniors)]
    found = {
        person.pk: person
        for person in Person.objects.filter(pk__in=[*high, *low]).select_related(
            "level", "organisation"
        )
    }
    above = lines_above(found.values())
    mentors, mentees = (high, low) if direction == "mentor_senior" else (low, high)
    topics = _topics(programme)
    say = _Sayings(programme, list(topics.values()), above)
    return _Cast(
        people={person.public_id: person for person in found.values()},
        mentors=tuple(say.mentor(found[pk]) for pk in mentors),
        mentees=tuple(say.mentee(found[pk]) for pk in mentees),
        topics=topics,
    )


def _topics(programme: Programme) -> dict[str, Topic]:
    """What the programme leads with, and a few others beside it."""
    every = [one for one in topics_of(programme.organisation) if not one.is_lived_experience]
    leading = set(setting(programme, "leading_groups") or ())
    led = [topic for topic in every if topic.group in leading]
    others = [topic for topic in every if topic.group not in leading][:: len(leading) + 2]
    return {topic.slug: topic for topic in [*led, *others]}


@dataclass(frozen=True)
class _Sayings:
    """What invented answers make of the people of a list."""

    programme: Programme
    topics: list[Topic]
    above: Mapping[int, tuple[str, ...]]

    def mentor(self, person: Person) -> engine.Person:
        said = _together(mentor_steps(person, self.topics, SEED))
        return self._person(
            person,
            said,
            offers={slug: Offer.ALONE for slug, way in (said.ways or {}).items() if way == "offer"},
            wants={f"{GAIN}{gain}": 1 for gain in said.open["gain"]},
        )

    def mentee(self, person: Person) -> engine.Person:
        said = _together(mentee_steps(person, self.topics, SEED))
        return self._person(
            person,
            said,
            offers={f"{GAIN}{gain}": 1 for gain in said.gives_back or ()},
            wants={want.topic: rank for rank, want in enumerate(said.wants or (), start=1)},
        )

    def _person(
        self,
        person: Person,
        said: StepSaid,
        *,
        offers: Mapping[str, int],
        wants: Mapping[str, int],
    ) -> engine.Person:
        return engine.Person(
            id=person.public_id,
            level=person.level.rank if person.level else None,
            unit=person.unit,
            place=person.place,
            profession=person.job_title,
            managers=self.above[person.pk] if person.manager_id else None,
            languages=frozenset({self.programme.organisation.language}),
            hours=possible_starts(
                said.hours or (),
                zone=person.clock_zone,
                week_of=self.programme.starts_on or now().date(),
                minutes=self.programme.session_minutes,
            ),
            offers=MappingProxyType(dict(offers)),
            wants=MappingProxyType(dict(wants)),
            attributes={
                **{axis: str(said.private.get(axis) or "") for axis in STYLES},
                VALUES: frozenset(said.private.get(VALUES) or ()),
            },
        )


def _together(steps: Iterable[StepSaid]) -> StepSaid:
    """The steps of one application as one."""
    whole = StepSaid()
    for step in steps:
        whole = replace(
            whole,
            open={**whole.open, **step.open},
            private={**whole.private, **step.private},
            ways=step.ways or whole.ways,
            wants=step.wants or whole.wants,
            hours=step.hours or whole.hours,
            gives_back=step.gives_back or whole.gives_back,
        )
    return whole


def _pair(cast: _Cast, problem: engine.Problem, pair: engine.Pair, names: Names) -> PairSeen:
    mentor, mentee = cast.people[pair.mentor], cast.people[pair.mentee]
    ranks = next(one.wants for one in problem.mentees if one.id == pair.mentee)
    two = Two(mentor.given_name or mentor.name, mentee.given_name or mentee.name, ranks)
    return PairSeen(
        mentor=mentor,
        mentee=mentee,
        points=points_of(pair.score),
        word=score_word(pair.score),
        reasons=reasons_for(parts_as_data(pair), two, names),
    )
