"""Reading what stands in a cell: dates, addresses, languages, zones, whether somebody is here."""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import available_timezones

from turnabout.frame.directory.vocabulary import plain

_MAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]{2,}\Z")
_NUMERIC = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ].*)?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_WORDY = re.compile(r"(\d{1,2})[-/. ]+(?:de )?([^\W\d]{3,12})\.?[-/., ]+(?:de )?(\d{2,4})\Z", re.I)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z", re.I)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?\Z")
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_MONTHS = (
    ("jan", "ene", "januar", "janv"),
    ("feb", "febrero", "fev"),
    ("mar", "mär", "mrz", "mars"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mayo"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "ago", "aou", "aoû"),
    ("sep", "set"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dic", "dez", "déc"),
)

FAR_AWAY = date(9999, 12, 31)


class Presence(StrEnum):
    HERE = "here"
    AWAY = "away"
    LEFT = "left"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_HERE = _words(
    "active|activo|activa|aktiv|actif|current|working|employed|1|yes|y|true|si|sim|oui|"
    "ja|permanent|fixed|fulltime|parttime|probation|alta|a|in"
) | {"full time", "part time", "en activo", "fixed term", "in post", "notice period"}
_AWAY = _words(
    "leave|away|absent|sabbatical|parental|maternity|paternity|excedencia|suspended|"
    "secondment|permiso|elternzeit|ausente|conge|inactive_leave"
) | {
    "on leave",
    "long leave",
    "long term leave",
    "leave of absence",
    "parental leave",
    "maternity leave",
    "paternity leave",
    "sick leave",
    "long term sick",
    "unpaid leave",
    "career break",
    "de baja medica",
    "baja medica",
    "baja temporal",
}
_LEFT = _words(
    "left|leaver|terminated|inactive|resigned|retired|dismissed|former|ex|gone|ended|"
    "exited|departed|deceased|baja|cesado|cesada|inactivo|inactiva|jubilado|jubilada|"
    "ausgeschieden|inaktiv|sorti|0|no|n|false|t"
)

_LANGUAGE_NAMES = {
    "english": "en",
    "ingles": "en",
    "englisch": "en",
    "anglais": "en",
    "spanish": "es",
    "espanol": "es",
    "castellano": "es",
    "spanisch": "es",
    "espagnol": "es",
    "german": "de",
    "deutsch": "de",
    "aleman": "de",
    "french": "fr",
    "francais": "fr",
    "frances": "fr",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "portugues": "pt",
    "dutch": "nl",
    "nederlands": "nl",
    "polish": "pl",
    "polski": "pl",
    "catalan": "ca",
    "catala": "ca",
    "basque": "eu",
    "euskera": "eu",
    "galician": "gl",
    "gallego": "gl",
}
_LANGUAGE_CODE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}))?(?:\..*)?\Z", re.I)


def looks_like_mail(text: str) -> bool:
    return bool(_MAIL.match(text)) and len(text) <= 254


def looks_like_date(text: str) -> bool:
    return any(
        pattern.match(text) for pattern in (_NUMERIC, _COMPACT, _WORDY, _MONTH_FIRST)
    ) and bool(read_date(text, day_first=True) or read_date(text, day_first=False))


def is_day_first(texts: list[str]) -> bool | None:
    """Whether a column writes the day before the month; None where it contradicts itself."""
    day, month = False, False
    for text in texts:
        found = _NUMERIC.match(text)
        if found and len(found[1]) <= 2:
            day = day or int(found[1]) > 12
            month = month or int(found[2]) > 12
    if day and month:
        return None
    return not month


def read_date(text: str, *, day_first: bool) -> date | None:
    """The date in a cell, however it is written, or None."""
    found = _NUMERIC.match(text)
    if found:
        one, two, three = found.groups()
        if len(one) == 4:
            return _date(int(one), int(two), int(three))
        day, month = (one, two) if day_first else (two, one)
        return _date(_year(three), int(month), int(day))
    found = _COMPACT.match(text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _WORDY.match(text)
    if found:
        return _date(_year(found[3]), _month(found[2]), int(found[1]))
    found = _MONTH_FIRST.match(text)
    if found:
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    if _SERIAL.match(text):
        return _SERIAL_DAY_ZERO + timedelta(days=int(float(text)))
    return None


def _year(text: str) -> int:
    year = int(text)
    if year < 100:
        return year + (2000 if year < 70 else 1900)
    return year


def _month(text: str) -> int:
    lower = text.casefold()
    for number, starts in enumerate(_MONTHS, start=1):
        if lower.startswith(starts):
            return number
    return 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if year >= 1900 or year == FAR_AWAY.year else None


def read_presence(text: str) -> Presence | None:
    """Whether somebody with this status works here, is away, or has left."""
    words = plain(text)
    for presence, known in (
        (Presence.LEFT, _LEFT),
        (Presence.HERE, _HERE),
        (Presence.AWAY, _AWAY),
    ):
        if words in known:
            return presence
    if "leave" in words.split():
        return Presence.AWAY
    first = words.split(" ", 1)[0] if words else ""
    for presence, known in ((Presence.LEFT, _LEFT), (Presence.HERE, _HERE)):
        if len(first) > 2 and first in known:
            return presence
    return None


def read_language(text: str) -> str | None:
    """The two-letter code of a language that is written as a code or by its name."""
    found = _LANGUAGE_CODE.match(text.strip())
    if found:
        return found[1].lower()
    return _LANGUAGE_NAMES.get(plain(text).split(" ", 1)[0] if plain(text) else "")


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def read_zone(text: str) -> str | None:
    """The name of a time zone as the world writes it, such as Europe/Madrid."""
    return _zones().get(text.strip().replace(" ", "_").casefold())
