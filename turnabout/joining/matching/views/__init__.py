from turnabout.joining.matching.views.decisions import (
    approve,
    approve_rest,
    ban,
    by_hand,
    change,
    lift,
    pin,
    take_back,
)
from turnabout.joining.matching.views.living import keep, living
from turnabout.joining.matching.views.previews import preview
from turnabout.joining.matching.views.publishing import letter, publish, suggest, undo
from turnabout.joining.matching.views.runs import compare, overview, run, why, without
from turnabout.joining.matching.views.under_way import go_on, rename, stop

__all__ = [
    "approve",
    "approve_rest",
    "ban",
    "by_hand",
    "change",
    "compare",
    "go_on",
    "keep",
    "letter",
    "lift",
    "living",
    "overview",
    "pin",
    "preview",
    "publish",
    "rename",
    "run",
    "stop",
    "suggest",
    "take_back",
    "undo",
    "why",
    "without",
]
