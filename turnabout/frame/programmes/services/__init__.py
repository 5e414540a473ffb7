"""What can happen to a programme, its phases and its members."""

from turnabout.frame.programmes.services.guests import add_guest, invite_of_guest, remove_guest
from turnabout.frame.programmes.services.guidance import change_guidance, set_targets
from turnabout.frame.programmes.services.initiatives import (
    MOST_INITIATIVES,
    add_initiative,
    bring_back_initiative,
    change_initiative,
    retire_initiative,
)
from turnabout.frame.programmes.services.members import (
    Invitations,
    accept_invitation,
    end_membership,
    end_memberships_of_leavers,
    invite_member,
    invite_members,
    open_way_in,
    pause_membership,
    resume_membership,
    resume_memberships_of_returned,
    take_up_programme,
)
from turnabout.frame.programmes.services.own_presets import (
    bring_back_preset,
    change_preset,
    keep_preset,
    rename_preset,
    retire_preset,
)
from turnabout.frame.programmes.services.phases import (
    begin_wave,
    close_phase,
    open_phase,
    plan_phase,
    repeat_phase,
    skip_phase,
)
from turnabout.frame.programmes.services.priorities import (
    add_priority,
    bring_back_priority,
    install_priorities,
    rename_priority,
    retire_priority,
)
from turnabout.frame.programmes.services.programme import (
    change_purpose,
    create_programme,
    launch_programme,
    take_preset,
)
from turnabout.frame.programmes.services.readiness import answer_readiness
from turnabout.frame.programmes.services.rules import change_rules, restore_rules

__all__ = [
    "MOST_INITIATIVES",
    "Invitations",
    "accept_invitation",
    "add_guest",
    "add_initiative",
    "add_priority",
    "answer_readiness",
    "begin_wave",
    "bring_back_initiative",
    "bring_back_preset",
    "bring_back_priority",
    "change_guidance",
    "change_initiative",
    "change_preset",
    "change_purpose",
    "change_rules",
    "close_phase",
    "create_programme",
    "end_membership",
    "end_memberships_of_leavers",
    "install_priorities",
    "invite_member",
    "invite_members",
    "invite_of_guest",
    "keep_preset",
    "launch_programme",
    "open_phase",
    "open_way_in",
    "pause_membership",
    "plan_phase",
    "remove_guest",
    "rename_preset",
    "rename_priority",
    "repeat_phase",
    "restore_rules",
    "resume_membership",
    "resume_memberships_of_returned",
    "retire_initiative",
    "retire_preset",
    "retire_priority",
    "set_targets",
    "skip_phase",
    "take_preset",
    "take_up_programme",
]
