"""How commands speak that need neither settings nor a database."""

from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

import turnabout


def speak() -> None:
    """Translations need Django, but neither its settings file nor a database nor any rooms."""
    if not settings.configured:
        locale = Path(turnabout.__file__).parent / "locale"
        settings.configure(USE_I18N=True, LOCALE_PATHS=[locale], INSTALLED_APPS=[])
    if not apps.ready:
        django.setup()
