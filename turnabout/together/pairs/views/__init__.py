"""The pages of a pair."""

from turnabout.together.pairs.views.agreement import (
    agreement,
    agreement_comment,
    agreement_sign,
    agreement_stands,
    agreement_write,
    comment_settle,
)
from turnabout.together.pairs.views.consent import answer
from turnabout.together.pairs.views.endings import end, leave, pause, resume
from turnabout.together.pairs.views.goals import (
    goal,
    goal_drop,
    goal_met,
    goal_revise,
    goal_rung,
    goal_unmet,
    goals,
    goals_from_path,
    progress,
    step_done,
)
from turnabout.together.pairs.views.place import detail, overview, way_in
from turnabout.together.pairs.views.promises import (
    both_ways,
    commitment,
    commitment_put_off,
    hear,
    mattered,
)
from turnabout.together.pairs.views.words import note_erase, notes

__all__ = [
    "agreement",
    "agreement_comment",
    "agreement_sign",
    "agreement_stands",
    "agreement_write",
    "answer",
    "both_ways",
    "comment_settle",
    "commitment",
    "commitment_put_off",
    "detail",
    "end",
    "goal",
    "goal_drop",
    "goal_met",
    "goal_revise",
    "goal_rung",
    "goal_unmet",
    "goals",
    "goals_from_path",
    "hear",
    "leave",
    "mattered",
    "note_erase",
    "notes",
    "overview",
    "pause",
    "progress",
    "resume",
    "step_done",
    "way_in",
]
