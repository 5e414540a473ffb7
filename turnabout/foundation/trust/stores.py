"""The two stores: the data, and the keys apart from it."""

from django.core.management import call_command

from turnabout.foundation.trust.router import KEYS


def bring_up_to_date() -> None:
    """Give both databases the tables of this version; safe to repeat."""
    call_command("migrate", verbosity=0, interactive=False)
    # Only this room has a table there.
    call_command("migrate", "trust", database=KEYS, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
