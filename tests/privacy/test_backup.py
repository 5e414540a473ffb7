"""Backups are made and brought back by the command, in a process of its own, as an owner would."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile

import pytest

from tests import databases


@pytest.fixture
def installation(django_db_setup, tmp_path):
    """Run `turnabout` words, or Python lines, in an installation with a data folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    for migrated, name in (("default", "turnabout"), ("keys", "keys")):
        shutil.copy(databases.migrated(migrated), data / f"{name}.sqlite3")

    def turnabout(*words, folder="data"):
        return _run([sys.executable, "-m", "turnabout", *words], tmp_path / folder)

    def python(lines, folder="data"):
        return _python(lines, tmp_path / folder)

    turnabout.python = python
    turnabout.folder = tmp_path
    return turnabout


def _python(lines, data):
    return _run([sys.executable, "-c", f"import django\ndjango.setup()\n{lines}"], data)


def _run(words, data):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TURNABOUT_")}
    environment = {
        **kept,
        "TURNABOUT_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "turnabout.config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.run(words, env=environment, capture_output=True, text=True)


SEAL = """
from pathlib import Path
from turnabout.foundation.trust import vault
place = vault.Place("pairs.privatenote", "row", "words")
sealed = vault.seal("what Ada wrote", holder="person:ada", place=place)
Path({file!r}).write_bytes(sealed)
"""
OPEN = """
from pathlib import Path
from turnabout.foundation.trust import vault
place = vault.Place("pairs.privatenote", "row", "words")
print(vault.unseal(Path({file!r}).read_bytes(), holder="person:ada", place=place))
"""


def test_an_owner_backs_up_loses_the_folder_and_reads_a_sealed_text_again(installation):
    sealed, backup = (installation.folder / name for name in ("sealed", "backup.tar.gz"))
    installation.python(SEAL.format(file=str(sealed)))
    made = installation("backup", str(backup))
    restored = installation("restore", str(backup), folder="elsewhere")
    (installation.folder / "data" / "vault.key").rename(
        installation.folder / "elsewhere" / "vault.key"
    )

    opened = installation.python(OPEN.format(file=str(sealed)), folder="elsewhere")

    assert (made.returncode, restored.returncode) == (0, 0)
    assert "0 erasures were replayed" in restored.stdout
    assert opened.stdout.strip() == "what Ada wrote"


def test_the_vault_key_is_never_inside_a_backup(installation):
    backup = installation.folder / "backup.tar.gz"
    installation.python(SEAL.format(file=str(installation.folder / "sealed")))
    installation("backup", str(backup))

    with tarfile.open(backup) as archive:
        names = sorted(archive.getnames())

    assert names == ["keys.sqlite3", "manifest.json", "turnabout.sqlite3"]


def test_what_was_erased_after_the_backup_stays_erased_after_the_restore(installation):
    sealed, backup = (installation.folder / name for name in ("sealed", "backup.tar.gz"))
    installation.python(SEAL.format(file=str(sealed)))
    installation("backup", str(backup))
    installation.python(
        "from turnabout.foundation.trust.vault import destroy_key\ndestroy_key('person:ada')"
    )

    restored = installation("restore", str(backup), "--replace")
    store = sqlite3.connect(installation.folder / "data" / "keys.sqlite3")
    keys = store.execute("select count(*) from trust_wrappedkey").fetchone()
    store.close()

    assert "1 erasures were replayed" in restored.stdout
    assert keys == (0,)


def test_a_restore_over_living_data_is_refused_without_replace(installation):
    backup = installation.folder / "backup.tar.gz"
    installation("backup", str(backup))

    refused = installation("restore", str(backup))

    assert refused.returncode == 1
    assert refused.stderr == (
        "turnabout: There are data already. Stop the site and add --replace.\n"
    )


def test_a_damaged_backup_is_refused_and_nothing_is_changed(installation):
    backup = installation.folder / "backup.tar.gz"
    installation("backup", str(backup))
    backup.write_bytes(backup.read_bytes()[:2000])

    refused = installation("restore", str(backup), folder="elsewhere")

    assert refused.stderr == f"turnabout: {backup} is not a whole backup of Turnabout.\n"
    assert not (installation.folder / "elsewhere" / "turnabout.sqlite3").exists()


HIRE = """
from turnabout.faces.privacy import services
from turnabout.foundation.accounts.models import User
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services import add_person, open_organisation
organisation = open_organisation("Northmere Water")
person = add_person(organisation, name="Zelmira Kwiatkowska", mail="zelmira@example.org")
person.user = User.objects.create_user("zelmira@example.org", "a long password")
person.save()
services.ask_for_erasure(person)
"""
ERASE = """
from turnabout.faces.privacy import services
from turnabout.frame.directory.models import Person
services.erase_person(Person.objects.get(), by=None)
"""


def test_a_restore_erases_again_whom_an_older_backup_brings_back(installation):
    backup = installation.folder / "backup.tar.gz"
    files = [installation.folder / "data" / name for name in ("turnabout.sqlite3", "keys.sqlite3")]

    def lies_there():
        with_logs = [path for file in files for path in file.parent.glob(f"{file.name}*")]
        return [path.name for path in with_logs if b"elmira" in path.read_bytes()]

    installation.python(HIRE)
    installation("backup", str(backup))
    assert lies_there() != []
    erased = installation.python(ERASE)
    assert (erased.stderr, lies_there()) == ("", [])

    restored = installation("restore", str(backup), "--replace")

    assert restored.stdout.splitlines() == [
        "Restored. 1 erasures were replayed.",
        "1 people were erased again.",
    ]
    assert lies_there() == []
