"""Why these two, in three plain sentences. Participants never see numbers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from turnabout.joining.matching.models import Proposal

SHOWN = 3
Part = Mapping[str, Any]


def _wishes(side: str) -> str:
    if side == "mentor":
        return _("What you know is what they asked to learn about.")
    return _("They know about what you asked to learn.")


def _returns(side: str) -> str:
    if side == "mentor":
        return _("They can give something back that you asked for.")
    return _("You can give something back that they asked for.")


def _hours(_side: str) -> str:
    return _("Your weeks have hours in common.")


def _in_common(_side: str) -> str:
    return _("You share something that matters to both of you.")


def _distance(_side: str) -> str:
    return _("You work in different places, so you see different things.")


def _gap(_side: str) -> str:
    return _("You stand at different points of the organisation, which is the idea.")


def _again(_side: str) -> str:
    return _("You have met before and wanted to go on.")


def _apart(_side: str) -> str:
    return _("Neither of you reports to the other, directly or through others.")


def _time(_side: str) -> str:
    return _("You both said you have the time for it.")


def _person(_side: str) -> str:
    return _("A person looked at this pairing before you were asked.")


SENTENCES: Mapping[str, Callable[[str], str]] = {
    "wishes": _wishes,
    "returns": _returns,
    "hours_in_common": _hours,
    "in_common": _in_common,
    "distance": _distance,
    "gap_points": _gap,
    "again": _again,
}
ALWAYS_TRUE = (_apart, _person, _time)


def plain_reasons(proposal: Proposal | None, side: str) -> list[str]:
    """Three reasons for this side, the weightiest first; no numbers and no names of rules."""
    parts: Iterable[Part] = proposal.parts if proposal else ()
    weighty = sorted(
        (part for part in parts if part.get("points", 0) > 0 and part.get("rule") in SENTENCES),
        key=lambda part: -part["points"],
    )
    told = [SENTENCES[part["rule"]](side) for part in weighty]
    return [*dict.fromkeys(told), *(always(side) for always in ALWAYS_TRUE)][:SHOWN]
