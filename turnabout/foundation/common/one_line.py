"""Words for the head of a mail and for a line of a calendar file."""

import unicodedata

HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = ("Cc", "Zl", "Zp")


def one_line(text: str) -> str:
    """The text on one line, without signs that end a line or turn what follows them round.

    Names come from staff lists, and a list may hold anything. Joiners stay: some scripts need them.
    """
    shown = (
        " " if sign in HIDDEN or unicodedata.category(sign) in BREAKS else sign for sign in text
    )
    return " ".join("".join(shown).split())
