"""A calendar to subscribe to: a secret address for each person, which she renews or closes.

The address is made from the site's secret and a number that is drawn anew; the database keeps only
its digest, so that nobody who reads the database can open a calendar.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor, Scope, enriched
from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.calendars import Entry, feed_file
from turnabout.together.meetings.entries import entry_for_others, entry_of
from turnabout.together.meetings.models import Feed, Meeting

SALT = "turnabout.calendar.feed"
FEED = Scope("feed", "")
Filler = Callable[[Actor], Iterable[Entry]]
_fillers: list[Filler] = []


@dataclass(frozen=True)
class FeedContent:
    """What a subscriber gets, and since when it has been so."""

    body: bytes
    tag: str
    changed_at: datetime


def fills_feeds(filler: Filler) -> Filler:
    """Register what a reader of her own calendar sees in it: entries without the people in them."""
    _fillers.append(filler)
    return filler


@transaction.atomic
def open_feed(person: Person) -> Feed:
    """Open a calendar to subscribe to, or another address for it: the one before is closed."""
    Person.objects.select_for_update().get(pk=person.pk)
    Feed.objects.filter(person=person).delete()
    feed = Feed(person=person, nonce=random_token(), opened_at=now())
    feed.secret_digest = _digest(_secret(feed))
    feed.save()
    audit.record("calendar_feed_opened", about=person, by=person)
    return feed


@transaction.atomic
def close_feed(person: Person) -> None:
    """Close the calendar: its address leads nowhere from now on."""
    closed, _rows = Feed.objects.filter(person=person).delete()
    if closed:
        audit.record("calendar_feed_closed", about=person, by=person)


def address_of(feed: Feed) -> str:
    """The secret address; empty where the site's own secret is another one since."""
    secret = _secret(feed)
    if _digest(secret) != feed.secret_digest:
        return ""
    return settings.SITE_ADDRESS + reverse("meetings:feed", kwargs={"secret": secret})


def feed_at(secret: str) -> Feed | None:
    """The calendar that this address opens, while its person is here."""
    found = Feed.objects.filter(secret_digest=_digest(secret), person__left_on=None)
    return found.select_related("person__organisation").first()


def content_of(feed: Feed) -> FeedContent:
    """The calendar as it is now; since when is noted the first time that it is another one."""
    person = feed.person
    with translation.override(person.language or person.organisation.language):
        reader = enriched(Actor(person_ref=person.public_id, scope=FEED))
        entries = [entry for filler in _fillers for entry in filler(reader)]
        body = feed_file(entries, name=_("Sessions"))
    tag = hashlib.sha256(body).hexdigest()[:32]
    if tag != feed.content_tag:
        feed.content_tag, feed.content_changed_at = tag, now()
        Feed.objects.filter(pk=feed.pk).update(content_tag=tag, content_changed_at=now())
    return FeedContent(body, tag, feed.content_changed_at or feed.opened_at)


@fills_feeds
def sessions(reader: Actor) -> Iterable[Entry]:
    """Her sessions, and those she arranges for somebody: times and places, the same for both."""
    seen = Meeting.objects.visible_to(reader).standing().select_related("pair__programme")
    return [
        entry_of(meeting)
        if reader.person_id in (meeting.pair.mentor_id, meeting.pair.mentee_id)
        else entry_for_others(meeting)
        for meeting in seen
    ]


def _secret(feed: Feed) -> str:
    told = f"{feed.person.public_id}\n{feed.nonce}"
    digest = salted_hmac(SALT, told, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
