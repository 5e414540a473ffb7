"""The pages of the programmes."""

from turnabout.frame.programmes.views.members import change_standing, invite, join, members
from turnabout.frame.programmes.views.programme import (
    detail,
    launch,
    new,
    overview,
    run_phase,
    take_up,
)

__all__ = [
    "change_standing",
    "detail",
    "invite",
    "join",
    "launch",
    "members",
    "new",
    "overview",
    "run_phase",
    "take_up",
]
