"""A row of the outbox becomes a mail in its reader's language: text first, HTML second."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.header import Header
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.timezone import override as zone_override
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.one_line import one_line
from turnabout.foundation.common.role_words import said_as
from turnabout.foundation.notices.catalogue import Manner, manner_of
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import (
    LinkWanted,
    Recipient,
    calendar_of,
    link_to,
    links_of,
    own_words_for,
    recipient_of,
    role_words_of,
    unsubscribe_link,
)
from turnabout.foundation.notices.own_words import OwnWords, engine, part_of

NOTICES = "notices"
FEWER_DAYS = 60
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True)
class Words:
    """A mail as it is read: its subject, its text and its HTML."""

    subject: str
    text: str
    html: str


def render_words(kind: str, facts: Mapping[str, Any], own: OwnWords) -> Words:
    """Render a mail in the language that is active, with own words for its sentences."""
    room, name = kind.split("/", 1)
    folder = f"{room}/emails/{name}"
    facts = {"site_address": settings.SITE_ADDRESS, **facts}
    subject = _subject(folder, facts, own)
    in_body = own.get("body", {})
    text = _rendered(f"{folder}/body.txt", facts, in_body).strip() + "\n"
    page = _rendered(f"{folder}/body.html", facts, in_body, autoescape=True)
    page = TITLE.sub(lambda _match: f"<title>{escape(subject)}</title>", page, count=1)
    return Words(subject, text, css_inline.inline(page, keep_at_rules=True))


class Unfolded(Header):
    """A header on one line: some servers stumble over an address that begins on a second one."""

    def encode(self, *_args: Any, **_options: Any) -> str:
        return str(self)


class Mail(EmailMultiAlternatives):
    """A mail whose way out stands on one line."""

    def message(self, **options: Any) -> Any:
        built = super().message(**options)
        way_out = built["List-Unsubscribe"]
        if way_out:
            built.replace_header("List-Unsubscribe", Unfolded(way_out))
        return built


@dataclass(frozen=True)
class Sample:
    """A letter as one of its readers would get it, with links that lead nowhere."""

    name: str
    subject: str
    text: str
    html: str


def sample_to(
    kind: str, facts: Mapping[str, Any], *, recipient: str, name: str, language: str
) -> Sample:
    """The letter that somebody would get now, to read before it leaves."""
    # The real link opens the door of the person it is sent to, so nobody else sees it.
    facts = {"action_url": f"{settings.SITE_ADDRESS}/go/…", **facts}
    reader = Recipient(address="", name=name, language=language, zone="")
    with translation.override(language):
        own = own_words_for(kind, recipient, language)
        words = render_words(kind, {**facts, "recipient": reader}, own)
    return Sample(name, words.subject, words.text.strip(), words.html)


def sample_of(message: OutboxMessage) -> Sample:
    """A message as its reader would get it, for somebody else's eyes: its links lead nowhere."""
    recipient = recipient_of(message) or Recipient("", "", get_language() or "en", "UTC")
    nowhere = dict.fromkeys(message.links, f"{settings.SITE_ADDRESS}/go/…")
    words = _words_of(message, recipient, nowhere)
    return Sample(recipient.name, words.subject, words.text, words.html)


def render_mail(
    message: OutboxMessage, recipient: Recipient, facts: Mapping[str, Any] | None = None
) -> EmailMultiAlternatives:
    """Render a message. Raises what the templates raise."""
    told = {**links_of(message), **_fewer(message), **(facts or {})}
    words = _words_of(message, recipient, told)
    mail = Mail(
        subject=words.subject,
        body=words.text,
        to=[_mailbox(recipient)],
        headers={
            "Message-ID": _message_id(message),
            "Auto-Submitted": "auto-generated",
            **_ways_out(message),
        },
    )
    mail.attach_alternative(words.html, "text/html")
    calendar = calendar_of(message)
    if calendar:
        # The last and richest way to say the same: some clients ask to answer only then.
        method = "CANCEL" if b"METHOD:CANCEL" in calendar else "REQUEST"
        mail.attach_alternative(calendar.decode(), f"text/calendar; method={method}")
    return mail


