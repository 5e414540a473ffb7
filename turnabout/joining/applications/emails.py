from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, still_wanted
from turnabout.joining.applications.models import Application

RECEIVED = "applications/received"
RESERVE = "applications/reserve"
WELCOME_BACK = "applications/welcome_back"


@leads_to("apply")
def to_the_application(link: LinkPurpose) -> str:
    return reverse("applications:apply", args=[link.about])


def send_received(application: Application) -> None:
    """Thank the applicant, and give her the way back to what she wrote."""
    _add(RECEIVED, application, dedupe=f"{RECEIVED}:{application.public_id}:{application.sent_at}")


def send_reserve(application: Application) -> None:
    _add(RESERVE, application)


def send_welcome_back(application: Application) -> None:
    _add(WELCOME_BACK, application)


@still_wanted(RECEIVED, RESERVE, WELCOME_BACK)
def is_still_there(message: OutboxMessage) -> bool:
    """Nobody hears of an application that she took back in the meantime."""
    application = Application.objects.sent().filter(public_id=message.about).first()
    if application is None:
        return False
    if message.kind == RECEIVED:
        return True
    return (application.declined_at is not None) == (message.kind == RESERVE)


def _add(kind: str, application: Application, dedupe: str | None = None) -> None:
    membership = application.membership
    outbox.add(
        kind,
        to=membership.person,
        about=application,
        context={
            "programme_name": membership.programme.name,
            "organisation_name": membership.programme.organisation.name,
            "role": membership.role,
        },
        links={"action_url": LinkWanted("apply", membership.public_id)},
        dedupe=dedupe,
    )


describes(
    RECEIVED,
    to=_("Those who apply"),
    why=_("An application has been sent."),
    by_role=lambda: {str(_("Mentor")): {"role": "mentor"}, str(_("Mentee")): {"role": "mentee"}},
)
describes(
    RESERVE,
    to=_("Those who apply"),
    why=_("There is no place yet, and the application waits on the reserve list."),
)
describes(
    WELCOME_BACK,
    to=_("Those who apply"),
    why=_("A place has come free."),
)
