"""Small instances, and the same objective worked out in two other ways."""

import itertools
import random

import numpy as np
from scipy.optimize import linprog

from turnabout.joining.matching.engine import Person, Problem, Rules
from turnabout.joining.matching.engine.score.wishes import Rankings

SERVED = 10**9
PLACES = 10**6


class Table:
    """A part of the score, and a hard rule, that are written down pair by pair."""

    kind = "table"

    def __init__(self, scores):
        self.scores = scores
        self.weight = max([0, *(score for score in scores.values() if score is not None)]) / 1000

    def units(self, cohort, rows):
        return np.array(
            [
                [self.scores.get((one.id, other.id)) or 0 for other in cohort.mentees]
                for one in cohort.mentors[rows]
            ],
            np.int64,
        ).reshape(len(cohort.mentors[rows]), len(cohort.mentees))

    def permits(self, cohort, rows):
        return np.array(
            [
                [self.scores.get((one.id, other.id)) is not None for other in cohort.mentees]
                for one in cohort.mentors[rows]
            ],
            np.bool_,
        ).reshape(len(cohort.mentors[rows]), len(cohort.mentees))

    def detail(self, mentor, mentee):
        return {}


def table_problem(mentors, mentees, scores, **switches):
    """People from (wanted, at most) by id, scores by (mentor, mentee), None where forbidden."""
    table = Table(scores)
    switches.setdefault("raw_points", True)
    return Problem(
        tuple(Person(id=one, wanted=w, at_most=a) for one, (w, a) in mentors.items()),
        tuple(Person(id=one, wanted=w, at_most=a) for one, (w, a) in mentees.items()),
        Rules(hard=(table,), parts=(table,), **switches),
    )


def random_problem(seed, *, largest=4, fill_places=True, fairest=False):
    """Sides of uneven size, capacities from 0, hubs, coarse scores with many ties."""
    draw = random.Random(seed)
    sides = []
    for letter in "ab":
        size = draw.randint(0, largest)
        people = {}
        for number in range(size):
            wanted = draw.choice([0, 1, 1, 1, 2, 3])
            people[f"{letter}{number}"] = (wanted, draw.choice([None, wanted, wanted + 1, 4, 0]))
        sides.append(people)
    density = draw.choice([0.2, 0.5, 0.9])
    highest = draw.choice([1, 3, 50])
    hub = draw.choice(list(sides[0]) or [""])
    scores = {
        (one, other): draw.randint(0, highest)
        for one in sides[0]
        for other in sides[1]
        if draw.random() < density or one == hub
    }
    return table_problem(*sides, scores, fill_places=fill_places, fairest=fairest), scores


def people_value(problem, pairs):
    """(served, wanted places) of some pairs, counted person by person."""
    served = places = 0
    for side, at in ((problem.mentors, 0), (problem.mentees, 1)):
        for person in side:
            taken = sum(pair[at] == person.id for pair in pairs)
            served += taken > 0
            places += min(taken, person.wanted)
    return served, places


def allowed(problem, pairs):
    return all(
        sum(pair[at] == person.id for pair in pairs) <= person.places
        for side, at in ((problem.mentors, 0), (problem.mentees, 1))
        for person in side
    )


def by_trying_everything(problem, scores):
    """The best (served, places, total) over every set of permitted pairs."""
    best = (0, 0, 0)
    for size in range(len(scores) + 1):
        for pairs in itertools.combinations(scores, size):
            if allowed(problem, pairs):
                served, places = people_value(problem, pairs)
                if not problem.rules.fill_places:
                    places = 0
                best = max(best, (served, places, sum(scores[pair] for pair in pairs)))
    return best


def by_linear_programming(problem, scores):
    """The best value in one packed number, from a solver that knows nothing of flows."""
    columns, costs, bounds, rows = [], [], [], []
    for pair, score in scores.items():
        columns.append(("pair", pair))
        costs.append(-score)
        bounds.append((0, 1))
    people = [*problem.mentors, *problem.mentees]
    fill = PLACES if problem.rules.fill_places else 0
    for person in people:
        first, further, rest = person.tiers
        worth = (SERVED + (fill if person.wanted else 0), fill, 0)
        for size, value in zip((first, further, rest), worth, strict=True):
            columns.append(("place", person.id))
            costs.append(-value)
            bounds.append((0, size))
    for person in people:
        rows.append(
            [
                (kind == "pair" and person.id in what) - (kind == "place" and person.id == what)
                for kind, what in columns
            ]
        )
    if not columns:
        return 0
    answer = linprog(costs, A_eq=np.array(rows), b_eq=np.zeros(len(rows)), bounds=bounds)
    return round(-answer.fun)


def packed(plan, problem):
    """The plan's value in the same packed number."""
    served, places = people_value(problem, [(one.mentor, one.mentee) for one in plan.pairs])
    fill = PLACES if problem.rules.fill_places else 0
    return served * SERVED + places * fill + plan.total


def ranked(seed, size=6):
    """A problem whose scores come from people's own rankings."""
    draw = random.Random(seed)
    ids = [f"a{number}" for number in range(size)], [f"b{number}" for number in range(size)]
    people = [
        tuple(
            Person(id=one, wanted=draw.randint(0, 2), rankings=tuple(draw.sample(other, 3)))
            for one in mine
        )
        for mine, other in (ids, ids[::-1])
    ]
    return Problem(*people, Rules(parts=(Rankings(100),), salt=str(seed)))
