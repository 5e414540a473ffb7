"""`make translations`: collect the marked texts, compile the catalogues, say what is missing."""

import os
import sys
from pathlib import Path

import polib

from tests import plugin  # noqa: F401 - settles the environment before Django reads it

PACKAGE = Path(__file__).resolve().parent.parent / "turnabout"
LANGUAGES = ("es",)


def catalogues():
    return [PACKAGE / "locale" / code / "LC_MESSAGES" / "django.po" for code in LANGUAGES]


def untranslated(catalogue):
    """The texts of a catalogue that a reader of that language would still see in English."""
    entries = polib.pofile(str(catalogue))
    return [entry.msgid for entry in entries if not entry.obsolete and not entry.translated()]


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "turnabout.config.settings"
    os.chdir(PACKAGE)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("makemessages", locale=list(LANGUAGES), no_location=True, no_wrap=True)
    missing = 0
    for catalogue in catalogues():
        entries = polib.pofile(str(catalogue), wrapwidth=0)
        for entry in entries.obsolete_entries():
            entries.remove(entry)
        entries.metadata.pop("POT-Creation-Date", None)
        entries.save()
        entries.save_as_mofile(str(catalogue.with_suffix(".mo")))
        for text in untranslated(catalogue):
            missing += 1
            print(f"{catalogue.parent.parent.name}: {text}")
    print(f"{missing} texts wait for a translation.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
