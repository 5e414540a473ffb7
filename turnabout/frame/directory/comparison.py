"""A staff list against the people of today: who is new, who changed, who left. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _

from turnabout.foundation.common.tables import Problem
from turnabout.frame.directory.likeness import Answers, Likeness, find_likenesses
from turnabout.frame.directory.staff_list import Entry

MANY_PEOPLE = 25
MANY_PERCENT = 5
MANY_NAMES_PERCENT = 10
HALF = 50
NAMES_IN_A_SENTENCE = 8
MOVES = frozenset({"unit", "place", "manager"})


@dataclass(frozen=True)
class Known:
    """Somebody as the directory has her today. `manager` is the staff number of the manager."""

    hr_id: str
    values: Mapping[str, object]
    left_on: date | None = None
    past_mails: frozenset[str] = frozenset()
    is_by_hand: bool = False

    @property
    def mail(self) -> str:
        return str(self.values.get("mail") or "").casefold()


@dataclass(frozen=True)
class FieldChange:
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Change:
    """What is different about one person, who is known here as `known_as` until now."""

    hr_id: str
    name: str
    row: int
    fields: tuple[FieldChange, ...]
    known_as: str

    @property
    def is_move(self) -> bool:
        return any(one.field in MOVES for one in self.fields)

    @property
    def stands_elsewhere(self) -> bool:
        """Whether her place in the organisation is another one now, her level included."""
        return self.is_move or any(one.field == "level" for one in self.fields)


@dataclass(frozen=True)
class Newcomer:
    entry: Entry


@dataclass(frozen=True)
class Leaver:
    hr_id: str
    name: str
    on: date
    is_missing: bool


@dataclass(frozen=True)
class Reuse:
    """A mail address that belonged to one person and now belongs to another."""

    address: str
    before: str
    after: str
    row: int


@dataclass(frozen=True)
class Difference:
    """Everything a list would change, before anything is changed."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    left: tuple[Leaver, ...] = ()
    rehired: tuple[Change, ...] = ()
    unchanged: int = 0
    present: int = 0
    addresses_reused: tuple[Reuse, ...] = ()
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    likenesses: tuple[Likeness, ...] = ()

    @property
    def waiting(self) -> tuple[Likeness, ...]:
        """Rows left as they are until somebody says who they are."""
        return tuple(one for one in self.likenesses if one.is_waiting)

    @property
    def moved(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changed if change.is_move)

    @property
    def brakes(self) -> tuple[str, ...]:
        """What is so much for one list that somebody has to say yes to it, a sentence each."""
        return tuple(
            sentence % {"count": count, "present": self.present}
            for count, is_much, sentence in (
                (
                    len(self.left),
                    len(self.left) > MANY_PEOPLE or self._exceeds(len(self.left), MANY_PERCENT),
                    _("Of %(present)d people, %(count)d would leave."),
                ),
                (
                    *self._changing("name", MANY_NAMES_PERCENT),
                    _(
                        "%(count)d of %(present)d people would get another name. "
                        "Were staff numbers given anew, or is a column taken for another?"
                    ),
                ),
                (
                    *self._changing("unit", HALF),
                    _("%(count)d of %(present)d people would change their unit."),
                ),
                (
                    *self._changing("manager", HALF),
                    _("%(count)d of %(present)d people would get another manager."),
                ),
            )
            if is_much
        )

    def _changing(self, field: str, percent: int) -> tuple[int, bool]:
        """For how many people this would change, and whether that is many of many."""
        count = sum(any(one.field == field for one in change.fields) for change in self.changed)
        return count, count > MANY_PEOPLE and self._exceeds(count, percent)

    def _exceeds(self, count: int, percent: int) -> bool:
        return count * 100 > self.present * percent

    def lets_leave(self, hr_id: str) -> bool:
        return any(leaver.hr_id == hr_id for leaver in self.left)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.left or self.rehired)


