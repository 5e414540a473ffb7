"""The smallest changes that would give more people a partner, each tried out by solving again.

All of it is worked out as if nobody had said anything in private. What comes out then depends only
on what a coordinator may see, so it cannot tell her anything else: a private no looks like
competition here too. A real run with the change may therefore help fewer people than is said.
"""

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
    `side` with `person` is who takes one more partner; without, everybody there who takes any.
    `part` is the kind of the score part that no longer counts. `served` and `places` say how many
    more there would be, `total` by how many thousandths of a point the sum changes, `helped` who
    would have a partner and has none, `dropped` the reverse.
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
    if not before.unmatched:
        return ()
    found = []
    for change, _number in zip(_changes(told, before), range(at_most), strict=False):
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


def _changes(problem: Problem, before: Plan) -> Iterator[_Change]:
    yield from _of_rules(problem)
    yield from _of_places(problem, before)
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


def _of_places(problem: Problem, before: Plan) -> Iterator[_Change]:
    """One more place for each whom somebody without a partner would fit best, then for all."""
    left = {(one.side, one.person) for one in before.unmatched}
    closed = {(one.side, one.person) for one in before.unmatched if one.reason == "no_places"}
    others: dict[tuple[Side, str], None] = dict.fromkeys(sorted(closed))
    for one in before.runners_up:
        own = one.mentor if one.for_side == "mentor" else one.mentee
        if (one.for_side, own) in left:
            other = one.mentee if one.for_side == "mentor" else one.mentor
            others[_other(one.for_side), other] = None
    for side, person in others:
        yield _Change("place", _with_places(problem, side, person), _at(side, person))
    for side in sorted({_other(side) for side, _person in left - closed}):
        yield _Change("places", _with_places(problem, side), _at(side))


def _other(side: Side) -> Side:
    return "mentee" if side == "mentor" else "mentor"


def _at(side: Side, person: str = "") -> dict[str, Any]:
    return {"side": side, "person": person}


def _with_places(problem: Problem, side: Side, person: str = "") -> Problem:
    def wider(one: Person) -> Person:
        is_meant = one.id == person if person else one.places > 0
        return replace(one, at_most=one.places + 1) if is_meant else one

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
        yield _Change("weight", replace(problem, rules=rules), {"part": part.kind})


def _has_weight(part: Any) -> bool:
    return "weight" in getattr(part, "__dataclass_fields__", {})


def _served(plan: Plan) -> set[tuple[Side, str]]:
    mentors: set[tuple[Side, str]] = {("mentor", pair.mentor) for pair in plan.pairs}
    return mentors | {("mentee", pair.mentee) for pair in plan.pairs}
