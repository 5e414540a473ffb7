"""Keys live in a database of their own, so that a dump of the data opens nothing."""

from typing import Any

from django.db import models

KEYS = "keys"


class KeysApart:
    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return KEYS if _is_key_model(model._meta.app_label, model._meta.model_name) else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool | None:
        return None

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        if db == KEYS:
            return _is_key_model(app_label, model_name)
        return False if _is_key_model(app_label, model_name) else None


def _is_key_model(app_label: str, model_name: str | None) -> bool:
    return app_label == "trust" and model_name == "wrappedkey"
