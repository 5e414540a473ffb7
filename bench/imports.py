"""Staff lists of two sizes, each read, compared and imported in a process of its own."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import psycopg

from bench.machine import machine
from tests import postgres
from tests.directory.lists import as_csv, many

WRITTEN = Path(__file__).with_suffix(".md")


def main(options: list[str]) -> None:
    """Measure both sizes and write them down; with `measure ROWS`, measure one in this process."""
    if options[:1] == ["measure"]:
        print(json.dumps(measure(int(options[1]))))
        return
    lines = [_line("SQLite", 5_000, _apart(5_000, {}))]
    with postgres.server() as url:
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE turnabout")
            connection.execute("CREATE DATABASE keys")
        databases = {
            "TURNABOUT_DATABASE_URL": f"{url}/turnabout",
            "TURNABOUT_KEYS_DATABASE_URL": f"{url}/keys",
        }
        lines.append(_line("PostgreSQL", 100_000, _apart(100_000, databases)))
    head = (
        "# Imports of staff lists\n\n"
        f"{machine()} PostgreSQL ran beside it with fsync off.\n"
        "The list is invented, with clean rows; everybody is new. The memory is the largest that\n"
        "the process held. Limits: a dry run of 5,000 rows under 20 s on SQLite; 100,000 rows\n"
        "imported under 180 s and 512 MB on PostgreSQL.\n\n"
        "| database | rows | dry run, s | import, s | same file again, s | changes then | MB |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    WRITTEN.write_text(head + "\n".join(lines) + "\n")


def _line(database: str, rows: int, seen: dict[str, float]) -> str:
    return (
        f"| {database} | {rows:,} | {seen['dry']:.1f} | {seen['apply']:.1f} "
        f"| {seen['again']:.1f} | {seen['changes']} | {seen['megabytes']:.0f} |"
    )


def _apart(rows: int, databases: dict[str, str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench", "imports", "measure", str(rows)],
            env={**os.environ, "TURNABOUT_DATA": folder, **databases},
            check=True,
            capture_output=True,
            text=True,
        )
    print(rows, done.stdout.strip(), flush=True)
    seen: dict[str, float] = json.loads(done.stdout)
    return seen


def measure(rows: int) -> dict[str, float]:
    """Seconds of the dry run, the import and the dry run after it, and the peak of memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnabout.config.settings")
    django.setup()
    # Only now may Django's models be imported.
    from django.core.management import call_command

    from tests.factories import make_organisation
    from turnabout.frame.directory import queries, services

    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", database="keys", verbosity=0, interactive=False)
    organisation = make_organisation()
    data = as_csv(many(rows))
    begun = time.perf_counter()
    batch = services.read_staff_list(organisation, data=data, name="staff.csv")
    queries.preview_import(batch)
    dry = time.perf_counter() - begun
    begun = time.perf_counter()
    services.apply_import(batch)
    applied = time.perf_counter() - begun
    begun = time.perf_counter()
    batch = services.read_staff_list(organisation, data=data, name="staff.csv")
    again = queries.preview_import(batch)
    return {
        "dry": dry,
        "apply": applied,
        "again": time.perf_counter() - begun,
        "changes": int(again.changes_anything),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
