"""What can happen to a programme, its phases and its members."""

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
from turnabout.frame.programmes.services.phases import (
    close_phase,
    open_phase,
    repeat_phase,
    skip_phase,
)
from turnabout.frame.programmes.services.programme import (
    change_purpose,
    create_programme,
    launch_programme,
)

__all__ = [
    "Invitations",
    "accept_invitation",
    "change_purpose",
    "close_phase",
    "create_programme",
    "end_membership",
    "end_memberships_of_leavers",
    "invite_member",
    "invite_members",
    "launch_programme",
    "open_phase",
    "open_way_in",
    "pause_membership",
    "repeat_phase",
    "resume_membership",
    "resume_memberships_of_returned",
    "skip_phase",
    "take_up_programme",
]
