"""The digest: what waited for one reader, gathered into one mail."""

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import now
from turnabout.foundation.notices.catalogue import DIGEST, Manner, describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import Recipient
from turnabout.foundation.notices.pacing import lines_of
from turnabout.foundation.notices.rendering import DigestLine, render_line, render_mail


def render_digest(message: OutboxMessage, recipient: Recipient) -> EmailMultiAlternatives:
    """One mail of all that is still worth saying, each with its own words and its own link."""
    lines = [vars(render_line(line, recipient)) for line in lines_of(message, now())]
    return render_mail(message, recipient, {"lines": lines})


def _sample() -> dict[str, object]:
    line = DigestLine(_("Twenty seconds for you"), _("Two or three taps, for you."), "…")
    return {"lines": [vars(line)]}


describes(
    DIGEST,
    to=_("Everybody who is written to"),
    why=_("Several things waited, so that they come as one mail."),
    facts=_sample,
    manner=Manner.NEWS,
)
