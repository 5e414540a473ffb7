"""Believable people to match: the same ones on any machine, for every solver in a comparison.

An organisation is a tree of staff. Mentees are drawn from those who lead somebody, mentors from
those who do not, so reporting lines, levels and departments hang together as they do in a real
staff list. Everybody leaves some questions out.
"""

from typing import Literal, get_args

import numpy as np

from bench.draws import Draws, Ints
from bench.words import (
    FIRST_GIVEN_BACK,
    HOURS_A_DAY,
    KEYWORDS,
    LANGUAGES,
    MARKETS,
    MEETS,
    PLACES,
    PROFESSIONS,
    TOPICS,
    VALUES,
    WORKDAYS,
)
from turnabout.joining.matching.engine import Person, Problem, Rules
from turnabout.joining.matching.engine.hard.columns import Different, Same
from turnabout.joining.matching.engine.hard.lines import NoCommonManager, NotInLine
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SharedLanguage, SomeWish
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.score.columns import Distance, InCommon, Likeness
from turnabout.joining.matching.engine.score.meeting import HoursInCommon
from turnabout.joining.matching.engine.score.seniority import GapPoints
from turnabout.joining.matching.engine.score.topics import Returns, Wishes
from turnabout.joining.matching.engine.score.wishes import Rankings

Family = Literal["surplus", "tight", "both", "over"]
FAMILIES: tuple[Family, ...] = get_args(Family)
SPAN = 6
SMALL, LARGE = 5_000, 100_000
BOUNDARIES = tuple(frozenset(TOPICS[first : first + 8]) for first in (0, 4, 8))
STYLES = ("style_plan", "style_direct", "style_examples")


