"""What comes first: the tiers of the objective packed into one number, and the draw after it.

A person's places are up to three bundles: the first one, the further ones she wants, and the
rest. Being served is worth the first bundle, so the model stays a flow and the proof exact.

Packing loses nothing. Two flows differ by cycles that meet each person at most once: a cycle holds
at most one pair more than the smaller side has people, and passes through two bundles. So one unit
of a tier outweighs everything that a cycle can change in the tiers below it when its scale is
greater than the sum of those changes, and a flow that no cycle improves in the packed number is
best tier after tier. Everything fits 64 bits for a million people and a hundred points.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turnabout.joining.matching.engine.cohort import Cohort, Ints
from turnabout.joining.matching.engine.judge import highest
from turnabout.joining.matching.engine.listed import Listed
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Side
from turnabout.joining.matching.engine.rules import Rules
from turnabout.joining.matching.engine.ties import Words, draw, lots

FORCED, PINS, SERVED, PLACES, TOTAL = "forced", "pins", "served", "places", "total"
WORTH, TIE = 0, 1
LANES = 2


@dataclass(frozen=True)
class Objective:
    """The tiers of a run with their scales, weightiest first, and the words of its draw.

    `forced` is a pair (row, column) worth more than all pins together, to ask what would happen.
    """

    cohort: Cohort
    pinned: Listed
    scales: Mapping[str, int]
    mentor_words: Words
    mentee_words: Words
    forced: tuple[int, int] | None = None

    def worth(self, rows: Ints, columns: Ints, scores: Ints) -> Ints:
        """What pairs with these scores are worth in the packed lane: an array of pairs."""
        worth = scores * np.int64(self.scales.get(TOTAL, 0))
        worth += self.pinned.at(rows, columns) * np.int64(self.scales[PINS])
        if self.forced is not None:
            row, column = self.forced
            worth += np.int64(self.scales[FORCED]) * ((rows == row) & (columns == column))
        return worth

    def lots(self, rows: Ints, columns: Ints) -> Ints:
        """What pairs are worth in the draw; rows and columns are broadcast."""
        return lots(self.mentor_words[rows], self.mentee_words[columns])

    def bundle_worth(self, side: Side) -> Ints:
        """What a place in each bundle is worth in the packed lane: an array of people by 3."""
        places = self.scales.get(PLACES, 0)
        wanted = wanted_places(self.cohort, side)
        worth = np.zeros((len(wanted), 3), np.int64)
        worth[:, 0] = self.scales[SERVED] + places * (wanted > 0)
        worth[:, 1] = places
        return worth


def objective(
    cohort: Cohort,
    pinned: Listed,
    rules: Rules,
    *,
    forced: tuple[int, int] | None = None,
    counting: bool = False,
) -> Objective:
    """The objective that a programme's rules ask for; with `counting`, only who is served."""
    words = draw(rules.salt, cohort)
    scales = _scales(rules, min(cohort.shape), len(pinned.columns), counting=counting)
    return Objective(cohort, pinned, scales, *words, forced)


def _scales(rules: Rules, smaller: int, pins: int, *, counting: bool) -> dict[str, int]:
    """Each scale is above all that a cycle can change below it."""
    longest = smaller + 1
    below = 0
    scales: dict[str, int] = {}

    def add(tier: str, most: int, one: int = 1) -> None:
        nonlocal below
        scales[tier] = below + 1
        below += scales[tier] * most * one

    if not counting:
        add(TOTAL, longest, highest(rules))
    if rules.fill_places:
        add(PLACES, 2)
    add(SERVED, 2)
    add(PINS, min(longest, pins))
    add(FORCED, 1)
    return dict(reversed(scales.items()))


def bundles(cohort: Cohort, side: Side) -> Ints:
    """Places of people in three bundles: an array of people by 3."""
    people = people_of(cohort, side)
    return cohort.once(
        ("bundles", side),
        lambda: np.array([one.tiers for one in people], np.int64).reshape(len(people), 3),
    )


def wanted_places(cohort: Cohort, side: Side) -> Ints:
    """How many partners people want."""
    return cohort.once(
        ("wanted", side),
        lambda: np.array([one.wanted for one in people_of(cohort, side)], np.int64),
    )


def people_of(cohort: Cohort, side: Side) -> tuple[Person, ...]:
    """The people of a side."""
    return cohort.mentors if side == "mentor" else cohort.mentees
