"""The mailbox in which calendars answer, read by IMAP. Nothing in it is changed or marked.

How far it was read is a row: two workers do not read it at once, and a crash reads one mail again.
"""

import imaplib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.common.time import now
from turnabout.together.meetings.models import Mailbox
from turnabout.together.meetings.replies import read_reply, take

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
TIMEOUT_SECONDS = 20
LARGEST_MAIL = 512 * 1024
MOST_AT_ONCE = 200
UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """One mail as the server lists it."""

    uid: int
    size: int


@does_what_is_due("meetings.read_replies")
def read_replies() -> int:
    """Read what calendars have answered since the last look; how many answers were taken."""
    if not (settings.REPLIES_ADDRESS and settings.REPLIES_HOST):
        return 0
    box = _claimed()
    if box is None:
        return 0
    pause = LEASE
    try:
        with _connected() as server:
            server.login(settings.REPLIES_USER, settings.REPLIES_PASSWORD)
            taken = _read(server, box)
        pause = PAUSE
        Mailbox.objects.filter(pk=box.pk).update(read_at=now())
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("The mailbox of answers could not be read: %s", type(error).__name__)
        return 0
    finally:
        Mailbox.objects.filter(pk=box.pk).update(leased_until=now() + pause)
    return taken


def _claimed() -> Mailbox | None:
    """The mailbox, held by this worker; None while another reads it or has just done so."""
    name = f"{settings.REPLIES_USER}@{settings.REPLIES_HOST}/{settings.REPLIES_FOLDER}"
    box, _is_new = Mailbox.objects.get_or_create(name=name[:254])
    is_held = Mailbox.objects.free(now()).filter(pk=box.pk).update(leased_until=now() + LEASE)
    return box if is_held else None


def _connected() -> imaplib.IMAP4:
    make = imaplib.IMAP4_SSL if settings.REPLIES_TLS else imaplib.IMAP4
    return make(settings.REPLIES_HOST, settings.REPLIES_PORT, timeout=TIMEOUT_SECONDS)


def _read(server: imaplib.IMAP4, box: Mailbox) -> int:
    server.select(f'"{settings.REPLIES_FOLDER}"', readonly=True)
    validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    if validity != box.uid_validity:
        # The server numbers its mails anew; an answer that is read twice is taken once.
        box.uid_validity, box.last_uid = validity, 0
    taken = 0
    for letter in list(_letters(server, after=box.last_uid))[:MOST_AT_ONCE]:
        if letter.size <= LARGEST_MAIL:
            reply = read_reply(_content(server, letter.uid))
            taken += reply is not None and take(reply)
        box.last_uid = letter.uid
        Mailbox.objects.filter(pk=box.pk).update(uid_validity=validity, last_uid=letter.uid)
    return taken


def _letters(server: imaplib.IMAP4, *, after: int) -> Iterator[Letter]:
    """What lies in the mailbox after a number, in order. The last mail is always listed."""
    _status, lines = server.uid("FETCH", f"{after + 1}:*", "(UID RFC822.SIZE)")
    found = []
    for line in lines:
        told = line if isinstance(line, bytes) else b""
        uid, size = UID.search(told), SIZE.search(told)
        if uid and size and int(uid[1]) > after:
            found.append(Letter(int(uid[1]), int(size[1])))
    yield from sorted(found, key=lambda letter: letter.uid)


def _content(server: imaplib.IMAP4, uid: int) -> bytes:
    _status, parts = server.uid("FETCH", str(uid), "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")
