"""Texts that are data, in templates."""

from collections.abc import Mapping

from django import template

from turnabout.foundation.common import texts

register = template.Library()


@register.filter
def said(words: Mapping[str, str]) -> str:
    """The wording in the reader's language."""
    return texts.said(words)
