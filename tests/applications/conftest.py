"""What the tests of applications share: browsers of one's own, and the letters that left."""

from dataclasses import dataclass
from email import message_from_bytes

import pytest
from django.test import Client


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str


@pytest.fixture
def letters(outbox):
    """What has left since it was asked last."""
    seen = 0

    def new():
        nonlocal seen
        copies = outbox()
        fresh, seen = copies[seen:], len(copies)
        return [Mail(one.to_mailbox, one.subject, body_of(one)) for one in fresh]

    return new


def body_of(copy):
    parts = message_from_bytes(bytes(copy.message)).walk()
    [text] = [part for part in parts if part.get_content_type() == "text/plain"]
    return text.get_payload(decode=True).decode()


@pytest.fixture
def as_person():
    """Signed in, each in a browser of her own."""

    def signed_in(person):
        client = Client()
        client.force_login(person.user)
        return client

    return signed_in
