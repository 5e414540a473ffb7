"""The sentences that tell who sees a thing, by room, in the order in which a programme walks."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from turnabout.foundation.trust.policy import sentences


def rooms_told() -> list[tuple[str, list[str]]]:
    """Each room's name with its sentences; sentences of rooms without a name come last."""
    names = _rooms()
    by_room: dict[str, list[str]] = {room: [] for room in names}
    for name, sentence in sorted(sentences()):
        by_room.setdefault(name.split(".", 1)[0], []).append(str(sentence))
    return [(names.get(room, _("And")), _once(told)) for room, told in by_room.items() if told]


def _once(told: Iterable[str | Promise]) -> list[str]:
    return list(dict.fromkeys(str(sentence) for sentence in told))


def _rooms() -> dict[str, str]:
    return {
        "accounts": _("Signing in"),
        "directory": _("The staff list"),
        "programmes": _("The programme and who takes part"),
        "questions": _("Questions"),
        "interest": _("The interest poll"),
        "applications": _("Applications"),
        "matching": _("Matching"),
        "pairs": _("What a pair writes"),
        "meetings": _("Sessions and dates"),
        "recognition": _("Thanks and stories"),
        "checkins": _("Pulses and check-ins"),
        "concerns": _("Concerns"),
        "signals": _("What the coordinator is alerted to"),
        "figures": _("Figures"),
    }
