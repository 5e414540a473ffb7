"""One-purpose links: signed, dated, for one person, one purpose and one thing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import SpentLink
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.outbox import LinkWanted, makes_links

SALT = "turnabout.link"
SIGN_IN = "sign-in"
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class LinkPurpose:
    """What a link is for: the purpose, the person it was made for, the thing it is about."""

    purpose: str
    person: str
    about: str = ""


Destination = Callable[[LinkPurpose], str]
_destinations: dict[str, Destination] = {}


def leads_to(purpose: str) -> Callable[[Destination], Destination]:
    """Register where a link of this purpose leads: a function from the link to a path."""

    def declare(destination: Destination) -> Destination:
        _destinations[purpose] = destination
        return destination

    return declare


def make_link(link: LinkPurpose, *, days: int = 21) -> str:
    """A whole address that opens one purpose for one person for this many days."""
    return f"{settings.SITE_ADDRESS}/go/{make_token(link, days=days)}/"


@makes_links
def link_for_mail(wanted: LinkWanted, recipient: str) -> str:
    return make_link(LinkPurpose(wanted.purpose, recipient, wanted.about), days=wanted.days)


def make_token(link: LinkPurpose, *, days: int) -> str:
    until = int(now().timestamp()) + days * DAY_SECONDS
    content = [link.purpose, link.person, link.about, until]
    return signing.dumps(content, salt=SALT, compress=False).replace(":", "~")


def read_token(token: str) -> LinkPurpose:
    """What a link is for. Refuses one that was changed, has run out or has no purpose here."""
    try:
        purpose, person, about, until = signing.loads(token.replace("~", ":"), salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal(
            _("This link is not complete. Open it again from the mail, or copy all of it.")
        ) from error
    if until < now().timestamp():
        raise Refusal(_("This link has run out. Ask your coordinator for a new one."))
    if purpose != SIGN_IN and purpose not in _destinations:
        raise Refusal(_("This link leads nowhere any more. Ask your coordinator for a new one."))
    return LinkPurpose(purpose, person, about)


def destination(link: LinkPurpose) -> str:
    return _destinations[link.purpose](link)


def spend(token: str) -> None:
    """Use up a link that works once. Refuses the second time."""
    if not spend_once(token):
        raise Refusal(_("This link was used already. Ask for a new one."))


def spend_once(token: str) -> bool:
    """Use up a link that works once; false when it was used before."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    try:
        with transaction.atomic():
            SpentLink.objects.create(token_digest=digest, spent_at=now())
    except IntegrityError:
        return False
    return True


def site_link(path: str) -> str:
    """A path of this site as people can type it anywhere."""
    return f"{settings.SITE_ADDRESS}{path}"
