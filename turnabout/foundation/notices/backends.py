"""Where mail goes when none may leave."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import KeptCopy


class KeptMail(BaseEmailBackend):
    """Keep every mail as a row, byte for byte as it would have been sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            KeptCopy.objects.create(
                kept_at=now(),
                to_address=", ".join(mail.recipients()),
                subject=str(mail.subject)[:300],
                message=mail.message().as_bytes(),
            )
        return len(email_messages)
