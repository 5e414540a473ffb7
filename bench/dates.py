"""Hours for two full calendars, beside a plain search; and dates for a launch of 500 pairs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import django

from bench.machine import machine

WRITTEN = Path(__file__).with_suffix(".md")
BEGIN = datetime(2026, 9, 7, tzinfo=UTC)
DAYS, BLOCKS, PAIRS = 196, 1000, 500
TIMES = 5
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)


def main(options: list[str]) -> None:
    """Measure both and write them down; with `launch`, measure the launch in this process."""
    if options[:1] == ["launch"]:
        print(json.dumps(launch(PAIRS)))
        return
    ours, plain, found = search()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench", "dates", "launch"],
            env={**os.environ, "TURNABOUT_DATA": folder},
            check=True,
            capture_output=True,
            text=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    WRITTEN.write_text(
        f"# Dates\n\n{machine()}\n\n"
        f"Two people in Berlin and New York, {BLOCKS:,} busy times each, every hour that suits "
        f"both within {DAYS} days; the fastest of {TIMES}. The plain search looks at every hour "
        "and compares it with every busy time. Both found the same. Limit: under 50 ms.\n\n"
        "| search | hours found | ms | times as long |\n|---|---|---|---|\n"
        f"| ours | {found:,} | {1000 * ours:.1f} | 1 |\n"
        f"| plain | {found:,} | {1000 * plain:,.0f} | {plain / ours:,.0f} |\n\n"
        f"A launch: {told['pairs']} pairs x {told['sessions']} sessions, put in by one worker on "
        "SQLite with all mails and invitations in the outbox. Limit: under 60 s.\n\n"
        "| pairs | sessions booked | notices | s |\n|---|---|---|---|\n"
        f"| {told['pairs']} | {told['booked']:,} | {told['notices']:,} | {told['seconds']:.1f} |\n"
    )
    print(WRITTEN.read_text())


def search() -> tuple[float, float, int]:
    """Seconds of ours and of the plain search, and how many hours both found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnabout.config.settings")
    django.setup()
    # Only now may Django's models be imported.
    from turnabout.joining.applications.hours import first_moment
    from turnabout.together.meetings.slots import USUAL_WEEK, TwoWeeks, Week

    week = (*USUAL_WEEK, *(f"{day}-{hour}" for day in ("mon", "tue", "wed") for hour in (17, 18)))
    weeks = TwoWeeks(
        Week(week, "Europe/Berlin", busy=_busy(0)),
        Week(week, "America/New_York", busy=_busy(90)),
        60,
    )
    last = BEGIN + timedelta(days=DAYS)
    ours, plain = [], []
    for _turn in range(TIMES):
        first_moment.cache_clear()
        begun = time.perf_counter()
        found = weeks.free_between(BEGIN, last)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        same = _plain(set(week), weeks.mentor.busy, weeks.mentee.busy, last)
        plain.append(time.perf_counter() - begun)
        assert found == same, "The two searches disagree."
    return min(ours), min(plain), len(found)


def _busy(offset: int) -> tuple[tuple[datetime, datetime], ...]:
    begin = BEGIN + timedelta(minutes=offset)
    starts = [begin + timedelta(minutes=270 * number) for number in range(BLOCKS)]
    return tuple((start, start + timedelta(minutes=55)) for start in starts)


def _plain(
    week: set[str],
    mine: tuple[tuple[datetime, datetime], ...],
    yours: tuple[tuple[datetime, datetime], ...],
    last: datetime,
) -> list[datetime]:
    """Every whole hour, held against both weeks and every busy time."""
    found, start = [], BEGIN
    zones = (ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"))
    while start <= last:
        end = start + HOUR
        is_open = all(f"{start.astimezone(zone):%a-%H}".lower() in week for zone in zones)
        if is_open and not any(
            begins < end and start < ends for busy in (mine, yours) for begins, ends in busy
        ):
            found.append(start)
        start += HOUR
    return found


def launch(pairs: int) -> dict[str, float]:
    """Put the dates of so many pairs in, in a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnabout.config.settings")
    django.setup()
    # Only now may Django's models be imported.
    from django.core.management import call_command

    from tests.factories import make_organisation, make_person, make_programme
    from tests.signals.factories import make_pair
    from turnabout.foundation.common.time import clock
    from turnabout.foundation.notices.models import OutboxMessage
    from turnabout.together.meetings import rounds
    from turnabout.together.meetings.models import BookingRound, Meeting

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
    organisation = make_organisation()
    programme = make_programme(organisation)
    with clock(BEGIN):
        coordinator = make_person(organisation)
        for number in range(pairs):
            mentor = make_person(organisation, name=f"Mila {number}", zone="Europe/Berlin")
            mentee = make_person(organisation, name=f"Max {number}", zone="America/New_York")
            make_pair(programme, mentor=mentor, mentee=mentee)
        rounds.ask_to_book_all(programme, by=coordinator)
        begun = time.perf_counter()
        rounds.book_what_waits()
        taken = time.perf_counter() - begun
    return {
        "seconds": taken,
        "pairs": BookingRound.objects.get().booked,
        "sessions": programme.sessions,
        "booked": Meeting.objects.count(),
        "notices": OutboxMessage.objects.count(),
    }
