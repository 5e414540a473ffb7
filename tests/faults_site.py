"""`make faults PART=site`: kill the server at random moments; nothing confirmed may be lost.

A real site (web and worker processes) runs on a data folder of its own. Two people of a pair, a
respondent and a coordinator who matches write through the pages as fast as they are answered. At a
random moment the whole group of processes is killed with SIGKILL and started again, ROUNDS times.
In the end every write that the site had confirmed is looked for, every run is whole, every notice
must have left at least once, and both databases and the audit chain must be whole.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from html.parser import HTMLParser
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 50
START_SECONDS = 30
QUIET_SECONDS = 60


class Form(HTMLParser):
    """What a browser would send of the form on a page that has this field, if nobody changed it."""

    def __init__(self, page, field):
        super().__init__()
        self.forms, self.select, self.text = [], None, None
        self.feed(page)
        self.values = next((form for form in self.forms if field in form), {})

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, value = said.get("name"), said.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in said or self.select not in self.forms[-1]:
                self.forms[-1][self.select] = value
        elif tag == "textarea" and name:
            self.text, self.forms[-1][name] = name, ""
        elif tag == "input" and name and said.get("type") in ("checkbox", "radio"):
            if "checked" in said:
                self.forms[-1][name] = said.get("value", "on")
        elif tag == "input" and name and said.get("type") not in ("submit", "file"):
            self.forms[-1][name] = value

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None

    def handle_data(self, data):
        if self.text:
            self.forms[-1][self.text] += data


class Writer(threading.Thread):
    """Somebody who writes again and again, and remembers what the site confirmed."""

    def __init__(self, address, path, field, session="", answers=None):
        super().__init__(daemon=True)
        self.url, self.field, self.session = address + path, field, session
        self.answers = answers or {}
        self.confirmed, self.number, self.stopped = [], 0, threading.Event()

    def run(self):
        while not self.stopped.is_set():
            try:
                self._write()
            except (URLError, HTTPException, OSError):
                time.sleep(0.05)

    def _write(self):
        cookies = CookieJar()
        opener = build_opener(HTTPCookieProcessor(cookies))
        headers = {"Cookie": f"sessionid={self.session}"} if self.session else {}
        page = opener.open(Request(self.url, headers=headers), timeout=10).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)
        headers = {"Cookie": "; ".join(filter(None, (headers.get("Cookie"), kept)))}
        self.number += 1
        words = f"{self.name} {self.number}"
        sent = Form(page, self.field).values | self.answers
        data = urlencode({**sent, self.field: words, "csrfmiddlewaretoken": token}).encode()
        answer = opener.open(Request(self.url, data, headers=headers), timeout=10)
        if answer.url != self.url or answer.status == 200:
            self.confirmed.append(words)


def run(rounds=ROUNDS, seed=0):
    """Kill the site while people write."""
    chance = random.Random(seed)
    print(f"{rounds} kills, seed {seed}")
    with tempfile.TemporaryDirectory(prefix="turnabout-faults-") as folder:
        port = free_port()
        environment = environment_of(folder, port)
        seeded = json.loads(python("from tests.faults_seed import seed; seed()", environment))
        writers = _writers(f"http://127.0.0.1:{port}", seeded)
        slowest = 0.0
        for number in range(rounds):
            site, started_in = _start(environment, port)
            slowest = max(slowest, started_in)
            for writer in writers:
                if not writer.is_alive():
                    writer.start()
            time.sleep(chance.uniform(0.1, 1.5))
            os.killpg(site.pid, signal.SIGKILL)
            site.wait()
            print(".", end="" if (number + 1) % 25 else "\n", flush=True)
        for writer in writers:
            writer.stopped.set()
        site, _started_in = _start(environment, port)
        outcome = _settle(environment, {writer.name: writer.confirmed for writer in writers})
        os.killpg(site.pid, signal.SIGTERM)
        site.wait()
    print(f"slowest start {slowest:.1f} s; " + outcome["told"])
    print("Nothing was lost." if outcome["ok"] else "FAILED: " + "; ".join(outcome["faults"]))
    return 0 if outcome["ok"] else 1


def _writers(address, seeded):
    ada, bruno = seeded["ada"], seeded["bruno"]
    pair = seeded["pair"]
    writers = {
        "note": Writer(address, f"/pairs/{pair}/notes/", "words", ada),
        "heard": Writer(address, f"/pairs/{pair}/heard/", "heard", bruno),
        "thanks": Writer(address, seeded["thank"], "words", bruno),
        "run": Writer(address, seeded["matching"], "name", seeded["chidi"]),
        "poll": Writer(address, seeded["poll"], "unused", answers={"interest": "mentor"}),
    }
    for name, writer in writers.items():
        writer.name = name
    return list(writers.values())


def _settle(environment, confirmed):
    """Wait until the worker has sent what waits, then look for everything that was confirmed."""
    until = time.monotonic() + QUIET_SECONDS
    lines = "from tests.faults_seed import look; look()"
    while True:
        outcome = json.loads(python(lines, environment, json.dumps(confirmed)))
        if outcome["ok"] or time.monotonic() > until:
            return outcome
        time.sleep(3)


def _start(environment, port):
    begun = time.monotonic()
    words = [sys.executable, "-m", "turnabout", "serve", "--port", str(port), "--processes", "1"]
    site = subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True)
    opener = build_opener()
    while time.monotonic() - begun < START_SECONDS:
        try:
            opener.open(f"http://127.0.0.1:{port}/health?web", timeout=2).read()
            return site, time.monotonic() - begun
        except (URLError, OSError):
            if site.poll() is not None:
                sys.exit("The site did not start again; see the lines above.")
            time.sleep(0.1)
    sys.exit(f"The site did not answer within {START_SECONDS} s.")


def environment_of(folder, port):
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TURNABOUT_")},
        "TURNABOUT_DATA": folder,
        "TURNABOUT_MODE": "development",
        "TURNABOUT_SITE_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "turnabout.config.settings",
        "PYTHONWARNINGS": "ignore",
    }


def python(lines, environment, given=""):
    outcome = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {lines}"],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
    )
    if outcome.returncode:
        sys.exit(outcome.stderr)
    return outcome.stdout.strip().splitlines()[-1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
