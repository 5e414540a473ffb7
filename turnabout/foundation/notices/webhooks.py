"""Posting a few neutral words to an incoming webhook, and to nothing else.

The address is somebody's input, so it could point anywhere. Only hosts that the owner named are
written to, by TLS, at an address in the public internet that is looked up once and then kept; an
answer that leads elsewhere is not followed.
"""

import json
import socket
import ssl
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal

HTTPS = 443
SECONDS = 5
MOST_READ = 1000
PUBLIC_V6 = IPv6Network("2000::/3")


class Dialect(models.TextChoices):
    """What the other end understands."""

    SLACK = "slack", _("Slack")
    TEAMS = "teams", _("Microsoft Teams, by a workflow")
    JSON = "json", _("Another one: title, text and link as JSON")


class PostError(Exception):
    """Why a post did not arrive, in a word or two that hold no address."""


def is_on() -> bool:
    return bool(settings.CHAT_HOSTS)


def host_of(address: str) -> str:
    """The host of an address that may be written to. Refuses every other one in words."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _not_an_address() from error
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https" or not host or parts.username or port not in (None, HTTPS):
        raise _not_an_address()
    if not any(_covers(allowed.strip().lower(), host) for allowed in settings.CHAT_HOSTS):
        raise Refusal(
            _("%(host)s is not among the hosts that may be written to from here.") % {"host": host}
        )
    return host


def post(address: str, dialect: str, *, title: str, text: str, link: str) -> None:
    """Post once. Raises PostError where it did not arrive, Refusal where it must not leave."""
    host = host_of(address)
    parts = urlsplit(address)
    where = parts.path + (f"?{parts.query}" if parts.query else "")
    body = json.dumps(payload(dialect, title=title, text=text, link=link)).encode()
    connection = _Pinned(host, _public_address(host))
    try:
        connection.request("POST", where or "/", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
    except (OSError, HTTPException) as error:
        raise PostError(type(error).__name__) from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise PostError(f"HTTP {answer.status}")


def payload(dialect: str, *, title: str, text: str, link: str) -> dict[str, Any]:
    if dialect == Dialect.SLACK:
        return {"text": f"*{title}*\n{text}\n<{link}>"}
    if dialect == Dialect.TEAMS:
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": [
                {"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True},
                {"type": "TextBlock", "text": text, "wrap": True},
            ],
            "actions": [{"type": "Action.OpenUrl", "title": "Turnabout", "url": link}],
        }
        kind = "application/vnd.microsoft.card.adaptive"
        return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
    return {"title": title, "text": text, "link": link}


class _Pinned(HTTPSConnection):
    """Speaks to the address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, address: str) -> None:
        self.address, self.context = address, ssl.create_default_context()
        super().__init__(host, HTTPS, timeout=SECONDS, context=self.context)

    def connect(self) -> None:
        raw = socket.create_connection((self.address, HTTPS), timeout=SECONDS)
        self.sock = self.context.wrap_socket(raw, server_hostname=self.host)


def _public_address(host: str) -> str:
    try:
        found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PostError("unknown host") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(is_public(one) for one in addresses):
        raise PostError("not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet, also one that is wrapped in another."""
    known: IPv4Address | IPv6Address = ip_address(address.split("%", 1)[0])
    if isinstance(known, IPv4Address):
        return known.is_global and not known.is_multicast
    is_wrapped = known.sixtofour is not None or known.teredo is not None
    return known in PUBLIC_V6 and known.is_global and not is_wrapped


def _covers(allowed: str, host: str) -> bool:
    return host.endswith(allowed) if allowed.startswith(".") else bool(allowed) and host == allowed


def _not_an_address() -> Refusal:
    return Refusal(_("That is no address of a webhook. It begins with https:// and a host."))
