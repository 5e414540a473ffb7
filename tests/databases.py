"""The databases of the tests: migrated once for all workers, and each works on a copy."""

import fcntl
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test import override_settings

from tests.plugin import FOLDER, WORKER


def use_copies() -> None:
    """Point both connections at migrated databases of this worker's own."""
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for alias in ("default", "keys"):
            _use_a_copy(connections[alias])


def migrated(alias: str) -> Path:
    """The file that SQLite's copies are made from, without a row."""
    return FOLDER / f"{alias}.sqlite3"


def _use_a_copy(connection):
    creation = connection.creation
    if connection.vendor == "sqlite":
        # In files, as in real use: a server and a test may then use it at the same time.
        connection.settings_dict["TEST"]["NAME"] = str(migrated(connection.alias))
        # These databases need not outlive a power cut.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("=FULL", "=OFF")
    name = creation._get_test_db_name()
    made = FOLDER / connection.alias
    if not made.exists():
        # In the store of keys one room has a table; the others' history is not gone through.
        rooms = {app.label for app in apps.get_app_configs()} - {"trust"}
        left_out = dict.fromkeys(rooms) if connection.alias == "keys" else {}
        with override_settings(MIGRATION_MODULES=left_out):
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        made.touch()
    connection.close()
    connection.settings_dict["NAME"] = name
    creation.clone_test_db(suffix=WORKER, verbosity=0)
    copy = creation.get_test_db_clone_settings(WORKER)["NAME"]
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = copy
