"""Random names for rows and tokens for links."""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    TextField = models.CharField

PUBLIC_ID_BYTES = 16


def random_token() -> str:
    """128 random bits that are safe in a URL."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


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
