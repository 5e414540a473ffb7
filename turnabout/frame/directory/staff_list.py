"""A staff list, row by row, in our words. Pure: a table and its columns in, entries out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from turnabout.foundation.common.tables import Problem, Row, Table
from turnabout.frame.directory.columns import Column
from turnabout.frame.directory.kept import (
    NO_VALUE,
    as_kept,
    attribute_of,
    key_in,
    key_of,
    problems_of,
)
from turnabout.frame.directory.values import (
    FAR_AWAY,
    Presence,
    is_day_first,
    looks_like_mail,
    read_date,
    read_language,
    read_presence,
    read_zone,
)
from turnabout.frame.directory.vocabulary import MEANINGS, Field

_LENGTHS = {
    Field.HR_ID: 64,
    Field.NAME: 160,
    Field.GIVEN_NAME: 80,
    Field.FAMILY_NAME: 78,
    Field.JOB_TITLE: 160,
    Field.LEVEL: 80,
    Field.UNIT: 120,
    Field.PLACE: 120,
}
_TEXTS: tuple[Field, ...] = tuple(field for field in _LENGTHS if field is not Field.HR_ID)
# Fields that are no attribute of their own, or several.
_SAY_MORE_THAN_ONE = (Field.HR_ID, Field.FAMILY_NAME, Field.LEFT_ON, Field.STATUS, Field.KEPT)
_DATES = (Field.STARTED_ON, Field.LEFT_ON, Field.AWAY_UNTIL)


@dataclass(frozen=True)
class Entry:
    """One person as the list has her. Empty text and None are what the list leaves open."""

    row: int
    hr_id: str
    name: str
    given_name: str = ""
    mail: str = ""
    job_title: str = ""
    level: str = ""
    unit: str = ""
    place: str = ""
    manager: str = ""
    language: str = ""
    zone: str = ""
    started_on: date | None = None
    left_on: date | None = None
    away_until: date | None = None
    has_left: bool = False
    has_manager: bool = False
    manager_column: str | None = None
    kept: tuple[tuple[str, str], ...] = ()

    def value(self, field: str) -> object:
        key = key_in(field)
        return dict(self.kept).get(key, "") if key else getattr(self, field)


@dataclass(frozen=True)
class StaffList:
    """All rows that say who somebody is, and which attributes the list speaks of."""

    entries: tuple[Entry, ...]
    fields: frozenset[str]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]


class _Reading:
    """What is needed while reading the rows: where each field stands, and what was noticed."""

    def __init__(self, columns: Sequence[Column], today: date) -> None:
        self.today = today
        self.columns: dict[Field, list[str]] = defaultdict(list)
        for column in columns:
            if column.is_used:
                self.columns[column.field].append(column.name)
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.notes: list[str] = []
        self.day_first: dict[Field, bool] = {}

    def has(self, field: Field) -> bool:
        return bool(self.columns[field])

    def column(self, field: Field) -> str | None:
        return self.columns[field][0] if self.columns[field] else None

    def text(self, row: Row, field: Field) -> str:
        parts = [row.cells[name] for name in self.columns[field]]
        text = " ".join(" ".join(parts).split())
        return "" if text.casefold() in NO_VALUE else text

    def warn(self, row: int, field: Field, sentence: str, remedy: str) -> None:
        self.warnings.append(Problem(row, self.column(field), sentence, remedy))

    def fail(self, row: int | None, field: Field, sentence: str, remedy: str) -> None:
        self.errors.append(Problem(row, self.column(field), sentence, remedy))


def read_entries(table: Table, columns: Sequence[Column], *, today: date) -> StaffList:
    """Read every row into an entry; what cannot be read becomes an error or a warning."""
    reading = _Reading(columns, today)
    _take_problems(table, columns, reading)
    entries: list[Entry] = []
    if _is_understood(table, reading, columns):
        _settle_dates(table, reading)
        read = [_entry(row, reading) for row in table.rows]
        entries = _without_doubles([one for one in read if one is not None], reading)
        entries = _without_shared_mails(entries, reading)
    return StaffList(
        tuple(entries),
        _fields(reading),
        tuple(sorted(reading.errors, key=lambda one: one.row or 0)),
        tuple(reading.warnings),
        tuple(reading.notes),
    )


def _take_problems(table: Table, columns: Sequence[Column], reading: _Reading) -> None:
    """What is wrong in a column that is used stops the list; elsewhere it is worth knowing."""
    meant = {column.name: column for column in columns}
    for problem in table.problems:
        column = meant.get(problem.column or "")
        if column is None or column.is_used:
            reading.errors.append(problem)
        elif column.field is not Field.LEFT_OUT:
            reading.warnings.append(problem)


def _is_understood(table: Table, reading: _Reading, columns: Sequence[Column]) -> bool:
    counts = Counter(column.field for column in columns if column.is_used)
    for field, count in counts.items():
        if count > 1 and field not in (Field.FAMILY_NAME, Field.KEPT):
            reading.fail(
                None,
                field,
                _("%(count)d columns are said to mean “%(meaning)s”.")
                % {"count": count, "meaning": MEANINGS[field]},
                _("Choose one of them and set the others to “Not used”."),
            )
    if not reading.has(Field.HR_ID) and not reading.has(Field.MAIL):
        reading.fail(
            None,
            Field.HR_ID,
            _("No column says who is who: there is no staff number and no mail address."),
            _("Choose the column that holds the staff number, or add one to the list."),
        )
    elif not reading.has(Field.HR_ID):
        reading.notes.append(
            _(
                "There is no staff number, so people are recognised by mail address. "
                "Somebody whose address changes will look like one who left and one who is new."
            )
        )
    reading.errors.extend(problems_of(table, reading.columns[Field.KEPT]))
    return not reading.errors or all(problem.row is not None for problem in reading.errors)


def _fields(reading: _Reading) -> frozenset[str]:
    names = {
        field.value
        for field in reading.columns
        if reading.has(field) and field not in _SAY_MORE_THAN_ONE
    }
    if reading.has(Field.FAMILY_NAME) or reading.has(Field.GIVEN_NAME):
        names.add("name")
    if reading.has(Field.STATUS):
        names.add("away_until")
    names.update(attribute_of(key_of(name)) for name in reading.columns[Field.KEPT])
    if not reading.has(Field.HR_ID):
        names.discard("mail")
    return frozenset(names)


def _settle_dates(table: Table, reading: _Reading) -> None:
    for field in _DATES:
        name = reading.column(field)
        if name is None:
            continue
        order = is_day_first([row.cells[name] for row in table.rows])
        reading.day_first[field] = order is not False
        if order is None:
            reading.notes.append(
                _("“%(column)s” mixes dates with day first and month first; day first is read.")
                % {"column": name}
            )


def _entry(row: Row, reading: _Reading) -> Entry | None:
    number = row.number
    hr_id = _identity(row, reading)
    if not hr_id:
        field = Field.HR_ID if reading.has(Field.HR_ID) else Field.MAIL
        reading.fail(
            number,
            field,
            _("This row has no staff number, so nobody can say who it is.")
            if field is Field.HR_ID
            else _("This row has no mail address, so nobody can say who it is."),
            _("Fill in the cell, or remove the row."),
        )
        return None
    texts = {field: _limited(row, field, reading) for field in _TEXTS}
    name, given = _names(texts, hr_id, number, reading)
    started = _read_date(row, Field.STARTED_ON, reading)
    left = _read_date(row, Field.LEFT_ON, reading)
    away = _read_date(row, Field.AWAY_UNTIL, reading)
    has_left, away = _presence(row, left, away, reading)
    return Entry(
        row=number,
        hr_id=hr_id,
        name=name,
        given_name=given,
        mail=_mail(row, reading),
        job_title=texts[Field.JOB_TITLE],
        level=texts[Field.LEVEL],
        unit=texts[Field.UNIT],
        place=texts[Field.PLACE],
        manager=reading.text(row, Field.MANAGER),
        language=_language(row, reading),
        zone=_zone(row, reading),
        started_on=started,
        left_on=left if has_left and left and left <= reading.today else None,
        away_until=away,
        has_left=has_left,
        has_manager=reading.has(Field.MANAGER),
        manager_column=reading.column(Field.MANAGER),
        kept=tuple(
            (key_of(name), as_kept(row.cells[name])) for name in reading.columns[Field.KEPT]
        ),
    )


def _identity(row: Row, reading: _Reading) -> str:
    if reading.has(Field.HR_ID):
        return _limited(row, Field.HR_ID, reading).removesuffix(".0")
    mail = reading.text(row, Field.MAIL).casefold()
    return mail if len(mail) <= _LENGTHS[Field.HR_ID] else ""


def _limited(row: Row, field: Field, reading: _Reading) -> str:
    text = reading.text(row, field)
    if len(text) <= _LENGTHS[field]:
        return text
    if field is Field.HR_ID:
        reading.fail(
            row.number,
            field,
            _("The staff number is longer than 64 characters."),
            _("Check that this column holds staff numbers."),
        )
    else:
        reading.warn(
            row.number,
            field,
            _("The text is longer than %(length)d characters; only the start is kept.")
            % {"length": _LENGTHS[field]},
            _("Shorten the cell if the start is not enough."),
        )
    return text[: _LENGTHS[field]].strip()


def _names(texts: dict[Field, str], hr_id: str, number: int, reading: _Reading) -> tuple[str, str]:
    given = texts[Field.GIVEN_NAME]
    name = texts[Field.NAME] or f"{given} {texts[Field.FAMILY_NAME]}".strip()
    if "," in name and not given and name.count(",") == 1:
        family, _comma, first = name.partition(",")
        if first.strip():
            name, given = f"{first.strip()} {family.strip()}", first.strip()[:80]
    if name:
        return name, given
    if any(reading.has(one) for one in (Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME)):
        field = Field.NAME if reading.has(Field.NAME) else Field.FAMILY_NAME
        reading.warn(
            number,
            field,
            _("This row has no name; the job title and the staff number are shown instead."),
            _("Fill in the name."),
        )
    return f"{texts[Field.JOB_TITLE][:90] or _('Person')} {hr_id}", ""


def _mail(row: Row, reading: _Reading) -> str:
    mail = reading.text(row, Field.MAIL).strip("<>").removeprefix("mailto:")
    if not mail or looks_like_mail(mail):
        return mail
    reading.warn(
        row.number,
        Field.MAIL,
        _("“%(mail)s” is no mail address; none is stored.") % {"mail": mail[:60]},
        _("Correct the address; without one nobody can write to this person."),
    )
    return ""


def _read_date(row: Row, field: Field, reading: _Reading) -> date | None:
    text = reading.text(row, field)
    if not text:
        return None
    found = read_date(text, day_first=reading.day_first.get(field, True))
    if found is None:
        reading.warn(
            row.number,
            field,
            _("“%(text)s” is no date; none is stored.") % {"text": text[:40]},
            _("Write it as year-month-day, such as 2026-03-31."),
        )
    return found


def _presence(
    row: Row, left: date | None, away: date | None, reading: _Reading
) -> tuple[bool, date | None]:
    text = reading.text(row, Field.STATUS)
    presence = read_presence(text) if text else None
    if text and presence is None:
        reading.warn(
            row.number,
            Field.STATUS,
            _("The status “%(text)s” is not known; the person counts as present.")
            % {"text": text[:40]},
            _("Write active, on leave or left."),
        )
    if left is not None and left <= reading.today:
        return True, None
    if presence is Presence.LEFT and left is None:
        return True, None
    if presence is Presence.AWAY:
        return False, away or FAR_AWAY
    return False, away if away and away > reading.today else None


def _language(row: Row, reading: _Reading) -> str:
    text = reading.text(row, Field.LANGUAGE)
    if not text:
        return ""
    found = read_language(text)
    if found is None:
        reading.warn(
            row.number,
            Field.LANGUAGE,
            _("The language “%(text)s” is not known; the organisation's own is used.")
            % {"text": text[:40]},
            _("Write a code of two letters, such as en or es."),
        )
    return found or ""


def _zone(row: Row, reading: _Reading) -> str:
    text = reading.text(row, Field.ZONE)
    if not text:
        return ""
    found = read_zone(text)
    if found is None:
        reading.warn(
            row.number,
            Field.ZONE,
            _("The time zone “%(text)s” is not known; the organisation's own is used.")
            % {"text": text[:40]},
            _("Write it as region and city, such as Europe/Madrid."),
        )
    return found or ""


def _without_doubles(entries: list[Entry], reading: _Reading) -> list[Entry]:
    """The same row twice is read once; the same number for two different rows is an error."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        first = kept.get(entry.hr_id)
        if first is None:
            kept[entry.hr_id] = entry
        elif replace(entry, row=first.row) == first:
            reading.warn(
                entry.row,
                Field.HR_ID,
                _("This row says the same as row %(row)d and is read once.") % {"row": first.row},
                _("Nothing to do."),
            )
        else:
            reading.fail(
                entry.row,
                Field.HR_ID,
                _("The number “%(number)s” is already in row %(row)d, for another person.")
                % {"number": entry.hr_id, "row": first.row},
                _("Give each person a number of her own, or remove one of the rows."),
            )
    return list(kept.values())


def _without_shared_mails(entries: list[Entry], reading: _Reading) -> list[Entry]:
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.mail and not entry.has_left:
            owners[entry.mail.casefold()].append(entry)
    shared = {mail for mail, sharers in owners.items() if len(sharers) > 1}
    if not shared:
        return entries
    for mail in shared:
        first, *others = owners[mail]
        for other in others:
            reading.warn(
                other.row,
                Field.MAIL,
                _("The address “%(mail)s” is also in row %(row)d; neither person gets it.")
                % {"mail": other.mail, "row": first.row},
                _("Give each person an address that only she or he reads."),
            )
    return [
        replace(entry, mail="") if entry.mail.casefold() in shared else entry for entry in entries
    ]
