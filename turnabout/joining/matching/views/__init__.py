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
from turnabout.joining.matching.views.runs import compare, overview, publish, run, why

__all__ = [
    "approve",
    "approve_rest",
    "ban",
    "by_hand",
    "change",
    "compare",
    "keep",
    "lift",
    "living",
    "overview",
    "pin",
    "publish",
    "run",
    "take_back",
    "why",
]
