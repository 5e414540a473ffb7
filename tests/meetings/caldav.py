"""A calendar server and a command-line calendar, neither of them ours, and one account on them."""

import xml.etree.ElementTree as ElementTree
from base64 import b64encode
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import vobject
from click.testing import CliRunner
from khal.cli import main_khal
from radicale import Application, config

DATES = "/ada/dates/"
HER_NAME = {"Authorization": f"Basic {b64encode(b'ada:any').decode()}"}
KHAL = """
[calendars]
  [[dates]]
    path = {folder}
    readonly = True
[locale]
  local_timezone = {zone}
  default_timezone = {zone}
  timeformat = %H:%M
  dateformat = %Y-%m-%d
  longdateformat = %Y-%m-%d
  datetimeformat = %Y-%m-%d %H:%M
  longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
  path = {database}
"""
QUERY = """<?xml version="1.0"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
  <d:prop><c:calendar-data/></d:prop>
  <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
    <c:time-range start="{start}" end="{end}"/>
  </c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_told):
        pass


class Account:
    """Ada's calendar on the server."""

    def __init__(self, address, folder):
        self.address, self.folder = address, folder
        assert self.ask("MKCALENDAR", DATES)[0] == 201

    def ask(self, method, path, body="", **headers):
        connection = HTTPConnection(*self.address, timeout=5)
        connection.request(method, path, body.encode(), {**HER_NAME, **headers})
        answer = connection.getresponse()
        told = answer.status, answer.read().decode()
        connection.close()
        return told

    def clear(self):
        """Begin anew."""
        assert self.ask("DELETE", DATES)[0] == 200
        assert self.ask("MKCALENDAR", DATES)[0] == 201

    def put(self, uid, content):
        """Keep an entry as a client does: under its UID, without the method of the mail."""
        kept = "\r\n".join(one for one in content.splitlines() if not one.startswith("METHOD:"))
        kind = {"Content-Type": "text/calendar; charset=utf-8"}
        status, told = self.ask("PUT", f"{DATES}{uid}.ics", f"{kept}\r\n", **kind)
        assert status in (201, 204), (status, told)

    def found(self, start, end):
        """The entries between two instants, as the server finds them and another parser reads."""
        query = QUERY.format(start=f"{start:%Y%m%dT%H%M%SZ}", end=f"{end:%Y%m%dT%H%M%SZ}")
        kind = {"Content-Type": "application/xml", "Depth": "1"}
        status, told = self.ask("REPORT", DATES, query, **kind)
        assert status == 207, told
        kept = ElementTree.fromstring(told).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")
        events = []
        for data in kept:
            calendar = vobject.readOne(data.text)
            calendar.serialize(validate=True)
            events.append(calendar.vevent)
        return sorted(events, key=lambda event: event.dtstart.value)

    def listed(self, zone, day, *, form):
        """What a command-line calendar in this zone lists from a day on, for five years."""
        (path,) = self.folder.glob("collection-root/ada/dates")
        settled = self.folder / f"khal-{zone.replace('/', '-')}.conf"
        database = settled.with_suffix(".db")
        database.unlink(missing_ok=True)
        settled.write_text(KHAL.format(folder=path, zone=zone, database=database))
        words = ["-c", str(settled), "list", "--day-format", "", "--format", form, day, "1830d"]
        told = CliRunner().invoke(main_khal, words, catch_exceptions=False)
        return [line for line in told.output.splitlines() if line.strip()]


@contextmanager
def calendar_server(folder):
    """A real calendar server on this machine."""
    settled = config.load()
    settled.update(
        {
            "auth": {"type": "none"},
            "storage": {"filesystem_folder": str(folder), "_filesystem_fsync": "False"},
            "logging": {"level": "critical"},
        },
        "tests",
        privileged=True,
    )
    with make_server("127.0.0.1", 0, Application(settled), handler_class=_Quiet) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield Account(server.server_address, folder)
        server.shutdown()
