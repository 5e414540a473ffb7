"""Where calendars answer to: an address of its own for each person and entry.

Whoever knows the address got the invitation, and nobody else did; the sender's name proves nothing.
"""

import base64
from collections.abc import Iterable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "turnabout.calendar.reply"
TOKEN_BYTES = 15


def uid_of(public_id: str) -> str:
    """The name of an entry in every calendar of the world."""
    return f"{public_id}@{settings.SITE_HOST.split(':', 1)[0]}"


def reply_address(uid: str, person: str) -> str:
    """The organiser of one entry for one person; the site itself where nothing takes answers."""
    name, site = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if not settings.REPLIES_ADDRESS:
        return formataddr((name, site))
    local, _at, host = settings.REPLIES_ADDRESS.partition("@")
    return formataddr((name, f"{local}+{_token(uid, person)}@{host}"))


def tokens_in(addresses: Iterable[str]) -> tuple[str, ...]:
    """What follows the plus in addresses of ours."""
    local, _at, host = settings.REPLIES_ADDRESS.lower().partition("@")
    found = []
    for address in addresses:
        user, _at, at_host = address.lower().partition("@")
        name, plus, token = user.partition("+")
        if plus and (name, at_host) == (local, host):
            found.append(token)
    return tuple(found)


def is_from(person: str, uid: str, tokens: Iterable[str]) -> bool:
    """Whether one of the tokens was given to this person for this entry."""
    wanted = _token(uid, person)
    return any(constant_time_compare(wanted, token) for token in tokens)


def _token(uid: str, person: str) -> str:
    """120 bits in letters that survive a server that writes addresses small."""
    digest = salted_hmac(SALT, f"{uid}\n{person}", algorithm="sha256").digest()
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().lower()
