"""The two stores: the data, and the keys apart from it."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from turnabout.foundation.trust.router import KEYS


def bring_up_to_date() -> None:
    """Give both databases the tables of this version; safe to repeat."""
    call_command("migrate", verbosity=0, interactive=False)
    # Only this room has a table there.
    call_command("migrate", "trust", database=KEYS, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def changes_waiting(alias: str) -> int:
    """How many migrations this database has not had yet."""
    executor = MigrationExecutor(connections[alias])
    newest = executor.loader.graph.leaf_nodes("trust" if alias == KEYS else None)
    return len(executor.migration_plan(newest))
