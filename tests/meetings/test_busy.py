"""Calendars that people connect: read with care, kept as times alone, forgotten when not needed."""

import json
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.factories import MONDAY
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.common import outside
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.outside import Limits, OutOfReachError, Question, fetch
from turnabout.foundation.common.time import clock
from turnabout.together.meetings import busy, jobs
from turnabout.together.meetings.busy import apart
from turnabout.together.meetings.busy.reading import UnreadableError, busy_times
from turnabout.together.meetings.models import BusyCalendar
from turnabout.together.pairs.services import end_pair

OWN = "turnabout.example"
LIMITS = Limits(most_bytes=100_000, seconds=3)
EVENTS = """
BEGIN:VEVENT
UID:weekly@x
SUMMARY:canary-title
DTSTART;TZID=Europe/Berlin:20261012T090000
DTEND;TZID=Europe/Berlin:20261012T100000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20261019T090000
END:VEVENT
BEGIN:VEVENT
UID:free@x
DTSTART:20261013T090000Z
DTEND:20261013T100000Z
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:off@x
DTSTART:20261014T090000Z
DTEND:20261014T100000Z
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:ours@turnabout.example
DTSTART:20261015T090000Z
DTEND:20261015T100000Z
END:VEVENT
BEGIN:VEVENT
UID:day@x
DTSTART;VALUE=DATE:20261016
END:VEVENT
BEGIN:VEVENT
UID:floating@x
DTSTART:20261020T090000
DURATION:PT30M
END:VEVENT
"""


def ics(body):
    lines = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body.strip()}\nEND:VCALENDAR\n"
    return lines.replace("\n", "\r\n").encode()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def busy_in(*files, zone="Europe/Berlin"):
    return busy_times(
        files, first=utc(2026, 10, 10), last=utc(2026, 12, 1), zone=zone, own_host=OWN
    )


def test_what_repeats_and_whole_days_become_times_and_our_own_sessions_do_not():
    assert busy_in(ics(EVENTS)) == [
        (utc(2026, 10, 12, 7), utc(2026, 10, 12, 8)),
        (utc(2026, 10, 15, 22), utc(2026, 10, 16, 22)),
        (utc(2026, 10, 20, 7), utc(2026, 10, 20, 7, 30)),
        # After 25 October nine o'clock in Berlin is eight in UTC.
        (utc(2026, 10, 26, 8), utc(2026, 10, 26, 9)),
        (utc(2026, 11, 2, 8), utc(2026, 11, 2, 9)),
    ]


def test_a_published_free_busy_list_is_read_and_several_files_are_one():
    told = "BEGIN:VFREEBUSY\n{}\nEND:VFREEBUSY"
    first = ics(told.format("FREEBUSY;FBTYPE=BUSY:20261012T070000Z/20261012T080000Z"))
    second = ics(
        told.format(
            "FREEBUSY;FBTYPE=FREE:20261013T070000Z/PT1H\n"
            "FREEBUSY:20261012T073000Z/PT1H,20261014T070000Z/PT1H"
        )
    )

    assert busy_in(first, second) == [
        (utc(2026, 10, 12, 7), utc(2026, 10, 12, 8, 30)),
        (utc(2026, 10, 14, 7), utc(2026, 10, 14, 8)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html></html>",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        ics("BEGIN:VEVENT\nDTSTART:20261012T090000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT"),
        ics("BEGIN:VEVENT\nDTSTART:20261012T090000Z\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3\nEND:VEVENT"),
    ],
)
def test_what_is_no_calendar_or_repeats_without_end_is_not_read(content):
    with pytest.raises(UnreadableError):
        busy_in(content)


ALL = {name: ",".join(map(str, range(most))) for name, most in (("H", 24), ("M", 60))}
EVERY_SECOND = "BYHOUR={H};BYMINUTE={M};BYSECOND={M}".format(**ALL)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;INTERVAL=0", f"FREQ=DAILY;{EVERY_SECOND}", "FREQ=SELDOM"],
)
def test_a_rule_without_end_or_sense_is_given_up_within_seconds(monkeypatch, rule):
    monkeypatch.setattr(apart, "SECONDS", 1)
    content = ics(f"BEGIN:VEVENT\nDTSTART:20261012T090000Z\nRRULE:{rule}\nEND:VEVENT")

    with pytest.raises(UnreadableError):
        apart.busy_times_apart(
            [content],
            first=utc(2026, 10, 10),
            last=utc(2026, 12, 1),
            zone="Europe/Berlin",
            own_host=OWN,
        )


