"""The audit, against an oracle that knows people and ranks but no atoms and no reduced rows."""

import random
import time
from itertools import combinations, product

import numpy as np
import pytest

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import disclosure
from turnabout.foundation.trust.disclosure import (
    Cell,
    Mean,
    mean_with_range,
    releasable,
    tells_everyone,
)


def small_groups(population, least):
    for size in range(1, least):
        yield from combinations(sorted(population), size)


def recoverable(published, population, least):
    """Every small group whose exact total is a linear combination of the published totals."""
    people = sorted(population)
    rows = np.array([[person in cell.members for person in people] for cell in published], float)
    if not len(rows):
        return []
    _left, values, right = np.linalg.svd(rows, full_matrices=False)
    basis = right[values > 1e-9]
    groups = list(small_groups(population, least))
    wanted = np.array([[person in group for person in people] for group in groups], float)
    distance = np.abs(wanted - wanted @ basis.T @ basis).max(axis=1)
    return [group for group, far in zip(groups, distance, strict=True) if far < 1e-7]


def population_of(cells):
    return frozenset().union(*(cell.members for cell in cells))


def made_cells(rng, people, filters):
    """An organisation's filters and all their combinations, as a page of figures offers them."""
    traits = {person: tuple(rng.randrange(width) for width in filters) for person in range(people)}
    cells = []
    for wanted in product(*(range(-1, width) for width in filters)):
        members = frozenset(
            person
            for person, trait in traits.items()
            if all(want in (-1, have) for want, have in zip(wanted, trait, strict=True))
        )
        cells.append(Cell(str(wanted), members))
    return cells


@pytest.mark.parametrize("seed", range(40))
def test_an_attacker_computes_no_small_group_from_what_is_released(seed):
    rng = random.Random(seed)
    cells = made_cells(rng, rng.randint(8, 15), [rng.randint(2, 4), rng.randint(2, 3)])

    names = releasable(cells)

    published = [cell for cell in cells if cell.name in names]
    assert recoverable(published, population_of(cells), 5) == []


@pytest.mark.parametrize("seed", range(40))
def test_a_reader_misses_no_cell_without_need(seed):
    rng = random.Random(100 + seed)
    cells = made_cells(rng, rng.randint(8, 15), [rng.randint(2, 4), rng.randint(2, 3)])

    names = releasable(cells)

    published = [cell for cell in cells if cell.name in names]
    hidden = [cell for cell in cells if cell.name not in names and len(cell.members) >= 5]
    harmless = [
        cell for cell in hidden if not recoverable([*published, cell], population_of(cells), 5)
    ]
    assert harmless == []


@pytest.mark.parametrize("seed", range(20))
def test_an_attacker_computes_nothing_from_arbitrary_overlapping_groups(seed):
    rng = random.Random(200 + seed)
    people = range(rng.randint(11, 14))
    cells = [
        Cell(str(number), frozenset(rng.sample(people, rng.randint(5, len(people)))))
        for number in range(14)
    ]
    everybody = Cell("all", population_of(cells))

    names = releasable(cells)

    published = [everybody, *(cell for cell in cells if cell.name in names)]
    assert recoverable(published, everybody.members, 5) == []


def test_an_attacker_computes_no_group_of_nine_where_ten_are_asked_for():
    rng = random.Random(7)
    cells = made_cells(rng, 13, [2, 2])

    names = releasable(cells, least=10)

    published = [cell for cell in cells if cell.name in names]
    assert recoverable(published, population_of(cells), 10) == []
    assert all(len(cell.members) >= 10 for cell in published)


@pytest.mark.parametrize("seed", range(10))
def test_an_attacker_learns_nothing_from_a_second_release_after_joins_and_moves(seed):
    rng = random.Random(300 + seed)
    first = made_cells(rng, 12, [2, 3])
    names = releasable(first)
    before = [cell for cell in first if cell.name in names]
    changed = [
        Cell(cell.name, (cell.members - {rng.randrange(12)}) | {12 + rng.randrange(2)})
        for cell in first
    ]

    again = releasable(changed, already=before)

    published = [*before, *(cell for cell in changed if cell.name in again)]
    assert recoverable(published, population_of(published), 5) == []


