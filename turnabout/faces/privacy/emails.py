from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.faces.privacy.models import Erasure
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.directory.models import Person


def send_asked(erasure: Erasure) -> None:
    """Tell those who can do it that somebody asks, without saying who."""
    able = Person.objects.able_to_take_up(erasure.person.organisation_id)
    for person in able.exclude(pk=erasure.person_id):
        outbox.add(
            "privacy/erasure-asked",
            to=person,
            about=erasure,
            context={"asks_path": reverse("privacy:asks")},
            dedupe=f"erasure:{erasure.public_id}:{person.public_id}",
        )


@outbox.still_wanted("privacy/erasure-asked")
def is_still_waiting(message: OutboxMessage) -> bool:
    return Erasure.objects.waiting().filter(public_id=message.about).exists()


describes(
    "privacy/erasure-asked",
    to=_("Those who run programmes for the organisation, and owners"),
    why=_("Somebody asks to be erased."),
    facts=lambda: {"asks_path": "/privacy/asks/"},
    is_to_do=True,
)
