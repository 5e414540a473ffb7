"""Texts that are data: one wording per language."""

from collections.abc import Mapping

from django.utils import translation

FALLBACK = "en"


def said(texts: Mapping[str, str], language: str | None = None) -> str:
    """The wording in this language, or the reader's; English where there is none."""
    wanted = (language or translation.get_language() or FALLBACK).split("-", 1)[0]
    return texts.get(wanted) or texts.get(FALLBACK) or next(iter(texts.values()), "")