def compare(
    entries: Sequence[Entry],
    known: Iterable[Known],
    fields: frozenset[str],
    *,
    today: date,
    is_whole: bool,
    errors: Sequence[Problem] = (),
    warnings: Sequence[Problem] = (),
    answers: Answers = MappingProxyType({}),
    trusts_both: bool = False,
) -> Difference:
    """Say what the list would change.

    `fields` are the attributes the list speaks of; others stay as they are. Where the list is
    whole, who is not on it has left. `answers` tell of pairs of a new and a known number whether
    they are the same person; `trusts_both` says yes where name and mail address both agree.
    """
    people = {person.hr_id: person for person in known}
    told = list(warnings)
    by_hand = {
        person.mail: person
        for person in people.values()
        if person.is_by_hand and person.mail and person.left_on is None
    }
    entries = _without_unknown_managers(entries, people, told)
    likenesses = find_likenesses(
        entries, people, is_whole=is_whole, answers=answers, trusts_both=trusts_both
    )
    same = {one.entry.hr_id: one.known for one in likenesses if one.is_same}
    waiting = {one.entry.hr_id for one in likenesses if one.is_waiting}
    spared = {one.known.hr_id for one in likenesses if one.is_same is not False}
    renumbered = {person.hr_id: number for number, person in same.items()}
    new: list[Entry] = []
    changed: list[Change] = []
    rehired: list[Change] = []
    left: list[Leaver] = []
    unchanged = 0
    for entry in entries:
        if entry.hr_id in waiting:
            continue
        person = (
            people.get(entry.hr_id) or by_hand.get(entry.mail.casefold()) or same.get(entry.hr_id)
        )
        if entry.has_left:
            if person is not None and person.left_on is None:
                left.append(Leaver(person.hr_id, entry.name, entry.left_on or today, False))
            continue
        if person is None:
            new.append(entry)
            continue
        changes = _field_changes(entry, person, fields, renumbered, waiting)
        change = Change(entry.hr_id, entry.name, entry.row, changes, person.hr_id)
        if person.left_on is not None:
            rehired.append(change)
        elif changes:
            changed.append(change)
        else:
            unchanged += 1
    present = sum(1 for person in people.values() if person.left_on is None)
    if is_whole:
        left.extend(one for one in _missing(entries, people, today) if one.hr_id not in spared)
    _tell_those_already_gone(entries, people, told)
    return Difference(
        new=tuple(new),
        changed=tuple(changed),
        left=tuple(left),
        rehired=tuple(rehired),
        unchanged=unchanged,
        present=present,
        addresses_reused=tuple(
            one
            for one in _reuses(entries, people)
            if one.after not in waiting and renumbered.get(one.before) != one.after
        ),
        errors=tuple(errors),
        warnings=tuple(sorted(told, key=lambda one: one.row or 0)),
        entries=tuple(entries),
        likenesses=likenesses,
    )


def _field_changes(
    entry: Entry,
    person: Known,
    fields: frozenset[str],
    renumbered: Mapping[str, str],
    waiting: Collection[str],
) -> tuple[FieldChange, ...]:
    changes = []
    if entry.hr_id != person.hr_id:
        changes.append(FieldChange("hr_id", person.hr_id, entry.hr_id))
    for name in sorted(fields):
        if name == "given_name" and not entry.value(name):
            continue
        before, after = person.values.get(name, ""), entry.value(name)
        if name == "mail" and person.mail == entry.mail.casefold():
            continue
        if name == "manager":
            before, after = (renumbered.get(str(one), one) for one in (before, after))
            if after in waiting:
                continue
        if before != after:
            changes.append(FieldChange(name, before, after))
    return tuple(changes)


def _missing(
    entries: Sequence[Entry], people: Mapping[str, Known], today: date
) -> Iterable[Leaver]:
    listed = {entry.hr_id for entry in entries}
    for person in people.values():
        if person.left_on is None and person.hr_id not in listed and not person.is_by_hand:
            yield Leaver(person.hr_id, str(person.values.get("name", "")), today, True)


def _tell_those_already_gone(
    entries: Sequence[Entry], people: Mapping[str, Known], told: list[Problem]
) -> None:
    gone = [entry for entry in entries if entry.has_left and entry.hr_id not in people]
    told.extend(
        Problem(
            entry.row,
            None,
            _("%(name)s has already left and is not known here, so nobody is added.")
            % {"name": entry.name},
            _("Nothing to do, unless the date or the status is wrong."),
        )
        for entry in gone
    )


def _reuses(entries: Sequence[Entry], people: Mapping[str, Known]) -> Iterable[Reuse]:
    owners: dict[str, str] = {}
    for person in people.values():
        for address in person.past_mails:
            owners.setdefault(address, person.hr_id)
        if person.mail and not person.is_by_hand:
            owners[person.mail] = person.hr_id
    for entry in entries:
        address = entry.mail.casefold()
        owner = owners.get(address)
        if address and owner is not None and owner != entry.hr_id and not entry.has_left:
            known = people.get(entry.hr_id)
            if known is None or address != known.mail:
                yield Reuse(entry.mail, owner, entry.hr_id, entry.row)


