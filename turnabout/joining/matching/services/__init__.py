"""What can happen in matching."""

from turnabout.joining.matching.problem import load_problem
from turnabout.joining.matching.services.bonds import (
    begin_bond,
    end_bond,
    release_proposal,
    resume_bond,
)
from turnabout.joining.matching.services.help import help_out
from turnabout.joining.matching.services.living import check_bonds, is_ruled_out
from turnabout.joining.matching.services.next_best import prepare_next_best
from turnabout.joining.matching.services.publishing import (
    choose_suggestions,
    hand_on,
    publish_run,
    undo_publication,
)
from turnabout.joining.matching.services.runs import (
    compute_run,
    go_on_with,
    name_run,
    request_run,
    run_with_change,
)
from turnabout.joining.matching.services.saving import save_run
from turnabout.joining.matching.services.verdicts import (
    approve_proposal,
    approve_rest,
    take_back_approval,
)
from turnabout.joining.matching.services.watching import stop_run
from turnabout.joining.matching.services.wishes import (
    ban_pair,
    keep_living_pair,
    lift_wish,
    pair_by_hand,
    pin_pair,
)

__all__ = [
    "approve_proposal",
    "approve_rest",
    "ban_pair",
    "begin_bond",
    "check_bonds",
    "choose_suggestions",
    "compute_run",
    "end_bond",
    "go_on_with",
    "hand_on",
    "help_out",
    "is_ruled_out",
    "keep_living_pair",
    "lift_wish",
    "load_problem",
    "name_run",
    "pair_by_hand",
    "pin_pair",
    "prepare_next_best",
    "publish_run",
    "release_proposal",
    "request_run",
    "resume_bond",
    "run_with_change",
    "save_run",
    "stop_run",
    "take_back_approval",
    "undo_publication",
]
