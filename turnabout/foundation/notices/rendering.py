"""A row of the outbox becomes a mail in its reader's language: text first, HTML second."""

from dataclasses import dataclass
from email.mime.text import MIMEText

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import override as zone_override
from django.utils.translation import get_language

from turnabout.foundation.common.own_words import said_as
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import (
    Recipient,
    calendar_of,
    links_of,
    own_words_of,
    recipient_of,
)


@dataclass(frozen=True)
class Sample:
    """A mail as it would leave, to be read before it does."""

    to: str
    subject: str
    text: str
    html: str


def render_mail(message: OutboxMessage, recipient: Recipient) -> EmailMultiAlternatives:
    """Render a message. Raises what the templates raise."""
    subject, text, html = _rendered(message, recipient, links_of(message))
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[_mailbox(recipient)],
        headers={"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    calendar = calendar_of(message)
    if calendar:
        mail.attach(_calendar_part(calendar))
    return mail


def render_sample(message: OutboxMessage) -> Sample:
    """Render a message for somebody else's eyes. Its links open nothing: they are its reader's."""
    recipient = recipient_of(message) or Recipient("", "", get_language() or "en", "UTC")
    nowhere = dict.fromkeys(message.links, f"{settings.SITE_ADDRESS}/go/…")
    subject, text, html = _rendered(message, recipient, nowhere)
    return Sample(to=recipient.name, subject=subject, text=text, html=html)


def _rendered(
    message: OutboxMessage, recipient: Recipient, links: dict[str, str]
) -> tuple[str, str, str]:
    """The subject, the text and the page of a mail, in its reader's language and hours."""
    room, name = message.kind.split("/", 1)
    folder = f"{room}/emails/{name}"
    with (
        translation.override(recipient.language),
        zone_override(recipient.zone),
        said_as(own_words_of(message)),
    ):
        context = {
            **message.context,
            **links,
            "recipient": recipient,
            "site_address": settings.SITE_ADDRESS,
        }
        subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
        text = render_to_string(f"{folder}/body.txt", context).strip() + "\n"
        page = render_to_string(f"{folder}/body.html", context)
        html = css_inline.inline(page, keep_at_rules=True)
    return subject, text, html


def _mailbox(recipient: Recipient) -> str:
    name = recipient.name.replace('"', "").replace("\r", " ").replace("\n", " ")
    return f'"{name}" <{recipient.address}>'


def _message_id(message: OutboxMessage) -> str:
    host = settings.SITE_HOST.split(":", 1)[0]
    return f"<{message.public_id}@{host}>"


def _calendar_part(calendar: bytes) -> MIMEText:
    part = MIMEText(calendar.decode(), "calendar", "utf-8")
    method = "CANCEL" if b"METHOD:CANCEL" in calendar else "REQUEST"
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="session.ics")
    return part
