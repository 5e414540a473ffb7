"""The smallest changes that would give more people a partner, each tried out by solving again.

All of it is worked out as if nobody had said anything in private, and from who is without a
partner, which is shown anyway. What comes out then depends only on what a coordinator may see, so
it cannot tell her anything else: a private no looks like competition here too. A real run with the
change may therefore help fewer people than is said.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Plan, Side
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.rules import HardRule, Rules
from turnabout.joining.matching.engine.solver import solve

AT_MOST = 24
Kind = Literal["leave_out", "loosen", "place", "places", "weight"]


@dataclass(frozen=True)
class Relaxation:
    """One change, and what a plan with it would be like beside the plan without it.

    `rule` is the rule as it stands and `loosened` what it becomes, None where it is left out.
    `side` with `person` is who takes one more partner; without, all of that side who are offered
    one by one too. `part` is the kind of the score part that no longer counts, `column` its column
    where it has one. `served` and `places` say how many more there would be, `total` by how many
    thousandths of a point the sum changes, `helped` who would have a partner and has none,
    `dropped` the reverse.
    """

    kind: Kind
    served: int
    places: int
    total: int
    helped: tuple[tuple[Side, str], ...]
    dropped: tuple[tuple[Side, str], ...]
    rule: HardRule | None = None
    loosened: HardRule | None = None
    side: Side | None = None
    person: str = ""
    part: str = ""
    column: str = ""


@dataclass(frozen=True)
class _Change:
    kind: Kind
    problem: Problem
    told: dict[str, Any]


def relaxations(problem: Problem, plan: Plan, *, at_most: int = AT_MOST) -> tuple[Relaxation, ...]:
    """What would help those whom `plan` leaves without a partner, what helps most first.

    Solves again at most `at_most` times: rules first, then places, then weights. Changes that
    help nobody are left out. Raises what `solve` raises.
    """
    if not plan.unmatched or at_most < 1:
        return ()
    told = openly(problem)
    before = solve(told)
    found = list(_places_beside(told, before, plan))
    for change, _number in zip(_changes(told, plan), range(at_most), strict=False):
        after = solve(change.problem)
        helped = _served(after) - _served(before)
        if helped:
            found.append(
                Relaxation(
                    kind=change.kind,
                    served=after.served - before.served,
                    places=after.places - before.places,
                    total=after.total - before.total,
                    helped=tuple(sorted(helped)),
                    dropped=tuple(sorted(_served(before) - _served(after))),
                    **change.told,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.served, _SMALLEST[one.kind], -one.total)))


_SMALLEST = {"loosen": 0, "place": 1, "leave_out": 2, "places": 3, "weight": 4}


def openly(problem: Problem) -> Problem:
    """The same question with everything taken out that somebody said in private."""

    def without(person: Person) -> Person:
        nothing: frozenset[str] = frozenset()
        return replace(
            person,
            off_limits=nothing,
            rather_not=nothing,
            rather_not_units=nothing,
            declined=nothing,
        )

    return replace(
        problem,
        mentors=tuple(without(one) for one in problem.mentors),
        mentees=tuple(without(one) for one in problem.mentees),
        rules=replace(problem.rules, fairest=False),
    )


def looser(rule: HardRule) -> HardRule | None:
    """The rule one step looser, or None where there is no step between it and nothing."""
    given: Any = rule
    if rule.kind == "level_gap" and given.least > 1:
        return cast(HardRule, replace(given, least=given.least - 1))
    if rule.kind == "level_gap" and given.most is not None and given.most < -1:
        return cast(HardRule, replace(given, most=given.most + 1))
    if rule.kind == "no_common_manager" and given.within > 1:
        return cast(HardRule, replace(given, within=given.within - 1))
    if rule.kind == "shared_hours" and given.least > 1:
        return cast(HardRule, replace(given, least=given.least - 1))
    return None


def _changes(problem: Problem, plan: Plan) -> Iterator[_Change]:
    yield from _of_rules(problem)
    for one in plan.unmatched:
        if one.reason == "no_places":
            changed = _with_place(problem, one.side, one.person)
            yield _Change("place", changed, {"side": one.side, "person": one.person})
    yield from _of_weights(problem)


def _of_rules(problem: Problem) -> Iterator[_Change]:
    hard = problem.rules.hard
    for at, rule in enumerate(hard):
        softer = looser(rule)
        if softer is not None:
            rules = replace(problem.rules, hard=(*hard[:at], softer, *hard[at + 1 :]))
            yield _Change("loosen", replace(problem, rules=rules), _told(rule, softer))
        rules = replace(problem.rules, hard=(*hard[:at], *hard[at + 1 :]))
        yield _Change("leave_out", replace(problem, rules=rules), _told(rule, None))


def _told(rule: HardRule, softer: HardRule | None) -> dict[str, Any]:
    return {"rule": rule, "loosened": softer}


def _places_beside(problem: Problem, before: Plan, plan: Plan) -> Iterator[Relaxation]:
    """One more place for those whom somebody without a partner would fit best, and for them all.

    Nothing has to be solved for it: her place and that one make one pair more, of at least their
    score. Who has a place free already is not asked for another.
    """
    left = {(one.side, one.person) for one in plan.unmatched if one.reason == "others_fit_better"}
    full = _full(problem, plan)
    beside: dict[tuple[Side, str], dict[tuple[Side, str], int]] = {}
    for own, other, score in _neighbours(before):
        if own in left and other in full:
            beside.setdefault(other, {})[own] = score
    for other, helped in sorted(beside.items()):
        yield Relaxation(
            kind="place",
            served=1,
            places=1,
            total=max(helped.values()),
            helped=tuple(sorted(helped)),
            dropped=(),
            side=other[0],
            person=other[1],
        )
    for side in sorted({side for side, _person in beside}):
        here = {other: helped for other, helped in beside.items() if other[0] == side}
        people = {own for helped in here.values() for own in helped}
        if len(here) > 1:
            yield Relaxation(
                kind="places",
                served=min(len(here), len(people)),
                places=min(len(here), len(people)),
                total=0,
                helped=tuple(sorted(people)),
                dropped=(),
                side=side,
            )


def _neighbours(plan: Plan) -> Iterator[tuple[tuple[Side, str], tuple[Side, str], int]]:
    """For everybody, the partners who fit best, with the score: those she has and the next."""
    for pair in plan.pairs:
        mentor: tuple[Side, str] = ("mentor", pair.mentor)
        mentee: tuple[Side, str] = ("mentee", pair.mentee)
        yield mentor, mentee, pair.score
        yield mentee, mentor, pair.score
    for one in plan.runners_up:
        mentor, mentee = ("mentor", one.mentor), ("mentee", one.mentee)
        if one.for_side == "mentor":
            yield mentor, mentee, one.score
        else:
            yield mentee, mentor, one.score


def _full(problem: Problem, plan: Plan) -> set[tuple[Side, str]]:
    """Who takes partners and has no place left in a plan."""
    taken: Counter[tuple[Side, str]] = Counter()
    for pair in plan.pairs:
        taken.update((("mentor", pair.mentor), ("mentee", pair.mentee)))
    sides: tuple[tuple[Side, tuple[Person, ...]], ...] = (
        ("mentor", problem.mentors),
        ("mentee", problem.mentees),
    )
    return {
        (side, one.id)
        for side, people in sides
        for one in people
        if 0 < one.places <= taken[side, one.id]
    }


def _with_place(problem: Problem, side: Side, person: str) -> Problem:
    def wider(one: Person) -> Person:
        return replace(one, at_most=one.places + 1) if one.id == person else one

    if side == "mentor":
        return replace(problem, mentors=tuple(wider(one) for one in problem.mentors))
    return replace(problem, mentees=tuple(wider(one) for one in problem.mentees))


def _of_weights(problem: Problem) -> Iterator[_Change]:
    """A part of the score that no longer counts, its points shared out among the others."""
    parts: tuple[Any, ...] = problem.rules.parts
    for at, part in enumerate(parts):
        rest = sum(one.weight for one in parts) - part.weight
        if not part.weight or not rest or not all(_has_weight(one) for one in parts):
            continue
        grown = [one.weight * (rest + part.weight) / rest for one in parts]
        grown[at] = 0
        shared = tuple(replace(one, weight=grown[place]) for place, one in enumerate(parts))
        rules: Rules = replace(problem.rules, parts=shared)
        told = {"part": part.kind, "column": getattr(part, "column", "")}
        yield _Change("weight", replace(problem, rules=rules), told)


def _has_weight(part: Any) -> bool:
    return "weight" in getattr(part, "__dataclass_fields__", {})


def _served(plan: Plan) -> set[tuple[Side, str]]:
    mentors: set[tuple[Side, str]] = {("mentor", pair.mentor) for pair in plan.pairs}
    return mentors | {("mentee", pair.mentee) for pair in plan.pairs}