def _without_unknown_managers(
    entries: Sequence[Entry], people: Mapping[str, Known], told: list[Problem]
) -> list[Entry]:
    """Find each manager by number, address or name; say which are unknown or go in a circle."""
    finder = _Finder(entries, people)
    resolved: list[Entry] = []
    for entry in entries:
        manager, problem = finder.find(entry)
        if problem is not None:
            told.append(problem)
        resolved.append(replace(entry, manager=manager))
    return _without_loops(resolved, people, told)


class _Finder:
    def __init__(self, entries: Sequence[Entry], people: Mapping[str, Known]) -> None:
        self._ids = {entry.hr_id for entry in entries}
        self._ids |= {person.hr_id for person in people.values() if person.left_on is None}
        self._loose = {_loose(one): one for one in self._ids}
        self._mails = {
            person.mail: person.hr_id for person in people.values() if person.left_on is None
        }
        self._mails |= {entry.mail.casefold(): entry.hr_id for entry in entries if entry.mail}
        names = Counter(entry.name.casefold() for entry in entries)
        self._names = {
            entry.name.casefold(): entry.hr_id
            for entry in entries
            if names[entry.name.casefold()] == 1
        }
        self._shared_names = {name for name, count in names.items() if count > 1}

    def find(self, entry: Entry) -> tuple[str, Problem | None]:
        wanted = entry.manager
        if not wanted:
            return "", None
        found = self._lookup(wanted)
        if found == entry.hr_id:
            return "", Problem(
                entry.row,
                entry.manager_column,
                _("%(name)s is named as her or his own manager; no manager is stored.")
                % {"name": entry.name},
                _("Leave the cell empty at the top, or name the manager."),
            )
        if found:
            return found, None
        if _turned(wanted) in self._shared_names:
            sentence = _("Several people are called “%(manager)s”; no manager is stored.")
            remedy = _("Name the manager by staff number or mail address.")
        else:
            sentence = _("The manager “%(manager)s” is not on the list; no manager is stored.")
            remedy = _("Correct the cell, or add the manager to the list.")
        return "", Problem(entry.row, entry.manager_column, sentence % {"manager": wanted}, remedy)

    def _lookup(self, wanted: str) -> str:
        if wanted in self._ids:
            return wanted
        lower = wanted.casefold()
        return (
            self._mails.get(lower)
            or self._names.get(lower)
            or self._names.get(_turned(wanted))
            or self._loose.get(_loose(wanted))
            or ""
        )


def _loose(number: str) -> str:
    """Staff numbers lose leading zeros and gain “.0” on their way through spreadsheets."""
    return number.casefold().removesuffix(".0").lstrip("0") or "0"


def _turned(name: str) -> str:
    """“Keller, Bruno” as “bruno keller”."""
    family, comma, given = name.casefold().partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name.casefold()


def _without_loops(
    entries: list[Entry], people: Mapping[str, Known], told: list[Problem]
) -> list[Entry]:
    """Where people report to each other in a circle, nobody in it keeps a manager."""
    above = {
        person.hr_id: str(person.values.get("manager") or "")
        for person in people.values()
        if person.left_on is None
    }
    above |= {entry.hr_id: entry.manager for entry in entries if entry.has_manager}
    circles = _circles(above)
    if not circles:
        return entries
    by_id = {entry.hr_id: entry for entry in entries}
    in_circle = {one: circle for circle in circles for one in circle}
    for circle in circles:
        listed = [by_id[one] for one in circle if one in by_id]
        if not listed:
            continue
        first = min(listed, key=lambda entry: entry.row)
        names = [by_id[one].name if one in by_id else one for one in circle]
        told.append(
            Problem(
                first.row,
                first.manager_column,
                _("%(people)s report to each other in a circle; no manager is stored for them.")
                % {"people": _enumerated(names)},
                _("Correct the manager of one of them."),
            )
        )
    return [replace(entry, manager="") if entry.hr_id in in_circle else entry for entry in entries]


def _enumerated(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_IN_A_SENTENCE])
    rest = len(names) - NAMES_IN_A_SENTENCE
    return (
        shown if rest <= 0 else _("%(names)s and %(count)d more") % {"names": shown, "count": rest}
    )


def _circles(above: Mapping[str, str]) -> list[tuple[str, ...]]:
    circles: list[tuple[str, ...]] = []
    seen: dict[str, int] = {}
    for start_number, start in enumerate(above):
        path: list[str] = []
        here = start
        while here and here in above and here not in seen:
            seen[here] = start_number
            path.append(here)
            here = above[here]
        if here and seen.get(here) == start_number and here in path:
            circles.append(tuple(path[path.index(here) :]))
    return circles
