"""`turnabout backup`: both stores, the vault key apart, and the list of erasures.

SQLite is copied with `VACUUM INTO`, consistent under writes; PostgreSQL with `pg_dump`. The
vault key is never inside the copy: whoever finds the backup reads nothing that was sealed.
"""

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now

STORES = {"default": "turnabout", "keys": "keys"}
FORMAT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the file to write, for example backup.tar.gz")


def run(arguments: argparse.Namespace) -> int:
    write_backup(arguments.file)
    print(f"Written: {arguments.file}")
    print(f"Keep the vault key apart from it: {settings.VAULT_KEY_FILE}")
    return 0


def write_backup(file: Path) -> None:
    """Write the backup whole or not at all."""
    if file.exists():
        raise Refusal(f"{file} exists already. Name a new file; a backup is never overwritten.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as name:
        folder = Path(name)
        # The keys are copied last: a key without a text is harmless, a text without a key is lost.
        stores = {alias: _copy_store(alias, folder) for alias in ("default", "keys")}
        _copy_erasures(folder)
        manifest = {"format": FORMAT, "made_at": now().isoformat(), "stores": stores}
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
        made = folder / "whole.tar.gz"
        with tarfile.open(made, "w:gz") as archive:
            for part in sorted(folder.iterdir()):
                if part != made:
                    archive.add(part, part.name)
        made.chmod(0o600)
        os.replace(made, file)


def _copy_store(alias: str, folder: Path) -> dict[str, Any]:
    connection = connections[alias]
    if connection.vendor == "sqlite":
        copy = folder / f"{STORES[alias]}.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        _check_sqlite(copy)
    else:
        copy = folder / f"{STORES[alias]}.dump"
        run_pg("pg_dump", alias, "--format=custom", f"--file={copy}")
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    return {"file": copy.name, "vendor": connection.vendor, "sha256": digest}


def _check_sqlite(file: Path) -> None:
    reader = sqlite3.connect(file)
    try:
        found = reader.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        reader.close()
    if found != "ok":
        raise Refusal(f"The copy of the database is damaged: {found}")


def _copy_erasures(folder: Path) -> None:
    if settings.ERASURE_LIST_FILE.exists():
        shutil.copy(settings.ERASURE_LIST_FILE, folder / "erasures.jsonl")


def run_pg(program: str, alias: str, *words: str) -> None:
    """Run one of PostgreSQL's own tools against a store."""
    found = shutil.which(program)
    if found is None:
        raise Refusal(f"{program} was not found. Install PostgreSQL's client programs.")
    values = connections[alias].settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(values["HOST"] or ""),
        "PGPORT": str(values["PORT"] or ""),
        "PGUSER": str(values["USER"] or ""),
        "PGPASSWORD": str(values["PASSWORD"] or ""),
        "PGDATABASE": str(values["NAME"]),
    }
    outcome = subprocess.run(  # noqa: S603 - a fixed program, arguments of our own
        [found, *words], env=environment, capture_output=True, text=True
    )
    if outcome.returncode:
        raise Refusal(f"{program}: {outcome.stderr.strip()}")
