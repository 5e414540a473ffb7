from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.shortcuts import get_object_or_404
from django.urls import reverse

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.outbox import LinkWanted

RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
RESET_DAYS = 3


def send_password_reset(user: User) -> None:
    """Write to somebody who asked for a new password; to nobody who may not come in."""
    person = enriched(Actor(user_id=user.pk)).person
    if person is not None and user.is_active:
        outbox.add(
            "accounts/password_reset",
            to=person,
            links={"action_url": LinkWanted(RESET_PASSWORD, user.public_id, RESET_DAYS)},
        )


@leads_to(RESET_PASSWORD)
def password_form(link: LinkPurpose) -> str:
    user = get_object_or_404(User, public_id=link.about, is_active=True)
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
