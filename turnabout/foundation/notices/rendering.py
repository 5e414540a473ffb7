"""A row of the outbox becomes a mail in its reader's language: text first, HTML second."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.utils import translation
from django.utils.html import escape
from django.utils.timezone import override as zone_override
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.role_words import said_as
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import (
    Recipient,
    calendar_of,
    links_of,
    own_words_for,
    recipient_of,
    role_words_of,
)
from turnabout.foundation.notices.own_words import OwnWords, engine

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
    subject = " ".join(_rendered(f"{folder}/subject.txt", facts, own.get("subject", {})).split())
    if facts.get("is_sample"):
        subject = _("Sample: %(subject)s") % {"subject": subject}
    in_body = own.get("body", {})
    text = _rendered(f"{folder}/body.txt", facts, in_body).strip() + "\n"
    page = _rendered(f"{folder}/body.html", facts, in_body, autoescape=True)
    page = TITLE.sub(lambda _match: f"<title>{escape(subject)}</title>", page, count=1)
    return Words(subject, text, css_inline.inline(page, keep_at_rules=True))


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


def render_mail(message: OutboxMessage, recipient: Recipient) -> EmailMultiAlternatives:
    """Render a message. Raises what the templates raise."""
    words = _words_of(message, recipient, links_of(message))
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[_mailbox(recipient)],
        headers={"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(words.html, "text/html")
    calendar = calendar_of(message)
    if calendar:
        # The last and richest way to say the same: some clients ask to answer only then.
        method = "CANCEL" if b"METHOD:CANCEL" in calendar else "REQUEST"
        mail.attach_alternative(calendar.decode(), f"text/calendar; method={method}")
    return mail


def _words_of(message: OutboxMessage, recipient: Recipient, links: Mapping[str, str]) -> Words:
    """A message in its reader's language and hours, in the words of her organisation."""
    own = own_words_for(message.kind, message.recipient, recipient.language)
    with (
        translation.override(recipient.language),
        zone_override(recipient.zone),
        said_as(role_words_of(message)),
    ):
        return render_words(message.kind, {**message.context, **links, "recipient": recipient}, own)


def _rendered(
    name: str, facts: Mapping[str, Any], own: Mapping[str, str], *, autoescape: bool = False
) -> str:
    context = Context({**facts, "own_words": own}, autoescape=autoescape)
    return str(engine().get_template(name).render(context))


def _mailbox(recipient: Recipient) -> str:
    name = recipient.name.replace('"', "").replace("\r", " ").replace("\n", " ")
    return f'"{name}" <{recipient.address}>'


def _message_id(message: OutboxMessage) -> str:
    host = settings.SITE_HOST.split(":", 1)[0]
    return f"<{message.public_id}@{host}>"
