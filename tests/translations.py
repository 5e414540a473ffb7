"""`make translations`: collect the marked texts, compile the catalogues, say what is missing."""

import os
import sys
from pathlib import Path

import polib

from tests import plugin  # noqa: F401 - settles the environment before Django reads it

PACKAGE = Path(__file__).resolve().parent.parent / "turnabout"
LANGUAGES = ("es",)
# English holds only what the libraries say and we say otherwise (common/borrowed_words.py).
OWN_VOICE = "en"


def catalogue(code):
    return PACKAGE / "locale" / code / "LC_MESSAGES" / "django.po"


def catalogues():
    return [catalogue(code) for code in LANGUAGES]


def untranslated(path):
    """The texts of a catalogue that a reader of that language would still see in English."""
    entries = polib.pofile(str(path))
    return [entry.msgid for entry in entries if not entry.obsolete and not entry.translated()]


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "turnabout.config.settings"
    os.chdir(PACKAGE)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("makemessages", locale=list(LANGUAGES), no_location=True, no_wrap=True)
    missing = 0
    for path in catalogues():
        entries = polib.pofile(str(path), wrapwidth=0)
        for entry in entries.obsolete_entries():
            entries.remove(entry)
        entries.metadata.pop("POT-Creation-Date", None)
        entries.save()
        entries.save_as_mofile(str(path.with_suffix(".mo")))
        for text in untranslated(path):
            missing += 1
            print(f"{path.parent.parent.name}: {text}")
    own_voice = catalogue(OWN_VOICE)
    polib.pofile(str(own_voice)).save_as_mofile(str(own_voice.with_suffix(".mo")))
    print(f"{missing} texts wait for a translation.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