def render_title(message: OutboxMessage, recipient: Recipient) -> str:
    """The subject alone, as it would be sent now."""
    room, name = message.kind.split("/", 1)
    own = own_words_for(message.kind, message.recipient, recipient.language)
    with as_read_by(message, recipient):
        return _subject(f"{room}/emails/{name}", _facts_of(message, recipient, {}), own)


@dataclass(frozen=True)
class DigestLine:
    """One notice among others in a digest: what it says, and its link."""

    title: str | Promise
    text: str | Promise
    url: str
    programme: str = ""


def render_line(message: OutboxMessage, recipient: Recipient) -> DigestLine:
    """A message as a line of its reader's digest: the words of its text, without its frame."""
    room, name = message.kind.split("/", 1)
    folder = f"{room}/emails/{name}"
    own = own_words_for(message.kind, message.recipient, recipient.language)
    links = links_of(message)
    with as_read_by(message, recipient):
        facts = _facts_of(message, recipient, links)
        context = {**facts, "own_words": own.get("body", {})}
        heading = part_of(f"{folder}/body.txt", "heading", context)
        return DigestLine(
            title=" ".join(heading.split()) or _subject(folder, facts, own),
            text=part_of(f"{folder}/body.txt", "body", context).strip(),
            url=links.get("action_url", ""),
            programme=str(message.context.get("programme_name", "")),
        )


@contextmanager
def as_read_by(message: OutboxMessage, recipient: Recipient) -> Iterator[None]:
    """The language, the hours and the words of roles of whoever reads it."""
    with (
        translation.override(recipient.language),
        zone_override(recipient.zone),
        said_as(role_words_of(message)),
    ):
        yield


def _words_of(message: OutboxMessage, recipient: Recipient, links: Mapping[str, Any]) -> Words:
    """A message in its reader's language and hours, in the words of her organisation."""
    own = own_words_for(message.kind, message.recipient, recipient.language)
    with as_read_by(message, recipient):
        return render_words(message.kind, _facts_of(message, recipient, links), own)


def _facts_of(
    message: OutboxMessage, recipient: Recipient, links: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "site_address": settings.SITE_ADDRESS,
        **message.context,
        **links,
        "recipient": recipient,
    }


def _subject(folder: str, facts: Mapping[str, Any], own: OwnWords) -> str:
    subject = one_line(_rendered(f"{folder}/subject.txt", facts, own.get("subject", {})))
    return _("Sample: %(subject)s") % {"subject": subject} if facts.get("is_sample") else subject


def _fewer(message: OutboxMessage) -> dict[str, str]:
    """The way to fewer mails, in those that come unasked."""
    if manner_of(message.kind) is Manner.ACT:
        return {}
    wanted = LinkWanted(NOTICES, message.recipient, FEWER_DAYS)
    return {"fewer_url": link_to(wanted, message.recipient)}


def _ways_out(message: OutboxMessage) -> dict[str, str]:
    """What lets a mail program offer one tap to fewer mails (RFC 2369, RFC 8058)."""
    is_act = manner_of(message.kind) is Manner.ACT or message.context.get("is_sample")
    link = "" if is_act else unsubscribe_link(message.kind, message.recipient)
    if not link:
        return {}
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _rendered(
    name: str, facts: Mapping[str, Any], own: Mapping[str, str], *, autoescape: bool = False
) -> str:
    context = Context({**facts, "own_words": own}, autoescape=autoescape)
    return str(engine().get_template(name).render(context))


def _mailbox(recipient: Recipient) -> str:
    name = one_line(recipient.name).replace('"', "").replace("\\", "")
    return f'"{name}" <{recipient.address}>'


def _message_id(message: OutboxMessage) -> str:
    host = settings.SITE_HOST.split(":", 1)[0]
    return f"<{message.public_id}@{host}>"
