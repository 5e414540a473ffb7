"""Seals what a pair or a person writes in private.

Each holder (a pair, an author, a guardian's desk) has a data key of 256 bits. The data key seals
texts with AES-256-GCM-SIV (RFC 8452); the key-encryption key wraps the data key.
A sealed text is bound to its place by the additional data `table|row|field|version`, so that it
cannot be moved to another row. Wrapped keys live in a database of their own. Destroying the key
destroys every text it sealed; the erasure list, kept outside both databases, is replayed after a
restore.
"""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.models import WrappedKey
from turnabout.foundation.trust.router import KEYS

VERSION = 1
KEY_BITS = 256
NONCE_BYTES = 12
CODES = b"turnabout codes"


@dataclass(frozen=True)
class Place:
    """Where a sealed text belongs: the table, the row's public id and the field."""

    table: str
    row: str
    field: str

    def bound(self) -> bytes:
        return f"{self.table}|{self.row}|{self.field}|{VERSION}".encode()


def key_exists(holder: str) -> bool:
    return WrappedKey.objects.filter(holder=holder).exists()


def seal(text: str, *, holder: str, place: Place) -> bytes:
    """Seal a text under the holder's key, making the key first where there is none."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCMSIV(_key_to_write(holder)).encrypt(nonce, text.encode(), place.bound())
    return bytes([VERSION]) + nonce + sealed


def unseal(sealed: "bytes | memoryview[int]", *, holder: str, place: Place) -> str:
    """Open a sealed text. Refuses when its key was destroyed or the text was moved or changed."""
    return unseal_all([(sealed, place)], holder=holder)[0]


def unseal_all(
    texts: "Sequence[tuple[bytes | memoryview[int], Place]]", *, holder: str
) -> list[str]:
    """Open sealed texts of one holder, whose key is read once. Refuses as `unseal` does."""
    if not texts:
        return []
    key = _key_to_read(holder)
    return [_opened(bytes(sealed), key, place) for sealed, place in texts]


def unseal_each(
    texts: "Sequence[tuple[bytes | memoryview[int], str, Place]]",
) -> list[str]:
    """Open sealed texts of many holders, whose keys are read at once. Refuses as `unseal` does."""
    wrapped = WrappedKey.objects.in_bulk(
        list({holder for _sealed, holder, _place in texts}), field_name="holder"
    )
    return [
        _opened(bytes(sealed), _key_in(wrapped.get(holder), holder), place)
        for sealed, holder, place in texts
    ]


def code_of(holder: str, *, about: str) -> str:
    """The code that only this holder's key can make about one thing: 64 hexadecimal digits.

    HMAC-SHA256 (RFC 2104) of what it is about, under a key drawn from the holder's by HKDF (RFC
    5869). The same holder and thing give the same code; codes about two things share nothing that
    could be seen without the key. Makes the key first where there is none.
    """
    drawn = HKDF(hashes.SHA256(), length=KEY_BITS // 8, salt=None, info=CODES)
    code = hmac.HMAC(drawn.derive(_key_to_write(holder)), hashes.SHA256())
    code.update(about.encode())
    return code.finalize().hex()


def destroy_key(holder: str) -> None:
    """Make everything this holder's key sealed unreadable for ever, in restored backups too."""
    remember_erasure(holder)
    _forget(holder)


def replay_erasures() -> int:
    """Destroy again every key on the erasure list; run after each restore. Returns how many."""
    holders = erased_holders()
    for holder in holders:
        _forget(holder)
    return len(holders)


def remember_erasure(holder: str) -> None:
    entry = json.dumps({"holder": holder, "at": now().isoformat()})
    descriptor = os.open(settings.ERASURE_LIST_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as writer:
        writer.write(entry + "\n")
        writer.flush()
        os.fsync(writer.fileno())


def erased_holders() -> list[str]:
    if not settings.ERASURE_LIST_FILE.exists():
        return []
    lines = settings.ERASURE_LIST_FILE.read_text().splitlines()
    return [json.loads(line)["holder"] for line in lines if line.strip()]


def _forget(holder: str) -> None:
    WrappedKey.objects.filter(holder=holder).delete()
    connection = connections[KEYS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _opened(content: bytes, key: bytes, place: Place) -> str:
    nonce, body = content[1 : NONCE_BYTES + 1], content[NONCE_BYTES + 1 :]
    try:
        return AESGCMSIV(key).decrypt(nonce, body, place.bound()).decode()
    except InvalidTag as error:
        raise _changed() from error


def _key_to_read(holder: str) -> bytes:
    return _key_in(WrappedKey.objects.filter(holder=holder).first(), holder)


def _key_in(wrapped: WrappedKey | None, holder: str) -> bytes:
    if wrapped is None:
        raise Refusal(_("This text was erased. Nobody can read it again."))
    try:
        return _unwrap(bytes(wrapped.wrapped), holder)
    except InvalidTag as error:
        raise _changed() from error


def _changed() -> Refusal:
    return Refusal(_("This text cannot be opened: it was changed, or its key was."))


def _key_to_write(holder: str) -> bytes:
    """The holder's data key. Key first, then row: the key is committed before any text it seals."""
    wrapped = WrappedKey.objects.filter(holder=holder).first()
    if wrapped is None:
        data_key = AESGCMSIV.generate_key(KEY_BITS)
        with transaction.atomic(using=KEYS):
            wrapped, _made = WrappedKey.objects.get_or_create(
                holder=holder, defaults={"wrapped": _wrap(data_key, holder), "created_at": now()}
            )
    return _unwrap(bytes(wrapped.wrapped), holder)


def _wrap(key: bytes, holder: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCMSIV(_key_encryption_key()).encrypt(nonce, key, holder.encode())


def _unwrap(wrapped: bytes, holder: str) -> bytes:
    nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    return AESGCMSIV(_key_encryption_key()).decrypt(nonce, body, holder.encode())


def _key_encryption_key() -> bytes:
    """Read the installation's key, or make it once, readable by this user of the machine only."""
    file = settings.VAULT_KEY_FILE
    try:
        return bytes.fromhex(file.read_text().strip())
    except FileNotFoundError:
        if WrappedKey.objects.exists():
            raise Refusal(
                _("The vault key file is missing. Put it back from where you keep your copy.")
            ) from None
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as writer:
        writer.write(AESGCMSIV.generate_key(KEY_BITS).hex())
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return bytes.fromhex(file.read_text().strip())
