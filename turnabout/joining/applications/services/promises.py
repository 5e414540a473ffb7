"""Duties and promises are accepted anew when their words have changed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.joining.applications import emails
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries.promises import to_ask_anew
from turnabout.joining.applications.services import accept


@transaction.atomic
def accept_anew(application: Application) -> None:
    """Accept duties and promises as they read now. The earlier yes stays beside it."""
    accept(application)
    audit.record("promises_accepted", about=application, by=application.membership.person)


@transaction.atomic
def ask_anew(organisation: Organisation, name: str, *, by: Person) -> int:
    """Write to everybody who accepted other words, each once. Tells to how many."""
    # Two who tap at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    found = to_ask_anew(organisation, name)
    if not found.to_write:
        raise Refusal(
            _("Nobody is left to write to: all have accepted these words, or were asked.")
        )
    for application in found.applications:
        emails.send_promises_changed(application)
    audit.record("promises_asked", about=organisation, by=by, people=found.to_write)
    return found.to_write
