"""The pages of a pair."""

from turnabout.together.pairs.views.agreement import agreement, agreement_sign, agreement_write
from turnabout.together.pairs.views.consent import answer
from turnabout.together.pairs.views.endings import end, leave, pause, resume
from turnabout.together.pairs.views.place import detail, overview, way_in
from turnabout.together.pairs.views.words import (
    commitment,
    goal_drop,
    goal_met,
    goals,
    hear,
    mattered,
    note_erase,
    notes,
)

__all__ = [
    "agreement",
    "agreement_sign",
    "agreement_write",
    "answer",
    "commitment",
    "detail",
    "end",
    "goal_drop",
    "goal_met",
    "goals",
    "hear",
    "leave",
    "mattered",
    "note_erase",
    "notes",
    "overview",
    "pause",
    "resume",
    "way_in",
]
