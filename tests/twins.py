"""Twin worlds: two databases that differ in one secret, seen by everybody, byte for byte.

A world is built by a function, from the same random source and at the same hour as its twin, in
a transaction that is undone. It is then crawled as each of its people: every address that can be
reached from their first pages, and those that the world names because no page leads there. With the
pages come all mails with their calendar parts, each under its reader.

What may differ between twins is the random: ids, tokens, nonces and keys come from one seed, but
one more row makes all that follow another. Each is replaced by its place in the order in which this
reader meets it. The clock is the same in both.
"""

import email
import io
import logging
import re
import zipfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from random import Random
from urllib.parse import urldefrag, urljoin, urlsplit

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests import factories
from turnabout.foundation.common.ids import drawn_from
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy

DATABASES = ("default", "keys")
MOST_PAGES = 60
# Where a crawl would leave this person, this language, or this site.
NOT_FOLLOWED = (
    *("/account/", "/language", "/static/", "/go/", "/demo/", "/design", "/who-sees-what"),
    # Who works here, what could be begun, and the words of it: no programme is in it.
    *("/people/", "/programmes/new", "/programmes/priorities", "/begin", "/polls/new"),
    *("/questions/", "/content/"),
    # What goes and what stays stands on the page before, too.
    "/privacy/erase/",
)
LINK = re.compile(r"\s(?:href|src|hx-get)=\"([^\"]+)\"")
RANDOM = re.compile(
    r"csrfmiddlewaretoken\" value=\"[^\"]+"
    r"|/go/[A-Za-z0-9_~=.-]+/"
    r"|nonce=\"[^\"]+"
    r"|Message-ID: <[^>]+>"
    r"|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"
    r"|(?:(?<=[\"#]pair-)|(?<=[\"#]who-)|(?<=[\"#]words-))[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"
    r"|=+\d{10,}=+"
)


@dataclass
class World:
    """What a builder makes: who looks at it, and addresses to try that no page leads to.

    Outsiders try those addresses and no others, for their own pages are of another world. Authors
    know the secret and do not look. A link with a part of `not_followed` is one of many alike.
    """

    watchers: dict[str, object]
    addresses: list[str] = field(default_factory=list)
    outsiders: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    not_followed: tuple[str, ...] = ()


def seen_in(build, *, seed, at, crawled_at=()):
    """Build a world and see it as everybody: by watcher and address, the whole answer.

    `build` is a function that makes the world and returns it, at the hour `at`. `crawled_at` names
    later moments at which everybody looks instead, once all that is due then has been done.
    """
    seen = {}
    with ExitStack() as stack:
        for alias in DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        cache.clear()
        factories._number = count(1)
        stack.enter_context(drawn_from(_seeded(seed)))
        logging.disable(logging.ERROR)
        stack.callback(logging.disable, logging.NOTSET)
        with clock(at):
            world = build()
        for moment in crawled_at or (at,):
            # Drawn anew, so that one row more before does not give a later run another lot.
            with clock(moment), drawn_from(_seeded(f"{seed} {moment.isoformat()}")):
                _do_what_is_due()
                for name, person in world.watchers.items():
                    if name in world.authors:
                        continue
                    follows = name not in world.outsiders
                    crawled = _crawled(person, world.addresses, follows, world.not_followed)
                    for address, answer in crawled.items():
                        seen[name, moment.isoformat(), address] = answer
        of = {one.address: name for name, one in world.watchers.items() if one is not None}
        for address, mails in _mails().items():
            seen[of.get(address, address), "mails"] = mails
        for alias in DATABASES:
            transaction.set_rollback(True, using=alias)
    return seen


def differences(first, second, *, but_for=()):
    """What is not the same for anybody but the authors, for a message that a person can read."""
    found = []
    for key in sorted({*first, *second}, key=str):
        if key[0] in but_for:
            continue
        one, other = first.get(key), second.get(key)
        if one != other:
            found.append((key, _first_difference(str(one), str(other))))
    return found


def _first_difference(one, other):
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return one[max(place - 80, 0) : place + 120], other[max(place - 80, 0) : place + 120]
    return one[-160:], other[-160:]


def _seeded(seed):
    drawn = Random(seed)
    return drawn.randbytes


def _do_what_is_due():
    # The rooms register what is due when they start.
    from turnabout.foundation.common.due import look_once

    for _round in range(3):
        look_once()


def _crawled(person, addresses, follows, not_followed=()):
    """Every answer that this person can get, by an address without random parts."""
    client = Client()
    if person is not None:
        client.force_login(person.user)
    waiting, met, answers = ["/", *addresses], set(), {}
    names = {}
    while waiting and len(met) < MOST_PAGES:
        address = urldefrag(waiting.pop(0)).url
        path = urlsplit(address).path
        if address in met or not path.startswith("/") or path.startswith(NOT_FOLLOWED):
            continue
        met.add(address)
        answer = client.get(address)
        location = answer.headers.get("Location", "")
        body = _words_in(answer) if not answer.streaming else ""
        if answer.status_code != 404:
            whole = f"{answer.status_code} {location}\n{body}"
            answers[_plain(address, names)] = _plain(whole, names)
        if not follows:
            continue
        if location.startswith("/"):
            waiting.append(location)
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += [
                urljoin(address, link)
                for link in map(unescape, LINK.findall(body))
                if _is_ours(link) and not any(part in link for part in not_followed)
            ]
    return answers


def _words_in(answer):
    """The words of an answer; of a packed one, those of its files."""
    if answer.headers.get("Content-Type") != "application/zip":
        return answer.content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        return "\n".join(files.read(name).decode() for name in files.namelist())


def _is_ours(link):
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def _plain(text, names):
    """The same without what is random: each random word becomes its place in the order met."""

    def placed(match):
        word = match.group()
        if word.startswith(("csrf", "nonce", "/go/", "Message-ID", "=")):
            return f"<{word[:4]}>"
        return names.setdefault(word, f"<{len(names)}>")

    return RANDOM.sub(placed, text)


def _mails():
    """By reader, everything that was sent to her, part by part and in order."""
    found = defaultdict(list)
    for copy in KeptCopy.objects.order_by("pk"):
        message = email.message_from_bytes(bytes(copy.message))
        parts = [
            part.get_payload(decode=True).decode("utf-8", "replace")
            for part in message.walk()
            if not part.is_multipart()
        ]
        whole = "\n".join([copy.kept_at.isoformat(), copy.subject, *parts])
        found[copy.to_mailbox].append(_plain(whole, {}))
    return found
