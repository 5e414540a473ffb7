"""The mail that asks the sponsor’s office to help promises being kept. Totals, and no pair."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.outcomes.figures.models import Release
from turnabout.outcomes.figures.queries import sponsor_page

DAYS_BETWEEN = 14


def send_keep_promises(programme: Programme) -> None:
    """Ask once a fortnight at most, with the totals that were published, or with none."""
    fortnight = now().date().toordinal() // DAYS_BETWEEN
    for person, is_assistant in sponsors_office(programme):
        outbox.add(
            "figures/keep-promises",
            to=person,
            about=programme,
            context={
                "programme_name": programme.name,
                "organisation_name": programme.organisation.name,
                "is_assistant": is_assistant,
                "figures_path": reverse("figures:sponsor", args=[programme.public_id]),
                **_totals(programme),
            },
            dedupe=f"keep-promises:{programme.public_id}:{fortnight}:{person.public_id}",
        )


def sponsors_office(programme: Programme) -> list[tuple[Person, bool]]:
    """Whoever arranges for a sponsor, else the sponsors themselves."""
    active = Membership.objects.active().filter(programme=programme).select_related("person")
    sponsors = active.filter(role="sponsor")
    assistants = active.filter(role="delegate", principal__in=sponsors.values("person"))
    return [(one.person, True) for one in assistants] or [(one.person, False) for one in sponsors]


def _totals(programme: Programme) -> dict[str, int]:
    """What has passed disclosure control before; a fresh count would tell of fewer people."""
    release = Release.objects.filter(programme=programme).first()
    page = sponsor_page(release) if release else None
    if page is None or not page.due:
        return {"due": 0, "kept": 0, "moved": 0, "missed": 0}
    return {"due": page.due, "kept": page.kept, "moved": page.moved, "missed": page.missed}


def _sample(**facts: Any) -> dict[str, Any]:
    totals = {"due": 84, "kept": 61, "moved": 17, "missed": 6}
    return {"figures_path": "/figures/…", **totals, **facts}


describes(
    "figures/keep-promises",
    to=_("Assistants of sponsors, or the sponsors"),
    why=_("In some pair, the senior’s side has moved or given up three sessions."),
    by_role=lambda: {
        str(_("Assistant of the sponsor")): _sample(is_assistant=True),
        str(_("Sponsor, before there are figures")): _sample(is_assistant=False, due=0),
    },
    manner=Manner.ASK,
)
