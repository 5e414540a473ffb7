from turnabout.frame.programmes.views.guests import guest_people, guests, remove_guest
from turnabout.frame.programmes.views.initiatives import change_initiative, initiatives
from turnabout.frame.programmes.views.members import change_standing, invite, join, members
from turnabout.frame.programmes.views.own_presets import keep_preset, own_preset, own_presets
from turnabout.frame.programmes.views.phases import phase_page, run_phase, wave
from turnabout.frame.programmes.views.programme import (
    detail,
    launch,
    new,
    overview,
    take_preset,
    take_up,
)
from turnabout.frame.programmes.views.purpose import (
    briefing,
    change_priority,
    guidance,
    priorities,
    readiness,
)
from turnabout.frame.programmes.views.rules import rules

__all__ = [
    "briefing",
    "change_initiative",
    "change_priority",
    "change_standing",
    "detail",
    "guest_people",
    "guests",
    "guidance",
    "initiatives",
    "invite",
    "join",
    "keep_preset",
    "launch",
    "members",
    "new",
    "overview",
    "own_preset",
    "own_presets",
    "phase_page",
    "priorities",
    "readiness",
    "remove_guest",
    "rules",
    "run_phase",
    "take_preset",
    "take_up",
    "wave",
]
