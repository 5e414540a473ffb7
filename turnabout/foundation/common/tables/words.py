from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.utils.translation import gettext


def translated(text: str) -> str:
    """The text in the reader's language; as it is where a command runs without the application."""
    try:
        return gettext(text)
    except (AppRegistryNotReady, ImproperlyConfigured):
        return text
