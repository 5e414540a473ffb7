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
from turnabout.joining.matching.views.publishing import letter, publish, suggest, undo
from turnabout.joining.matching.views.runs import compare, overview, run, why

__all__ = [
    "approve",
    "approve_rest",
    "ban",
    "by_hand",
    "change",
    "compare",
    "keep",
    "letter",
    "lift",
    "living",
    "overview",
    "pin",
    "publish",
    "run",
    "suggest",
    "take_back",
    "undo",
    "why",
]
