"""What tasks say and propose to say, for an organisation to put in its own words."""

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.own_texts import OwnText, Slot, offers
from turnabout.frame.programmes.defaults_shape import Joined
from turnabout.listening.signals.packs import PARTS, SIGNALS, SignalText, load_signals, put_in

LABELS = {
    "title": gettext_lazy("heading"),
    "why": gettext_lazy("why it is there"),
    "say": gettext_lazy("what one could say"),
    "action": gettext_lazy("words of the button"),
}
SHORT = ("title", "action")


def _slots() -> Sequence[Slot]:
    return [
        Slot(
            f"{signal.slug}_{part}",
            Joined(_about(signal), LABELS[part]),
            getattr(signal, part),
            names=_names_in(signal),
            is_long=part not in SHORT,
        )
        for signal in load_signals()
        for part in PARTS
    ]


def _about(signal: SignalText) -> str:
    return put_in(str(signal.title), _sample())


def _names_in(signal: SignalText) -> tuple[str, ...]:
    """What its words may name: the two, and the facts that come with this signal."""
    found = Formatter().parse(signal.why.in_language("en"))
    return tuple(dict.fromkeys(("mentor", "mentee", *(name for _w, name, _f, _c in found if name))))


def _sample() -> Mapping[str, str]:
    return {
        "mentor": "Ada",
        "mentee": "Bruno",
        "days": "16",
        "count": "2",
        "rules": _("they work in the same unit"),
    }


def _preview(words: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "tasks": [
            {part: put_in(words[f"{signal.slug}_{part}"], _sample()) for part in PARTS}
            for signal in load_signals()
        ]
    }


offers(
    OwnText(
        kind=SIGNALS,
        name=gettext_lazy("Tasks that the signals open, and what one could say"),
        read_where=gettext_lazy("Read by coordinators on their page of today."),
        changing=gettext_lazy("Open tasks say it at once. When a task opens stays as it is."),
        slots=_slots,
        template="signals/_tasks_said.html",
        preview=_preview,
    )
)