def sides(size: int, family: Family) -> tuple[int, int]:
    """How many mentors and mentees an instance of this size has."""
    return (max(1, size // 2), size) if family == "over" else (size, size)


def cohort(mentors: int, mentees: int, family: Family, seed: int = 0) -> Problem:
    """People of one organisation and the rules of a reverse programme.

    `surplus`: mentors want 1 to 3 partners, mentees one. `both`: 1 to 3 on both sides. `tight`
    and `over`: one each.
    """
    draws = Draws(seed, FAMILIES.index(family), mentors, mentees)
    staff = _Staff(draws, leaders=mentees + mentees // 8 + 1, others=mentors)
    mentor_at = staff.leaders + np.sort(draws.some(mentors, staff.size - staff.leaders))
    mentee_at = np.sort(draws.some(mentees, staff.leaders))
    mentor_ids = [f"j{number:07}" for number in mentor_at.tolist()]
    mentee_ids = [f"s{number:07}" for number in mentee_at.tolist()]
    several = family in ("surplus", "both")
    names = _Names(zip(mentee_at.tolist(), mentee_ids, strict=True))
    return Problem(
        _people(draws, staff, mentor_at, mentor_ids, mentee_ids, names, several),
        _people(draws, staff, mentee_at, mentee_ids, mentor_ids, names, family == "both"),
        rules(draws, mentor_ids, mentee_ids),
    )


def rules(draws: Draws, mentors: list[str], mentees: list[str]) -> Rules:
    """All hard rules and all parts of the score, weighed about as in the reverse presets."""
    keywords = {topic: frozenset({KEYWORDS[at]}) for at, topic in enumerate(TOPICS)}

    def pairs(count: int) -> frozenset[tuple[str, str]]:
        first, second = draws.below(len(mentors), count), draws.below(len(mentees), count)
        drawn = zip(first.tolist(), second.tolist(), strict=True)
        return frozenset((mentors[one], mentees[other]) for one, other in drawn)

    return Rules(
        hard=(
            NotInLine(),
            NoCommonManager(within=1),
            LevelGap(least=2, missing="allow"),
            Different("unit"),
            Same("meets", missing="allow"),
            SharedLanguage(),
            SharedHours(least=1),
            SomeWish(),
        ),
        parts=(
            Wishes(42, enough=2, keywords=keywords),
            Likeness(14, columns=(*STYLES, "values")),
            Distance(10, columns=("unit", "place", "profession")),
            Returns(8),
            HoursInCommon(12, enough=4),
            InCommon(4, column="market"),
            GapPoints({2: 4, 3: 4, 4: 3, 5: 2, 6: 1}),
            Rankings(6),
        ),
        bans=pairs(len(mentors) // 200 + 1),
        previous=pairs(len(mentors) // 20 + 1),
        repeats="forbid",
        salt="bench",
    )


class _Names(dict[int, str]):
    """What leaders are called, each name held once."""

    def __missing__(self, one: int) -> str:
        return self.setdefault(one, f"s{one:07}")


class _Staff:
    """The whole organisation, numbered from the top: the first `leaders` lead somebody."""

    def __init__(self, draws: Draws, leaders: int, others: int) -> None:
        self.leaders = leaders
        self.size = leaders + max(others + others // 4 + 1, leaders * (SPAN - 1))
        self.unit_depth = 2 if self.size < SMALL else 3 if self.size < LARGE else 4
        below = np.arange(1, self.size)
        above = (below - 1) * leaders // self.size - draws.below(3, self.size - 1)
        self.manager = np.concatenate([[-1], np.maximum(above, 0)])
        self.depth = np.zeros(self.size, np.int64)
        self._lines: dict[int, tuple[int, ...]] = {0: ()}
        for one, boss in enumerate(self.manager[1:leaders].tolist(), start=1):
            self._lines[one] = (boss, *self._lines[boss])
            self.depth[one] = self.depth[boss] + 1
        self.depth[leaders:] = self.depth[self.manager[leaders:]] + 1
        lowest = int(self.depth[:leaders].max())
        grades = 4 + 2 * (lowest - self.depth[:leaders]) + draws.below(2, leaders)
        self.level = np.concatenate([grades, 1 + draws.below(3, self.size - leaders)])

    def line(self, one: int) -> tuple[int, ...]:
        """Everybody above somebody, the nearest first."""
        boss = int(self.manager[one])
        return () if boss < 0 else (boss, *self._lines[boss])


def _people(
    draws: Draws,
    staff: _Staff,
    at: Ints,
    ids: list[str],
    others: list[str],
    names: "_Names",
    several: bool,
) -> tuple[Person, ...]:
    count = len(ids)
    leads = bool(len(at)) and int(at[0]) < staff.leaders
    lines = [staff.line(one) for one in at.tolist()]
    units = [line[-staff.unit_depth] if len(line) >= staff.unit_depth else 0 for line in lines]
    place = np.where(
        draws.chance(70, count), np.array(units, np.int64) * 7 % 12, draws.below(12, count)
    ).tolist()
    wanted = (1 + draws.favouring((6, 3, 1), count) if several else np.ones(count, int)).tolist()
    offers, wants = _topics(draws, count, leads)
    hours, meets = _hours(draws, count), draws.favouring((4, 3, 1), count).tolist()
    spoken = draws.favouring((60, 25, 15), count).tolist()
    profession = draws.favouring((9, 7, 6, 5, 4, 3, 2, 1), count).tolist()
    styles = draws.below(5, count, len(STYLES)).tolist()
    drawn = [frozenset(VALUES[one] for one in row) for row in draws.below(12, count, 3).tolist()]
    held = {one: one for one in drawn}
    called = {one: f"unit {one}" for one in units}
    market = draws.below(len(MARKETS), count).tolist()
    silent = draws.chance(4, 4, count).tolist()
    said = [_named(draws, count, others, percent) for percent in (3, 1, 8)]
    boundary = draws.chance(1, 2, count).tolist()
    people = []
    for row, person in enumerate(ids):
        attributes: dict[str, str | frozenset[str]] = {
            "meets": MEETS[meets[row]],
            "market": MARKETS[market[row]],
            "values": held[drawn[row]],
        }
        attributes.update(zip(STYLES, map(str, styles[row]), strict=True))
        people.append(
            Person(
                id=person,
                wanted=wanted[row],
                level=None if silent[0][row] else int(staff.level[at[row]]),
                unit=called[units[row]],
                place=PLACES[place[row]],
                profession=PROFESSIONS[profession[row]],
                managers=None if silent[1][row] else tuple(names[one] for one in lines[row]),
                languages=frozenset() if silent[2][row] else LANGUAGES[place[row]][spoken[row]],
                hours=None if silent[3][row] else hours[row],
                offers=offers[row],
                wants=wants[row],
                off_limits=BOUNDARIES[row % 3] if boundary[0][row] and not leads else frozenset(),
                rather_not=frozenset(said[0][row]),
                rather_not_units=frozenset({called[units[row * 7 % count]]})
                if boundary[1][row]
                else frozenset(),
                declined=frozenset(said[1][row]),
                rankings=said[2][row],
                attributes=attributes,
            )
        )
    return tuple(people)


def _topics(
    draws: Draws, count: int, leads: bool
) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Offers with their levels, and wants with their ranks. Juniors offer what seniors want, and
    the last topics of the list go the other way; some are far more popular than others."""
    taught = [1000 // (place + 12) for place in range(FIRST_GIVEN_BACK)]
    given_back = [1000 // (place + 8) for place in range(len(TOPICS) - FIRST_GIVEN_BACK)]
    first_offered, first_wanted = (FIRST_GIVEN_BACK, 0) if leads else (0, FIRST_GIVEN_BACK)
    offered = draws.favouring(given_back if leads else taught, count, 8) + first_offered
    wanted = draws.favouring(taught if leads else given_back, count, 8) + first_wanted
    levels = (1 + draws.below(3, count, 8)).tolist()
    offer_counts = (4 + draws.below(5, count)).tolist()
    want_counts = (3 + draws.below(3, count) if leads else draws.below(3, count)).tolist()
    offers = [
        {TOPICS[topic]: level for topic, level in zip(row[:some], skill[:some], strict=True)}
        for row, skill, some in zip(offered.tolist(), levels, offer_counts, strict=True)
    ]
    wants = [
        {TOPICS[topic]: rank for rank, topic in enumerate(list(dict.fromkeys(row))[:some], start=1)}
        for row, some in zip(wanted.tolist(), want_counts, strict=True)
    ]
    return offers, wants


def _hours(draws: Draws, count: int) -> list[int]:
    """The free hours of a week as bits, more of them at some times of the day than at others."""
    free = draws.below(100, count, WORKDAYS, HOURS_A_DAY)
    likely = np.array([8, 14, 20, 22, 30, 16, 18, 20, 12])
    words = (free < likely) @ (1 << np.arange(9, 9 + HOURS_A_DAY, dtype=np.int64))
    return [sum(word << (24 * day) for day, word in enumerate(week)) for week in words.tolist()]


def _named(draws: Draws, count: int, others: list[str], percent: int) -> list[tuple[str, ...]]:
    """Up to three people of the other side, by so many of a hundred."""
    if not others:
        return [()] * count
    chosen = draws.below(len(others), count, 3).tolist()
    some = np.where(draws.chance(percent, count), 1 + draws.below(3, count), 0).tolist()
    return [
        tuple(dict.fromkeys(others[one] for one in row[:few]))
        for row, few in zip(chosen, some, strict=True)
    ]
