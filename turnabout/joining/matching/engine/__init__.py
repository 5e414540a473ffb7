"""The matching engine: plain data in, a proven plan with reasons out. Knows nothing of Django."""

from turnabout.joining.matching.engine.arrays import Assignment, EdgeList, assign
from turnabout.joining.matching.engine.check import check_proof
from turnabout.joining.matching.engine.errors import ProblemError, ProofError
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Pair, Plan, Reason, Unmatched
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.engine.relax import Relaxation, relaxations
from turnabout.joining.matching.engine.rules import UNITS_PER_POINT, Rules
from turnabout.joining.matching.engine.solver import solve
from turnabout.joining.matching.engine.standing import (
    Rematched,
    Standing,
    rematch,
    solve_from,
)
from turnabout.joining.matching.engine.whynot import WhyNot, why_not

__all__ = [
    "UNITS_PER_POINT",
    "Assignment",
    "EdgeList",
    "Pair",
    "Person",
    "Plan",
    "Problem",
    "ProblemError",
    "ProofError",
    "Reason",
    "Relaxation",
    "Rematched",
    "Rules",
    "Standing",
    "Unmatched",
    "WhyNot",
    "assign",
    "check_proof",
    "relaxations",
    "rematch",
    "solve",
    "solve_from",
    "why_not",
]
