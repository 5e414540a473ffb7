"""Where a programme has too few or too many on one side, and what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.queries.choosing import SideCounts

MENTOR, MENTEE = Membership.Role.MENTOR, Membership.Role.MENTEE


@dataclass(frozen=True)
class Way:
    """One thing to do, with the page where it is done."""

    words: str
    url: str


@dataclass(frozen=True)
class Gap:
    sentence: str
    ways: tuple[Way, ...]


def gaps_in(programme: Programme, counts: Mapping[str, SideCounts]) -> list[Gap]:
    """Gaps between the sides, then between each side and its target."""
    gaps = [_between_sides(programme, counts)]
    gaps += [_to_target(programme, counts[role]) for role in (MENTOR, MENTEE)]
    return [gap for gap in gaps if gap is not None]


def _between_sides(programme: Programme, counts: Mapping[str, SideCounts]) -> Gap | None:
    mentors, mentees = counts[MENTOR], counts[MENTEE]
    if not mentors.taking_part and not mentees.taking_part:
        return None
    short = mentees.wished - mentors.takes
    if short > 0:
        return Gap(
            ngettext(
                "One place is missing: mentors can take %(places)s, mentees wish for %(wished)s.",
                "%(short)s places are missing: mentors can take %(places)s, mentees wish for"
                " %(wished)s.",
                short,
            )
            % {"short": short, "places": mentors.takes, "wished": mentees.wished},
            (
                _invite(programme, MENTOR),
                Way(
                    _("Ask mentors who take one whether they would take two."),
                    _received(programme, MENTOR),
                ),
                Way(
                    _("Put mentees on the reserve list until a mentor is there."),
                    _received(programme, MENTEE),
                ),
            ),
        )
    spare = mentors.wished - mentees.takes
    if spare > 0:
        return Gap(
            ngettext(
                "One place would stay empty: mentors wish for %(wished)s, mentees can take"
                " %(places)s.",
                "%(spare)s places would stay empty: mentors wish for %(wished)s, mentees can take"
                " %(places)s.",
                spare,
            )
            % {"spare": spare, "places": mentees.takes, "wished": mentors.wished},
            (
                _invite(programme, MENTEE),
                Way(
                    _("Ask mentees whether they would like two mentors."),
                    _received(programme, MENTEE),
                ),
            ),
        )
    return None


def _to_target(programme: Programme, side: SideCounts) -> Gap | None:
    is_mentor = side.role == MENTOR
    if side.over:
        words = (
            ngettext(
                "One mentor more than there are places.",
                "%(over)s mentors more than there are places.",
                side.over,
            )
            if is_mentor
            else ngettext(
                "One mentee more than there are places.",
                "%(over)s mentees more than there are places.",
                side.over,
            )
        )
        return Gap(
            words % {"over": side.over},
            (
                Way(
                    _("Read the applications, and put some on the reserve list."),
                    _received(programme, side.role),
                ),
            ),
        )
    if not side.free:
        return None
    words = (
        ngettext(
            "One place for a mentor is free.", "%(free)s places for mentors are free.", side.free
        )
        if is_mentor
        else ngettext(
            "One place for a mentee is free.", "%(free)s places for mentees are free.", side.free
        )
    )
    ways = [_invite(programme, side.role)]
    if side.reserve:
        reserve = Way(_("Offer it to the next on the reserve list, below."), "#reserve")
        ways.insert(0, reserve)
    return Gap(words % {"free": side.free}, tuple(ways))


def _invite(programme: Programme, role: str) -> Way:
    url = reverse("programmes:invite", args=[programme.public_id])
    words = _("Invite more mentors.") if role == MENTOR else _("Invite more mentees.")
    return Way(words, f"{url}?role={role}")


def _received(programme: Programme, role: str) -> str:
    return f"{reverse('applications:received', args=[programme.public_id])}?side={role}"
