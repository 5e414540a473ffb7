"""Posting a few neutral words to an incoming webhook, and to nothing else.

The address is somebody's input, so it could point anywhere. Only hosts that the owner named are
written to, by TLS and by the guarded way out; an answer that leads elsewhere is not followed.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.outside import Limits, OutOfReachError, Question, fetch

HTTPS = 443
LIMITS = Limits(most_bytes=64 * 1024, seconds=5)


class Dialect(models.TextChoices):
    """What the other end understands."""

    SLACK = "slack", _("Slack")
    TEAMS = "teams", _("Microsoft Teams, by a workflow")
    JSON = "json", _("Another one: title, text and link as JSON")


class PostError(Exception):
    """Why a post did not arrive, in words that hold no address."""


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
    host_of(address)
    body = json.dumps(payload(dialect, title=title, text=text, link=link)).encode()
    question = Question(
        address,
        method="POST",
        body=body,
        headers={"Content-Type": "application/json"},
        is_followed=False,
    )
    try:
        answer = fetch(question, LIMITS)
    except OutOfReachError as error:
        raise PostError(error.sentence) from error
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


def _covers(allowed: str, host: str) -> bool:
    return host.endswith(allowed) if allowed.startswith(".") else bool(allowed) and host == allowed


def _not_an_address() -> Refusal:
    return Refusal(_("That is no address of a webhook. It begins with https:// and a host."))
