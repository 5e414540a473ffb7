"""The mails about concerns: that there is one, never what it says or who told it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.listening.concerns.models import Concern


def send_raised(concern: Concern) -> None:
    guardians = (
        concern.programme.memberships.active().filter(role="guardian").select_related("person")
    )
    desk = reverse("concerns:desk", kwargs={"programme": concern.programme.public_id})
    for guardian in guardians:
        outbox.add(
            "concerns/raised",
            to=guardian.person,
            about=concern,
            context={**_frame(concern.programme), "desk_path": desk},
            dedupe=f"concern:{concern.public_id}:{guardian.person.public_id}",
        )


def send_answered(concern: Concern, *, author: Person) -> None:
    outbox.add(
        "concerns/answered",
        to=author,
        about=concern,
        context=_frame(concern.programme),
        dedupe=f"concern-read:{concern.public_id}",
    )


def _frame(programme: Programme) -> dict[str, str]:
    return {
        "programme_name": programme.name,
        "organisation_name": programme.organisation.name,
    }


describes(
    "concerns/raised",
    to=_("Guardians"),
    why=_("Somebody raised a concern."),
    facts=lambda: {"desk_path": "/"},
)
describes(
    "concerns/answered",
    to=_("Whoever raised a concern"),
    why=_("The guardian has read it."),
)
