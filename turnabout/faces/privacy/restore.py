"""`turnabout restore`: bring a backup back, then forget again what was erased since it was made."""

import argparse
import hashlib
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from turnabout.config import serve
from turnabout.faces.privacy import services
from turnabout.faces.privacy.backup import FORMAT, STORES, run_pg
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.models import WrappedKey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup to bring back")
    parser.add_argument("--replace", action="store_true", help="replace the data that is there now")


def run(arguments: argparse.Namespace) -> int:
    erased = restore_backup(arguments.file, replace=arguments.replace)
    print(f"Restored. {erased} erasures were replayed.")
    if not settings.VAULT_KEY_FILE.exists() and WrappedKey.objects.exists():
        print(f"Now put the vault key back: {settings.VAULT_KEY_FILE}")
        print("The worker then erases again the people whom this backup brought back.")
    else:
        print(f"{services.erase_again()} people were erased again.")
    return 0


def restore_backup(file: Path, *, replace: bool) -> int:
    """Check the whole backup, put both stores in place, replay erasures. Returns how many."""
    if not file.exists():
        raise Refusal(f"{file} does not exist.")
    with tempfile.TemporaryDirectory(prefix="turnabout-restore-") as name:
        folder = Path(name)
        manifest = _unpack(file, folder)
        if not replace and any(_is_in_use(alias) for alias in STORES):
            raise Refusal("There are data already. Stop the site and add --replace.")
        for alias, store in manifest["stores"].items():
            _put_back(alias, store, folder)
        _merge_erasures(folder / "erasures.jsonl")
    serve.prepare()
    return vault.replay_erasures()


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise Refusal(f"{file} is not a whole backup of Turnabout.") from error
    if manifest.get("format") != FORMAT or set(manifest.get("stores", {})) != set(STORES):
        raise Refusal(f"{file} was made by a version that this one cannot read.")
    for alias, store in manifest["stores"].items():
        content = (folder / Path(store["file"]).name).read_bytes()
        if hashlib.sha256(content).hexdigest() != store["sha256"]:
            raise Refusal(f"{file} is damaged: {store['file']} is not what was written.")
        if store["vendor"] != connections[alias].vendor:
            raise Refusal(
                f"The backup holds {store['vendor']}, this installation uses "
                f"{connections[alias].vendor}. Restore into the same kind."
            )
    return manifest


def _is_in_use(alias: str) -> bool:
    if connections[alias].vendor == "sqlite":
        return Path(str(connections[alias].settings_dict["NAME"])).exists()
    return bool(connections[alias].introspection.table_names())


def _put_back(alias: str, store: dict[str, Any], folder: Path) -> None:
    copy = folder / Path(store["file"]).name
    connections[alias].close()
    if store["vendor"] != "sqlite":
        words = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        name = str(connections[alias].settings_dict["NAME"])
        run_pg("pg_restore", alias, *words, f"--dbname={name}", str(copy))
        return
    target = Path(str(connections[alias].settings_dict["NAME"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in ("-wal", "-shm"):
        Path(f"{target}{leftover}").unlink(missing_ok=True)
    landing = target.with_name(f".{target.name}.restored")
    landing.write_bytes(copy.read_bytes())
    landing.chmod(0o600)
    os.replace(landing, target)


def _merge_erasures(kept: Path) -> None:
    """The list here may be newer than the backup's; nothing on either is ever dropped."""
    if not kept.exists():
        return
    known = set(vault.erased_holders())
    for line in kept.read_text().splitlines():
        holder = json.loads(line)["holder"]
        if holder not in known:
            vault.remember_erasure(holder)
