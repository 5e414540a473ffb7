"""Small numbers as words, as one would say them."""

from django.utils.translation import gettext as _


def said(number: int) -> str:
    """Up to ten as a word, then as a numeral."""
    words = (
        _("nothing"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    )
    return words[number] if number < len(words) else str(number)


def begun(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]