def test_a_reader_sees_the_total_and_the_large_groups_first():
    cells = [
        Cell("one", frozenset(range(6))),
        Cell("two", frozenset(range(6, 9))),
        Cell("all", frozenset(range(9))),
    ]

    assert releasable(cells) == {"all"}


def test_a_reader_sees_groups_that_leave_nobody_alone():
    cells = [
        Cell("north", frozenset(range(6))),
        Cell("south", frozenset(range(6, 12))),
        Cell("all", frozenset(range(12))),
    ]

    assert releasable(cells) == {"all", "north", "south"}


def test_a_reader_sees_no_group_that_leaves_a_small_remainder_even_without_a_total():
    assert releasable([Cell("north", frozenset(range(6))), Cell("south", frozenset((7, 8)))]) == (
        frozenset()
    )


def test_a_reader_gets_the_same_cells_in_any_order():
    cells = made_cells(random.Random(5), 40, [3, 3])
    shuffled = random.Random(6).sample(cells, len(cells))

    assert releasable(shuffled) == releasable(cells)


def test_a_reader_sees_a_group_again_that_was_published_already():
    cell = Cell("all", frozenset(range(9)))

    assert releasable([cell], already=[cell]) == {"all"}


def test_one_person_who_joins_is_not_told_by_the_next_release():
    before = Cell("all", frozenset(range(9)))

    assert releasable([Cell("all", frozenset(range(10)))], already=[before]) == frozenset()


def test_nobody_lowers_the_floor():
    with pytest.raises(Refusal) as refusal:
        releasable([Cell("all", frozenset(range(9)))], least=4)

    assert str(refusal.value) == "Figures are never shown for groups of fewer than five people."
    with pytest.raises(Refusal):
        mean_with_range([1, 2, 3], least=3)


def test_two_cells_of_one_name_are_an_error():
    with pytest.raises(ValueError, match="same name"):
        releasable([Cell("all", frozenset((1,))), Cell("all", frozenset((2,)))])


def test_no_cells_give_no_names():
    assert releasable([]) == frozenset()


def test_a_search_that_becomes_too_long_hides(monkeypatch):
    monkeypatch.setattr(disclosure, "STEPS_AT_MOST", 0)
    cells = [
        Cell("one", frozenset(range(6))),
        Cell("two", frozenset(range(4, 12))),
        Cell("all", frozenset(range(12))),
    ]

    assert releasable(cells) == {"all"}


@pytest.mark.parametrize("seed", range(3))
def test_a_page_of_three_filters_over_two_hundred_people_is_audited_in_seconds(seed):
    cells = made_cells(random.Random(seed), 200, [10, 3, 3])

    began = time.perf_counter()
    names = releasable(cells)
    seconds = time.perf_counter() - began

    published = [cell for cell in cells if cell.name in names]
    large = [cell for cell in cells if len(cell.members) >= 5]
    assert seconds < 5
    assert len(published) > len(large) // 2
    assert all(len(cell.members) >= 5 for cell in published)


@pytest.mark.parametrize("seed", range(30))
def test_no_group_is_published_from_which_each_answer_follows(seed):
    rng = random.Random(seed)
    answers = [rng.choice([1, 5]) for _person in range(rng.randint(1, 7))]

    told = mean_with_range(answers)

    assert (told is None) == (len(answers) < 5 or len(set(answers)) == 1)
    assert tells_everyone(answers) == (len(set(answers)) == 1)


def test_a_mean_comes_with_its_interval_and_its_number():
    told = mean_with_range([3, 4, 4, 5, 4])

    assert told == Mean(mean=4.0, low=pytest.approx(3.122011), high=pytest.approx(4.877989), n=5)


def test_four_answers_have_no_mean():
    assert mean_with_range([1, 2, 3, 4]) is None
