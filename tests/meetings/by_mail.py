"""Somebody who has nothing but her mail: she reads it, taps a link, fills in a form, taps a button.

Mails come from a real server, are parsed as a client parses them, and only what stands in them is
followed: she has no password and knows no address of the site.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html.parser import HTMLParser
from socket import socket
from urllib.parse import urljoin, urlsplit

from aiosmtpd.controller import Controller
from django.test import Client

from tests.meetings.calendar_client import CalendarClient, entry_in
from turnabout.foundation.common.due import run_due
from turnabout.foundation.notices.services import deliver_due


class Inbox:
    """What a mail server took, by the address it was for."""

    def __init__(self):
        self.mails = {}

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            self.mails.setdefault(address, []).append(envelope.original_content)
        return "250 taken"


@contextmanager
def mail_server(settings):
    """A real mail server on this machine, and this site sending through it."""
    inbox = Inbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield inbox
    controller.stop()


@dataclass
class Form:
    action: str
    values: dict = field(default_factory=dict)
    buttons: dict = field(default_factory=dict)
    is_post: bool = False


class _Page(HTMLParser):
    """The links and forms of a page, with what a browser would send from them."""

    def __init__(self, text, *, at):
        super().__init__()
        self.text, self.at = text, at
        self.links, self.forms, self.choices = {}, [], {}
        self._open, self._words, self._select = None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self._open, self._words = ("a", named["href"]), []
        elif tag == "form":
            self.forms.append(
                Form(named.get("action") or "", is_post=named.get("method") == "post")
            )
        elif tag == "button" and self.forms:
            self._open, self._words = ("button", (named.get("name"), named.get("value", ""))), []
        elif tag in ("input", "textarea", "select") and self.forms and named.get("name"):
            self._take(tag, named)
        elif tag == "option" and self._select:
            self.choices.setdefault(self._select, []).append(named.get("value", ""))
            values = self.forms[-1].values
            if "selected" in named or self._select not in values:
                values[self._select] = named.get("value", "")

    def _take(self, tag, named):
        if tag == "textarea":
            self._open, self._words = ("textarea", named["name"]), []
            return
        values, kind = self.forms[-1].values, named.get("type", "text")
        self._select = named["name"] if tag == "select" else None
        is_choice = kind in ("checkbox", "radio")
        if is_choice:
            self.choices.setdefault(named["name"], []).append(named.get("value", ""))
        if tag != "select" and (not is_choice or "checked" in named):
            values[named["name"]] = named.get("value", "")

    def handle_data(self, data):
        if self._words is not None:
            self._words.append(data)

    def handle_endtag(self, tag):
        if self._open is None or tag != self._open[0]:
            return
        words = " ".join("".join(self._words).split())
        if tag == "textarea":
            self.forms[-1].values[self._open[1]] = "".join(self._words).removeprefix("\n")
        elif tag == "a":
            self.links.setdefault(words, self._open[1])
        else:
            self.forms[-1].buttons[words] = self._open[1]
        self._open = self._words = None


class Reader:
    """One person and her mail."""

    def __init__(self, person, inbox):
        self.person, self.inbox = person, inbox
        self.calendar, self.client = CalendarClient(), Client()
        self._ahead, self._seen, self._read, self._parsed = "", None, 0, []

    @property
    def page(self):
        """The page she is on; she looks at it only when she does something there."""
        if self._ahead:
            answer = self.client.get(self._ahead, follow=True)
            assert answer.status_code == 200, (answer.status_code, self._ahead)
            self._seen = _Page(answer.content.decode(), at=answer.request["PATH_INFO"])
            self._ahead = ""
        return self._seen

    @property
    def text(self):
        return self.page.text

    @property
    def mails(self):
        received = self.inbox.mails.get(self.person.address, [])
        for mail in received[len(self._parsed) :]:
            self._parsed.append(message_from_bytes(mail, policy=policy.default))
        return self._parsed

    def open_mail(self, subject, *, tap=None):
        """Open the latest mail whose subject begins so, and tap a link of its text."""
        mail = [one for one in self.mails if one["Subject"].startswith(subject)][-1]
        text = mail.get_body(("plain",)).get_content().replace("\r", "")
        links = re.findall(r"^(.*?):\s+(https?://\S+)$", text, re.MULTILINE)
        address = dict(links)[tap] if tap else links[0][1]
        self.client.cookies.clear()
        self._ahead = _path(address)
        assert self.page
        return self

    def tap(self, words):
        """Tap a link of the page."""
        self._ahead = urljoin(self.page.at, self.page.links[words])
        return self

    def press(self, button, /, **written):
        """Fill in the form that has this button, leave the rest as it stands, and press it."""
        form = next(one for one in self.page.forms if button in one.buttons)
        assert form.is_post
        name, value = form.buttons[button]
        data = {**form.values, **({name: value} if name else {}), **written}
        address = urljoin(self.page.at, form.action)
        answer = self.client.post(address, data)
        assert answer.status_code == 302, (answer.status_code, answer.content.decode())
        self._ahead = urljoin(address, answer["Location"])
        return self

    def take_entries(self):
        """Let the calendar take what the mails since the last time bring."""
        received = self.inbox.mails.get(self.person.address, [])
        for mail in received[self._read :]:
            entry = entry_in(mail)
            if entry is not None:
                self.calendar.take(entry)
        self._read = len(received)
        return sorted(self.calendar.shown, key=lambda entry: entry.starts_at)


def _path(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def let_time_pass():
    """What the worker does at another moment: all that is due, and the mails that come of it."""
    run_due()
    deliver_due()
