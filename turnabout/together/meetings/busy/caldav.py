"""Finds the calendars of a CalDAV account and asks for what lies in a time (RFC 4791).

Only the three questions that it takes, over the guarded way out; a server’s own free/busy answer
is not asked for, since servers differ in how they count when clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.outside import (
    Answered,
    Limits,
    OutOfReachError,
    Question,
    ends_at,
    fetch,
)

DAV, CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
MOST_CALENDARS = 12
STAMP = "%Y%m%dT%H%M%SZ"
MULTI_STATUS = 207
FIND = """<?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>
<c:supported-calendar-component-set/></d:prop></d:propfind>"""
ASK = """<?xml version="1.0"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR">
<c:comp-filter name="VEVENT"><c:time-range start="{first}" end="{last}"/></c:comp-filter>
</c:comp-filter></c:filter></c:calendar-query>"""


@dataclass(frozen=True)
class _Account:
    """Who asks, how much may come at once, and until when all of it has to be there."""

    question: Question
    limits: Limits
    until: float

    def find(self, url: str, depth: str) -> Answered:
        return self.ask(url, "PROPFIND", FIND, depth)

    def ask(self, url: str, method: str, body: str, depth: str) -> Answered:
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        asked = replace(self.question, url=url, method=method, body=body.encode(), headers=headers)
        answer = fetch(asked, self.limits, until=self.until)
        if answer.status in (401, 403):
            raise OutOfReachError(_("The server does not take this name and password."))
        if answer.status != MULTI_STATUS:
            raise OutOfReachError(_("There is no calendar at this address."))
        return answer


def events_in(
    question: Question, *, first: datetime, last: datetime, limits: Limits
) -> list[bytes]:
    """The calendar files of every calendar of an account that touch this time."""
    account = _Account(question, limits, ends_at(limits))
    body = ASK.format(first=first.strftime(STAMP), last=last.strftime(STAMP))
    files: list[bytes] = []
    for url in _calendars(account):
        answer = account.ask(url, "REPORT", body, "1")
        files += [
            data.text.encode() for data in _parsed(answer).iter(f"{CAL}calendar-data") if data.text
        ]
    return files


def _calendars(account: _Account) -> list[str]:
    """From the address that was typed over the account’s home to each of its calendars."""
    url = account.question.url
    for _step in range(2):
        answer = account.find(url, "0")
        found = list(_described(answer))
        if any(is_calendar for _url, is_calendar, _home, _person in found):
            return [answer.url]
        home = next((home for _url, _is, home, _person in found if home), "")
        if home:
            return _calendars_at(account, home)
        url = next((person for _url, _is, _home, person in found if person), "")
        if not url:
            break
    return _calendars_at(account, account.question.url)


def _calendars_at(account: _Account, home: str) -> list[str]:
    answer = account.find(home, "1")
    urls = [url for url, is_calendar, _home, _person in _described(answer) if is_calendar]
    if not urls:
        raise OutOfReachError(_("There is no calendar at this address."))
    return urls[:MOST_CALENDARS]


def _described(answer: Answered) -> Iterator[tuple[str, bool, str, str]]:
    """Each thing of an answer: its address, whether it holds sessions, its home and its person.

    Addresses on another server are left out: name and password are for this one.
    """
    for response in _parsed(answer).iter(f"{DAV}response"):
        url = _place(answer, response.findtext(f"{DAV}href") or "")
        kind = response.find(f".//{DAV}resourcetype")
        holds = {(one.get("name") or "").upper() for one in response.iter(f"{CAL}comp")}
        is_calendar = kind is not None and kind.find(f"{CAL}calendar") is not None
        home = response.findtext(f".//{CAL}calendar-home-set/{DAV}href") or ""
        person = response.findtext(f".//{DAV}current-user-principal/{DAV}href") or ""
        yield (
            url,
            is_calendar and bool(url) and (not holds or "VEVENT" in holds),
            _place(answer, home),
            _place(answer, person),
        )


def _place(answer: Answered, path: str) -> str:
    url = urljoin(answer.url, path.strip()) if path.strip() else ""
    is_here = urlsplit(url)[:2] == urlsplit(answer.url)[:2]
    return url if is_here else ""


def _parsed(answer: Answered) -> Element:
    try:
        tree: Element = ElementTree.fromstring(answer.body)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise OutOfReachError(_("There is no calendar at this address.")) from error
    return tree
