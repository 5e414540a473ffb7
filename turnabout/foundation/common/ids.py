"""Random names for rows and tokens for links."""

import base64
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    TextField = models.CharField

PUBLIC_ID_BYTES = 16

Source = Callable[[int], bytes]
_source: ContextVar[Source] = ContextVar("source", default=secrets.token_bytes)


def random_token() -> str:
    """128 random bits that are safe in a URL."""
    return base64.urlsafe_b64encode(_source.get()(PUBLIC_ID_BYTES)).rstrip(b"=").decode()


@contextmanager
def drawn_from(source: Source) -> Iterator[None]:
    """Let a rehearsal draw the same names again; nothing real is ever named inside."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


class PublicIdField(TextField):
    """The only name of a row that leaves the database."""

    def __init__(self, **options: Any) -> None:
        settled = {"max_length": 22, "unique": True, "editable": False, "default": random_token}
        super().__init__(**{**options, **settled})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, arguments, options = super().deconstruct()
        for settled in ("max_length", "unique", "editable", "default"):
            options.pop(settled, None)
        return name, path, list(arguments), options