class _Server(BaseHTTPRequestHandler):
    """A calendar server: an address with a file, and an account behind a name and password."""

    def _send(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        known = {
            "/a.ics?x=1": (200, ics(EVENTS), {}),
            "/moved": (302, b"", {"Location": "/a.ics?x=1"}),
            "/round": (302, b"", {"Location": "/round"}),
            "/large": (200, b"x" * 200_000, {}),
        }
        status, body, headers = known.get(self.path, (404, b"", {}))
        self._send(status, body, **headers)

    def do_PROPFIND(self):
        if self.headers.get("Authorization") != "Basic YWRhOnNlY3JldA==":
            self._send(401, b"")
            return
        props = {
            "/dav/": "<d:current-user-principal><d:href>/dav/ada/</d:href>"
            "</d:current-user-principal>",
            "/dav/ada/": "<c:calendar-home-set><d:href>/dav/ada/home/</d:href>"
            "</c:calendar-home-set>",
            "/dav/one/": "<d:resourcetype><c:calendar/></d:resourcetype>",
        }
        if self.path == "/dav/ada/home/":
            calendar = "<d:resourcetype><c:calendar/></d:resourcetype>"
            todo = '<c:supported-calendar-component-set><c:comp name="VTODO"/>'
            answers = _answer("/dav/ada/home/", "") + _answer("/dav/ada/home/one/", calendar)
            answers += _answer(
                "/dav/ada/home/todo/", f"{calendar}{todo}</c:supported-calendar-component-set>"
            )
            answers += _answer("https://elsewhere.example/two/", calendar)
        else:
            answers = _answer(self.path, props.get(self.path, ""))
        self._send(207, _multi(answers))

    def do_REPORT(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        assert b"time-range" in asked
        data = f"<c:calendar-data><![CDATA[{ics(EVENTS).decode()}]]></c:calendar-data>"
        self._send(207, _multi(_answer("/dav/ada/home/one/1.ics", data)))

    def log_message(self, *_said):
        """Say nothing."""


def _answer(path, props):
    told = f"<d:propstat><d:prop>{props}</d:prop></d:propstat>"
    return f"<d:response><d:href>{path}</d:href>{told}</d:response>"


def _multi(answers):
    names = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    return f"<d:multistatus {names}>{answers}</d:multistatus>".encode()


@pytest.fixture(scope="module")
def server():
    one = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{one.server_port}"
    one.shutdown()
    one.server_close()


@pytest.fixture
def inside(settings):
    """The owner lets calendars lie inside the own network."""
    settings.REACHES_INSIDE = True
    settings.SITE_HOST = OWN


def test_the_way_out_follows_a_little_and_takes_a_little(server, inside):
    assert fetch(Question(f"{server}/moved"), LIMITS).body == ics(EVENTS)
    assert fetch(Question(f"{server}/nothing"), LIMITS).status == 404
    for url, why in (
        (f"{server}/round", "leads on and on"),
        (f"{server}/large", "too large"),
        ("http://127.0.0.1:1/", "Nothing answers"),
        ("ftp://x.example/", "begins with https"),
        ("https://ada:secret@x.example/", "begins with https"),
        ("nonsense", "begins with https"),
    ):
        with pytest.raises(OutOfReachError, match=why):
            fetch(Question(url), LIMITS)
    with pytest.raises(OutOfReachError, match="too long"):
        fetch(Question(f"{server}/a.ics"), Limits(10, 0))


@pytest.mark.parametrize(
    ("scheme", "begins"),
    [
        ("http", b"HTTP/1.1 200 OK\r\nX-"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"),
        ("https", b"\x16\x03\x03\x3f\xff\x02"),
    ],
)
def test_a_server_that_says_a_little_now_and_then_is_not_waited_for(inside, scheme, begins):
    listens = socket.create_server(("127.0.0.1", 0))

    def drip():
        line, _from = listens.accept()
        with line, suppress(OSError):
            line.sendall(begins)
            while True:
                time.sleep(0.1)
                line.sendall(b"a")

    server = threading.Thread(target=drip)
    server.start()
    began = time.monotonic()
    with listens, pytest.raises(OutOfReachError, match="too long"):
        fetch(Question(f"{scheme}://127.0.0.1:{listens.getsockname()[1]}/"), Limits(1000, 0.5))
    server.join()

    assert time.monotonic() - began < 2


@pytest.mark.parametrize("leads_to", ["https://[::1", "https://[x]/", "http://x:99999/"])
def test_an_address_that_is_none_is_told_in_words(inside, leads_to):
    with pytest.raises(OutOfReachError, match=r"Nothing answers|begins with"):
        fetch(Question(leads_to), LIMITS)
    with socket.create_server(("127.0.0.1", 0)) as listens:
        url = f"http://127.0.0.1:{listens.getsockname()[1]}/"
        answer = f"HTTP/1.1 302 Found\r\nLocation: {leads_to}\r\n\r\n".encode()
        asked = threading.Thread(target=lambda: _answer_once(listens, answer))
        asked.start()
        with pytest.raises(OutOfReachError, match=r"Nothing answers|begins with"):
            fetch(Question(url), LIMITS)
        asked.join()


def _answer_once(listens, answer):
    line, _from = listens.accept()
    with line:
        line.recv(1000)
        line.sendall(answer)


def test_nothing_inside_is_reached_whatever_it_is_called(server, monkeypatch):
    inner = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1")
    carried = ("64:ff9b::a00:1", "2002:7f00:1::1", "224.0.0.1", "0.0.0.0", "::7f00:1")
    carried += ("64:ff9b:1::a00:1", "fec0::1", "192.88.99.1", "192.0.0.8")

    assert not any(map(outside.is_public, (*inner, *carried)))
    assert outside.is_public("93.184.215.14")
    assert outside.is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    with pytest.raises(OutOfReachError, match="begins with https"):
        fetch(Question(server), LIMITS)
    # One inner address among those of a name is enough.
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(OutOfReachError, match="inside a network"):
        fetch(Question("https://calendar.example/a.ics"), LIMITS)


@pytest.mark.capability("S024")
def test_a_calendar_is_connected_read_again_and_forgotten(
    cast, as_person, server, inside, settings
):
    pair = make_signed_pair(cast)
    page = "/meetings/my-time/"
    at = utc(2026, 10, 10, 9)
    with clock(at):
        asking = as_person(cast.ada).get(page).content.decode()
        wrong = as_person(cast.ada).post(
            page, {"connect": "yes", "kind": "ics", "address": f"{server}/nothing"}
        )
        form = as_person(cast.ada).post(page, {"connect": "yes", "kind": "ics"})
        done = as_person(cast.ada).post(
            page, {"connect": "yes", "kind": "ics", "address": f"{server}/a.ics?x=1"}
        )
        shown = as_person(cast.ada).get(page).content.decode()
    calendar = BusyCalendar.objects.get()
    kept = json.dumps([list(map(str, row)) for row in BusyCalendar.objects.values_list()])

    assert (wrong.status_code, form.status_code, done.status_code) == (200, 200, 302)
    assert "Nothing answers at this address." in wrong.content.decode()
    assert f'value="{server}/nothing"' in wrong.content.decode()
    for name, place in (("Google", "Secret address in iCal format"), ("Microsoft", "ICS address")):
        told = asking.split(f"<b>{name}.</b>")[1].split("</p>")[0]
        assert place in told
        assert told.strip().count(". ") == 1
        assert "read" in told
    assert "A calendar at 127.0.0.1 says when you are busy." in shown
    assert "a.ics" not in shown + kept
    assert "canary" not in kept
    assert calendar.blocks[0] == ["2026-10-12T07:00+00:00", "2026-10-12T08:00+00:00"]

    settings.REACHES_INSIDE = False
    with clock(at + timedelta(hours=1)):
        assert jobs.read_calendars() == 0
    with clock(at + timedelta(hours=4)):
        assert jobs.read_calendars() == 1
    calendar.refresh_from_db()
    assert (len(calendar.blocks), calendar.trouble) == (
        5,
        "An address begins with https:// and names a server.",
    )
    with clock(at + timedelta(days=4)):
        jobs.read_calendars()
        calendar.refresh_from_db()
        assert calendar.blocks == []
        settings.REACHES_INSIDE = True
        busy.read_calendar(calendar)
    calendar.refresh_from_db()
    assert (len(calendar.blocks), calendar.trouble) == (4, "")
    with clock(at + timedelta(days=5)):
        end_pair(pair, by=cast.ada)
        assert busy.forget_what_is_over() == 1
    with pytest.raises(Refusal):
        busy.disconnect_calendar(cast.ada)


def test_an_account_is_searched_for_its_calendars_and_a_wrong_password_is_told(
    cast, as_person, server, inside
):
    make_signed_pair(cast)
    account = {"kind": "caldav", "user": "ada", "password": "secret"}
    with clock(utc(2026, 10, 10)):
        for path in ("/dav/", "/dav/ada/home/", "/dav/one/"):
            busy.connect_calendar(cast.ada, address=server + path, **account)
            assert len(BusyCalendar.objects.get().blocks) == 5
        for wrong, why in (
            ({"address": f"{server}/dav/", "password": "x"}, "name and password"),
            ({"address": f"{server}/dav/none/"}, "no calendar"),
            ({"address": f"{server}/a.ics"}, r"no calendar|Nothing"),
        ):
            with pytest.raises(Refusal, match=why):
                busy.connect_calendar(cast.ada, **{**account, **wrong})
        forgotten = as_person(cast.ada).post("/meetings/my-time/", {"forget": "yes"})

    assert forgotten.status_code == 302
    assert not BusyCalendar.objects.exists()


def test_an_address_for_calendar_programs_is_asked_over_https(cast):
    with pytest.raises(Refusal, match=r"Nothing answers|inside"):
        busy.connect_calendar(cast.ada, kind="ics", address="webcal://localhost:1/a.ics")


def test_days_away_and_holidays_are_kept_on_their_pages(cast, as_person):
    pair = make_signed_pair(cast)
    page, holidays = "/meetings/my-time/", "/meetings/holidays/"
    with clock(MONDAY):
        days = {"keep_days": "yes", "first_on": "2026-04-01", "last_on": "2026-04-03"}
        kept = as_person(cast.ada).post(page, days)
        shown = as_person(cast.ada).get(page).content.decode()
        away = cast.ada.days_away.get()
        others = as_person(cast.bruno).post(page, {"there": away.public_id})
        taken_out = as_person(cast.ada).post(page, {"there": away.public_id})
        wrong = as_person(cast.chidi).post(holidays, {"days": "soon"})
        listed = as_person(cast.chidi).post(f"{holidays}?place=Holm", {"days": "2026-12-25 Fair"})
        as_person(cast.chidi).post(f"{holidays}?place=Skarn", {"days": "9999-12-31 Fair"})
        broken = as_person(cast.chidi).post(f"{holidays}?place=Holm", {})
        book = as_person(cast.bruno).get(f"/meetings/of/{pair.public_id}/book/")
        far_away = as_person(cast.ada).post(page, {**days, "last_on": "9999-12-31"})
        at_holm = as_person(cast.chidi).get(f"{holidays}?place=Holm").content.decode()
        nowhere = as_person(cast.chidi).get(f"{holidays}?place=Mars")

    assert [one.status_code for one in (kept, others, taken_out, wrong, listed, nowhere)] == [
        302, 404, 302, 200, 302, 404,
    ]  # fmt: skip
    assert book.status_code == 200
    assert "Look at the year again." in far_away.content.decode()
    assert "1 April" in shown
    assert "Wednesday 1 April" in shown
    assert "This line names no day: “soon”." in wrong.content.decode()
    assert "The list did not arrive. Nothing was changed." in broken.content.decode()
    assert "2026-12-25 Fair" in at_holm
    assert not cast.ada.days_away.exists()
