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


def _distance(_side: str) -> str:
    return _("You work in different places, so you see different things.")


def _apart(_side: str) -> str:
    return _("Neither of you reports to the other, directly or through others.")


def _time(_side: str) -> str:
    return _("You both said you have the time for it.")


def _person(_side: str) -> str:
    return _("A person looked at this pairing before you were asked.")


SENTENCES: Mapping[str, Callable[[str], str]] = {
    "topics": _wishes,
    "wishes": _returns,
    "hours": _hours,
    "distance": _distance,
}
ALWAYS_TRUE = (_apart, _person, _time)


def plain_reasons(proposal: Proposal | None, side: str) -> list[str]:
    """Three reasons for this side, the weightiest first; no numbers and no names of rules.

    Working style says nothing here, and wishes speak only of what was to be given back: the other
    answers behind them are read by nobody but their author.
    """
    parts: Iterable[Part] = proposal.parts if proposal else ()
    weighty = sorted(
        (part for part in parts if part.get("points", 0) > 0 and _is_told(part)),
        key=lambda part: -part["points"],
    )
    told = [SENTENCES[part["part"]](side) for part in weighty]
    return [*dict.fromkeys(told), *(always(side) for always in ALWAYS_TRUE)][:SHOWN]


def _is_told(part: Part) -> bool:
    if part.get("part") == "wishes":
        return bool(part["detail"].get("topics"))
    return part.get("part") in SENTENCES
