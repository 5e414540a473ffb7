"""What whoever looks after the installation is told by mail: numbers, and where to look."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import today
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.frame.directory.models import Person


def send_trouble(owner: Person, *, parked: int, failing: int) -> None:
    """Tell an owner, once a day at most, that something was given up or fails again and again."""
    outbox.add(
        "home/trouble",
        to=owner,
        context={
            "organisation_name": owner.organisation.name,
            "parked": parked,
            "failing": failing,
            "owner_path": reverse("home:owner"),
        },
        dedupe=f"trouble:{owner.public_id}:{today(owner.clock_zone)}",
    )


describes(
    "home/trouble",
    to=_("Owners"),
    why=_("Mails were given up, or a job fails again and again."),
    facts=lambda: {"parked": 2, "failing": 1, "owner_path": "/owner/"},
)
