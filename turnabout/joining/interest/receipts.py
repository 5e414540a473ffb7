"""What somebody answered, locked and handed to her alone; nothing of it is kept here."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.interest.models import Poll

SALT = "turnabout.poll.receipt"


@dataclass(frozen=True)
class Receipt:
    """The side and the groups of topics that somebody named in a poll."""

    poll: str
    side: str
    topics: tuple[str, ...]


def make_receipt(poll: Poll, *, side: str, topics: tuple[str, ...]) -> str:
    """A code that only this site can open, and that says nothing to whoever sees it."""
    content = json.dumps([poll.public_id, side, list(topics)])
    return _lock().encrypt(content.encode()).decode()


def read_receipt(code: str) -> Receipt:
    """What a code holds. Refuses one that was cut or changed, or comes from elsewhere."""
    try:
        poll, side, topics = json.loads(_lock().decrypt("".join(code.split()).encode()))
    except (InvalidToken, ValueError) as error:
        raise Refusal(
            _("This receipt is not complete. Copy all of it, or go on without it.")
        ) from error
    return Receipt(poll, side, tuple(topics))


def _lock() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac(SALT, "lock", algorithm="sha256").digest()))
