"""Which page is hers: every place where somebody has something to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from turnabout.faces.home.frame import path_to
from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Membership
from turnabout.together.pairs.models import Pair

# These have pages of their own, and open them by signing in.
HAS_A_DESK = ("coordinator", "sponsor", "guardian", "guest_contact", "reader", "auditor")


@dataclass(frozen=True)
class Place:
    """One page to go to: as whom, for what, and where it is."""

    role: str
    label: str
    sentence: str
    url: str
    icon: str


def places_of(actor: Actor) -> list[Place]:
    """Every page this person has, the one with most to do first."""
    places = [place for member in _memberships(actor) if (place := _place(actor, member))]
    if "coordinator" in actor.appointments and not actor.programmes_as("coordinator"):
        places.insert(0, _first_programme())
    if actor.is_owner:
        places.append(_owner())
    return places


def _memberships(actor: Actor) -> list[Membership]:
    if actor.person_id is None:
        return []
    return list(
        Membership.objects.current()
        .filter(person_id=actor.person_id)
        .select_related("programme", "principal")
        .order_by("-programme__created_at", "pk")
    )


def _place(actor: Actor, member: Membership) -> Place | None:
    url = _urls_by_role(actor, member)
    if not url:
        return None
    label, icon = _labels()[member.role]
    return Place(member.role, str(label), _sentence(member), url, icon)


def _urls_by_role(actor: Actor, member: Membership) -> str:
    programme = member.programme.public_id
    is_invited = member.standing is Standing.INVITED
    if member.role in ("mentor", "mentee"):
        return _participants_page(actor, member)
    if member.role not in _labels() or member.standing not in (Standing.ACTIVE, Standing.INVITED):
        return ""
    if is_invited:
        return path_to("programmes:join", public_id=member.public_id)
    if actor.scope is not None and member.role in HAS_A_DESK:
        # The link of a letter opens that letter's page alone.
        return reverse("account_login")
    return {
        "coordinator": lambda: reverse("home:today", kwargs={"programme": programme}),
        "sponsor": lambda: reverse("figures:sponsor", kwargs={"programme": programme}),
        "guardian": lambda: path_to("concerns:desk", programme=programme),
        "guest_contact": lambda: path_to("programmes:guest_people", programme=programme),
        "delegate": lambda: path_to("meetings:delegate"),
        "reader": lambda: path_to("applications:received", programme=programme),
        "facilitator": lambda: path_to("gatherings:to_lead"),
        "auditor": lambda: path_to("home:audit", programme=programme),
    }[member.role]()


def _participants_page(actor: Actor, member: Membership) -> str:
    pairs = Pair.objects.visible_to(actor).filter(programme=member.programme_id).as_told(now())
    own = pairs.filter(**{f"{member.role}_membership": member})
    pair = own.order_by("-mentee_accepted_at", "pk").first()
    if pair is not None and pair.is_together:
        return reverse("pairs:detail", kwargs={"public_id": pair.public_id})
    if pair is not None:
        return reverse("pairs:answer", kwargs={"public_id": pair.public_id})
    seen = Pair.objects.visible_to(actor).filter(**{f"{member.role}_membership": member})
    ended = seen.exclude(ended_at=None).order_by("-ended_at").first()
    if ended is not None:
        # There she says what comes next for her.
        return reverse("pairs:detail", kwargs={"public_id": ended.public_id})
    return path_to("applications:apply", public_id=member.public_id)


def _first_programme() -> Place:
    return Place(
        "coordinator",
        _("Begin a programme"),
        _("Bring in your staff list, then choose a kind of programme and write one aim."),
        reverse("home:begin"),
        "settings",
    )


def _owner() -> Place:
    return Place(
        "owner",
        _("Look after this installation"),
        _("Mail, backups and who runs programmes. No personal content."),
        reverse("home:owner"),
        "settings",
    )


def _sentence(member: Membership) -> str:
    if member.principal is not None:
        return _("%(programme)s, for %(name)s") % {
            "programme": member.programme.name,
            "name": member.principal.name,
        }
    return member.programme.name


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "coordinator": (_("Run the programme"), "home"),
        "mentor": (_("Your part as a mentor"), "pair"),
        "mentee": (_("Your part as a mentee"), "pair"),
        "delegate": (_("Keep the dates"), "calendar"),
        "sponsor": (_("See the figures"), "chart"),
        "guardian": (_("The guardian’s desk"), "lock"),
        "guest_contact": (_("Look after your organisation’s people"), "people"),
        "facilitator": (_("Lead the circle"), "people"),
        "reader": (_("Read the applications"), "people"),
        "auditor": (_("See the rules and whether they hold"), "eye"),
    }
