"""The pages of a pair."""

from turnabout.together.pairs.views.agreement import agreement, agreement_sign, agreement_write
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
from turnabout.together.pairs.views.keeping import (
    note_keep,
    shared_note_erase,
    shared_note_keep,
    shared_notes,
    shared_notes_switch,
    summary,
)
from turnabout.together.pairs.views.place import detail, overview, way_in
from turnabout.together.pairs.views.talk import introduction, introductions, lines
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
    "care",
    "care_end",
    "care_pause",
    "close",
    "commitment",
    "detail",
    "end",
    "goal_drop",
    "goal_met",
    "goals",
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
    "ready",
    "shared_note_erase",
    "shared_note_keep",
    "shared_notes",
    "shared_notes_switch",
    "summary",
    "third",
    "third_settle",
    "third_withdraw",
    "way_in",
    "what_next",
]
