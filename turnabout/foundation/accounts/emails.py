from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import (
    LinkPurpose,
    leads_to,
    make_token,
    site_link,
)
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.foundation.notices.outbox import LinkWanted, makes_unsubscribe_links
from turnabout.foundation.notices.rendering import NOTICES

RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
RESET_DAYS = 3
FEWER = "fewer"
FEWER_DAYS = 180


def send_password_reset(user: User) -> None:
    """Write to somebody who asked for a new password; to nobody who may not come in."""
    person = enriched(Actor(user_id=user.pk)).person
    if person is not None and user.is_active:
        outbox.add(
            "accounts/password_reset",
            to=person,
            links={"action_url": password_link(user, days=RESET_DAYS)},
        )


def password_link(user: User, *, days: int) -> LinkWanted:
    """A link to choose a password with, good until she has chosen one or signed in."""
    return LinkWanted(RESET_PASSWORD, f"{user.public_id}.{_mark_of(user)}", days)


@leads_to(RESET_PASSWORD)
def password_form(link: LinkPurpose) -> str:
    """Lead to the form for a new password as long as its link is good."""
    public_id, _dot, mark = link.about.partition(".")
    user = get_object_or_404(User, public_id=public_id, is_active=True)
    if enriched(Actor(user_id=user.pk)).person is None:
        raise Http404
    if not constant_time_compare(mark, _mark_of(user)):
        raise Refusal(_("This link was used already. Ask for a new one."))
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


@leads_to(NOTICES)
def to_preferences(_link: LinkPurpose) -> str:
    return reverse("accounts:preferences")


@leads_to(FEWER)
def to_fewer(link: LinkPurpose) -> str:
    return reverse("accounts:fewer", args=[make_token(link, days=1)])


@makes_unsubscribe_links
def unsubscribe_link(recipient: str, kind: str) -> str:
    token = make_token(LinkPurpose(FEWER, recipient, kind), days=FEWER_DAYS)
    return site_link(reverse("accounts:fewer", args=[token]))


def _mark_of(user: User) -> str:
    """What changes with the password and with each sign-in, so that an old mail opens nothing."""
    state = f"{user.pk}:{user.password}:{user.last_login}"
    return salted_hmac("turnabout.reset", state, algorithm="sha256").hexdigest()[:22]


describes(
    "accounts/password_reset",
    to=_("Whoever signs in"),
    why=_("She asked for a new password."),
)
