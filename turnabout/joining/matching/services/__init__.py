"""What can happen in matching."""

from turnabout.joining.matching.problem import load_problem
from turnabout.joining.matching.services.bonds import (
    begin_bond,
    end_bond,
    release_proposal,
    resume_bond,
)
from turnabout.joining.matching.services.runs import compute_run, request_run, save_run
from turnabout.joining.matching.services.verdicts import (
    approve_proposal,
    approve_rest,
    ban_pair,
    lift_wish,
    pin_pair,
    publish_run,
    take_back_approval,
)

__all__ = [
    "approve_proposal",
    "approve_rest",
    "ban_pair",
    "begin_bond",
    "compute_run",
    "end_bond",
    "lift_wish",
    "load_problem",
    "pin_pair",
    "publish_run",
    "release_proposal",
    "request_run",
    "resume_bond",
    "save_run",
    "take_back_approval",
]
