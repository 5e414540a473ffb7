"""Reading what stands in a cell of an application: topics, hours, numbers, roles."""

import re

from turnabout.frame.directory.vocabulary import plain
from turnabout.joining.matching.engine.cohort import folded

_SEPARATORS = re.compile(r"[;\n|]")
_LEVEL = re.compile(r"(.*?)\s*(?:\((\d)\)|[:=]\s*(\d))\Z")
_DAYS = (
    ("mon", "lun"),
    ("tue", "mar"),
    ("wed", "mie"),
    ("thu", "jue"),
    ("fri", "vie"),
    ("sat", "sab"),
    ("sun", "dom"),
)
_TO = r"\s*(?:-|to|a|bis|until)\s*"
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?h?"
_HOURS = re.compile(rf"{_TIME}{_TO}{_TIME}")
_DAY = r"\b(" + "|".join(start for starts in _DAYS for start in starts) + r")[a-z]*"
_DAY_OR_DAYS = re.compile(rf"{_DAY}(?:{_TO}{_DAY})?")
_NUMBER_OF_DAY = {start: day for day, starts in enumerate(_DAYS) for start in starts}
HOURS_IN_A_DAY = 24

MENTOR, MENTEE, BOTH = "mentor", "mentee", "both"
ROLES = {
    **dict.fromkeys(("mentor", "mentors", "mentora", "mentor a", "junior"), MENTOR),
    **dict.fromkeys(
        ("mentee", "mentees", "mentorizado", "mentorizada", "mentorado", "mentorada", "senior"),
        MENTEE,
    ),
    **dict.fromkeys(
        ("both", "mentor and mentee", "mentor mentee", "mentee and mentor", "ambos", "ambas"), BOTH
    ),
}


def read_role(text: str) -> str | None:
    """Which side somebody is on, or None."""
    return ROLES.get(plain(text))


def read_list(text: str) -> list[str]:
    """The entries of a cell, in their order and each once."""
    pieces = _SEPARATORS.split(text) if _SEPARATORS.search(text) else text.split(",")
    return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def without_level(entry: str) -> str:
    """A topic as it is written, without its level."""
    found = _LEVEL.match(entry)
    return found[1] if found else entry


def topic_of(entry: str) -> str:
    """A topic as it is compared."""
    return folded(without_level(entry))


def read_offers(text: str) -> dict[str, int]:
    """Topics with a level: “Spreadsheets (3); Podcasts”. Without a level it is 1."""
    offers: dict[str, int] = {}
    for entry in read_list(text):
        found = _LEVEL.match(entry)
        topic = topic_of(entry)
        level = int(found[2] or found[3]) if found else 1
        if topic:
            offers[topic] = max(level, offers.get(topic, 0))
    return offers


def read_wants(text: str) -> dict[str, int]:
    """Topics with their rank, the first being the dearest."""
    return {topic: rank for rank, topic in enumerate(read_offers(text), start=1)}


def read_count(text: str) -> int | None:
    """A whole number from 0 to 50, or None."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,]0+)?", text.strip())
    number = int(found[1]) if found else None
    return number if number is not None and number <= 50 else None


def read_hours(text: str) -> int | None:
    """Hours of the week as bits, Monday's first at bit 0: “Mon 9-11; Tue to Thu 14:00-16:00”.

    Only whole hours inside a range count. None where something cannot be read.
    """
    bits = 0
    days: set[int] = set()
    waiting: set[int] = set()
    for piece in re.split(r"[;,\n/]| and | y ", plain_times(text)):
        waiting |= _days(piece)
        for found in _HOURS.finditer(piece):
            days, waiting = waiting or days, set()
            first = int(found[1]) + (1 if found[2] and int(found[2]) else 0)
            last = int(found[3])
            if not days or not 0 <= first < last <= HOURS_IN_A_DAY:
                return None
            for day in days:
                bits |= ((1 << (last - first)) - 1) << (day * HOURS_IN_A_DAY + first)
    return None if waiting else bits or None


def _days(piece: str) -> set[int]:
    """The days that a piece of text names, alone or from one to another."""
    days: set[int] = set()
    for found in _DAY_OR_DAYS.finditer(piece):
        first = _NUMBER_OF_DAY[found[1]]
        last = _NUMBER_OF_DAY[found[2]] if found[2] else first
        days |= set(range(first, last + 1))
    return days


def plain_times(text: str) -> str:
    """Lower case, no accents, every dash the same."""
    lowered = text.casefold().replace("–", "-").replace("—", "-")
    return lowered.replace("é", "e").replace("á", "a")
