"""Roles' duties and the three promises, for an organisation to put in its own words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from turnabout.foundation.common.own_texts import NextStep, OwnText, Slot, offers
from turnabout.frame.directory.models import Organisation
from turnabout.joining.applications.duties import kind_of, sides_said, slots_of
from turnabout.joining.applications.queries.promises import to_ask_anew

CHANGING = gettext_lazy(
    "Whoever accepted other words is asked to accept the new ones, with what has changed. What the"
    " product keeps for everybody, such as sealed notes and a silent no, stays whatever is written."
)


def _declare(name: str, title: Any, read_where: Any) -> None:
    offers(
        OwnText(
            kind=kind_of(name),
            name=title,
            read_where=read_where,
            changing=CHANGING,
            slots=_slots(name),
            template="applications/_sides_said.html",
            preview=_preview(name),
            steps=_steps(name),
        )
    )


def _slots(name: str) -> Callable[[], Sequence[Slot]]:
    return lambda: slots_of(name)


def _preview(name: str) -> Callable[[Mapping[str, str]], Mapping[str, Any]]:
    return lambda words: {"sides": sides_said(name, words)}


def _steps(name: str) -> Callable[[int], Sequence[NextStep]]:
    def steps(organisation_id: int) -> Sequence[NextStep]:
        waiting = to_ask_anew(Organisation.objects.get(pk=organisation_id), name).to_write
        if not waiting:
            return ()
        told = ngettext(
            "%(count)s person accepted other words and has not been asked yet.",
            "%(count)s people accepted other words and have not been asked yet.",
            waiting,
        )
        url = reverse("applications:ask_again", args=[name])
        return (NextStep(told % {"count": waiting}, _("See the letter, then ask them"), url),)

    return steps


_declare(
    "reverse",
    gettext_lazy("Duties and promises where juniors mentor"),
    gettext_lazy("Read side by side and accepted by everybody who applies where juniors mentor."),
)
_declare(
    "growth",
    gettext_lazy("Duties and promises where experience is passed on"),
    gettext_lazy(
        "Read side by side and accepted by everybody who applies in all other programmes."
    ),
)
