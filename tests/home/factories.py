"""A mail as it stays where none may leave."""

from tests.factories import MONDAY
from turnabout.foundation.notices.models import KeptCopy


def keep_mail():
    return KeptCopy.objects.create(
        kept_at=MONDAY,
        to_address="ada@example.org",
        subject="Three times for session 5",
        message=(
            b"Subject: Three times for session 5\r\nTo: ada@example.org\r\n"
            b'Content-Type: multipart/mixed; boundary="b"\r\nMIME-Version: 1.0\r\n\r\n'
            b"--b\r\nContent-Type: text/plain\r\n\r\nChoose: http://testserver/go/x/\r\n"
            b"--b\r\nContent-Type: text/html\r\n\r\n<p>Choose</p>\r\n"
            b"--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"
        ),
    )
