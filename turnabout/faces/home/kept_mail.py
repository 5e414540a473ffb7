"""The mails of a demo or a development installation, exactly as they would have been sent."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from turnabout.foundation.notices.models import KeptCopy


@dataclass(frozen=True)
class MailParts:
    """One mail taken apart: what its reader sees, and the source."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    calendar: str
    source: str


SHOWN_HEADERS = ("From", "To", "Subject", "Message-ID", "Auto-Submitted")


def parts_of(copy: KeptCopy) -> MailParts:
    source = bytes(copy.message)
    mail = message_from_bytes(source, policy=policy.default)
    return MailParts(
        headers=tuple((name, str(mail[name])) for name in SHOWN_HEADERS if mail[name]),
        text=_part(mail, "text/plain"),
        html=_part(mail, "text/html"),
        calendar=_part(mail, "text/calendar"),
        source=source.decode("utf-8", "replace"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == kind:
            return str(part.get_content())
    return ""
