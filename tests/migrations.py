"""Fails when a model has changed and its migration is missing, or a migration has no name."""

import os
import re
import sys
from pathlib import Path

from tests import plugin  # noqa: F401 - settles the environment before Django reads it


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "turnabout.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    package = Path(__file__).resolve().parent.parent / "turnabout"
    unnamed = [
        path.name for path in package.rglob("migrations/0*.py") if re.search(r"_auto_", path.name)
    ]
    if unnamed:
        print("Migrations without a name:", ", ".join(unnamed))
        return 1
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit as missing:
        return int(missing.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
