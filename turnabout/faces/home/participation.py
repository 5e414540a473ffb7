"""Do enough people take part? Each side against its target, and what to do about a gap."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.faces.home.frame import path_to
from turnabout.foundation.common.charts import write
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.queries import roles_held
from turnabout.joining.applications.queries import counts_in

# Of those who apply some drop out, so a few more mentors than mentees are asked.
MENTORS_FOR_A_MENTEE = 1.3
LOW_RATE = 30


@dataclass(frozen=True)
class Side:
    """One side: how many are wanted, invited and have applied. `percent` is of the target."""

    role: str
    name: str
    target: int
    invited: int
    applied: int

    @property
    def percent(self) -> int:
        return round(100 * self.applied / self.target) if self.target else 0

    @property
    def rate(self) -> int:
        """How many of 100 invited people have applied."""
        return round(100 * self.applied / self.invited) if self.invited else 0

    @property
    def missing(self) -> int:
        return max(self.target - self.applied, 0)

    @property
    def length(self) -> str:
        return write(min(self.percent, 100))

    @property
    def tone(self) -> str:
        return "m" if self.role == "mentor" else ""

    @property
    def rate_told(self) -> str:
        if not self.invited:
            return _("%(side)s: nobody has been invited yet.") % {"side": self.name}
        return _("%(side)s: %(applied)s of %(invited)s invited people applied, %(rate)s %%.") % {
            "side": self.name,
            "applied": self.applied,
            "invited": self.invited,
            "rate": self.rate,
        }


@dataclass(frozen=True)
class Action:
    title: str
    why: str
    label: str
    url: str


@dataclass(frozen=True)
class Participation:
    heading: str
    lead: str
    sides: tuple[Side, ...]
    actions: tuple[Action, ...]


def participation_in(programme: Programme) -> Participation:
    """What the targets and the applications come to."""
    counts = counts_in(programme)
    targets = programme.settings.get("targets") or {}
    names = {"mentor": _("Mentors"), "mentee": _("Mentees")}
    sides = tuple(
        Side(
            role=role,
            name=name,
            target=targets.get(role) or 0,
            invited=counts[f"{role}_invited"],
            applied=counts[f"{role}_sent"],
        )
        for role, name in names.items()
    )
    short = [side for side in sides if side.missing]
    return Participation(
        heading=_heading(sides, short),
        lead=_lead(sides, short),
        sides=sides,
        actions=tuple(_actions(programme, short)),
    )


def _heading(sides: tuple[Side, ...], short: list[Side]) -> str:
    if not any(side.target for side in sides):
        return _("How many people do you want?")
    if not short:
        return _("Enough people take part")
    missing = {side.role: side.missing for side in short}
    if len(short) > 1:
        return _("%(mentors)s mentors and %(mentees)s mentees are missing") % {
            "mentors": missing["mentor"],
            "mentees": missing["mentee"],
        }
    if "mentor" in missing:
        return ngettext(
            "%(count)s mentor is missing", "%(count)s mentors are missing", missing["mentor"]
        ) % {"count": missing["mentor"]}
    return ngettext(
        "%(count)s mentee is missing", "%(count)s mentees are missing", missing["mentee"]
    ) % {"count": missing["mentee"]}


def _lead(sides: tuple[Side, ...], short: list[Side]) -> str:
    if not any(side.target for side in sides):
        return _(
            "Set a target for each side below. Some who say yes drop out, so ask for a few more "
            "mentors than mentees."
        )
    if short:
        return _(
            "Below is what usually helps, the quickest first. Nothing leaves before you say so."
        )
    mentors, mentees = sides
    if mentors.applied < mentees.applied * MENTORS_FOR_A_MENTEE:
        return _("A few more mentors than mentees make better pairs, if somebody else would come.")
    return _("Both targets are reached.")


def _actions(programme: Programme, short: list[Side]) -> list[Action]:
    if not short:
        return []
    of = {"programme": programme.public_id}
    actions = [
        Action(
            title=_("Invite more %(side)s") % {"side": side.name.lower()},
            why=_invite_why(side),
            label=_("Choose people"),
            url=f"{path_to('programmes:invite', **of)}?role={side.role}",
        )
        for side in short
    ]
    if any(side.invited and side.rate < LOW_RATE for side in short):
        actions.append(
            Action(
                title=_("Explain what is in it for them"),
                why=_(
                    "Fewer than %(low)s of 100 invited people applied. A page on the benefits for "
                    "each side helps more than a second reminder."
                )
                % {"low": LOW_RATE},
                label=_("Read the page on the benefits"),
                url=reverse("content:page", kwargs={"slug": "benefits"}),
            )
        )
    actions.append(
        Action(
            title=_("Ask around with a poll"),
            why=_("It takes people 30 seconds and finds those whom nobody would have named."),
            label=_("Ask with a poll"),
            url=f"{reverse('interest:new')}?programme={programme.public_id}",
        )
    )
    has_sponsor = "sponsor" in roles_held(programme)
    actions.append(
        Action(
            title=_("Ask the sponsor to invite in her own name"),
            why=_(
                "Seniors come when somebody above them comes. Print the briefing, and ask her to "
                "name three colleagues."
            ),
            label=_("Open the briefing") if has_sponsor else _("Invite a sponsor"),
            url=path_to("programmes:briefing", **of)
            if has_sponsor
            else f"{path_to('programmes:invite', **of)}?role=sponsor",
        )
    )
    return actions


def _invite_why(side: Side) -> str:
    if side.rate:
        needed = round(side.missing * 100 / side.rate)
        return ngettext(
            "At the rate so far, about %(count)s more invitation would bring those missing.",
            "At the rate so far, about %(count)s more invitations would bring those missing.",
            needed,
        ) % {"count": needed}
    return _("Whole teams or levels at once do better than single names.")
