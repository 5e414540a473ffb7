"""The pages of a pair."""

from turnabout.together.pairs.views.agreement import (
    agreement,
    agreement_comment,
    agreement_sign,
    agreement_stands,
    agreement_write,
    comment_settle,
)
from turnabout.together.pairs.views.care import (
    care,
    care_end,
    care_pause,
    third,
    third_settle,
    third_withdraw,
)
from turnabout.together.pairs.views.consent import answer
from turnabout.together.pairs.views.endings import close, end, leave, pause, ready, what_next
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
from turnabout.together.pairs.views.keeping import (
    note_keep,
    shared_note_erase,
    shared_note_keep,
    shared_notes,
    shared_notes_switch,
    summary,
)
from turnabout.together.pairs.views.place import detail, overview, way_in
from turnabout.together.pairs.views.promises import (
    both_ways,
    commitment,
    commitment_put_off,
    hear,
    mattered,
)
from turnabout.together.pairs.views.talk import introduction, introductions, lines
from turnabout.together.pairs.views.words import note_erase, notes

__all__ = [
    "agreement",
    "agreement_comment",
    "agreement_sign",
    "agreement_stands",
    "agreement_write",
    "answer",
    "both_ways",
    "care",
    "care_end",
    "care_pause",
    "close",
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
    "introduction",
    "introductions",
    "leave",
    "lines",
    "mattered",
    "note_erase",
    "note_keep",
    "notes",
    "overview",
    "pause",
    "progress",
    "ready",
    "shared_note_erase",
    "shared_note_keep",
    "shared_notes",
    "shared_notes_switch",
    "step_done",
    "summary",
    "third",
    "third_settle",
    "third_withdraw",
    "way_in",
    "what_next",
]
