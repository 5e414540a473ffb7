"""A new staff number with an old name or mail address: who may be whom. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from turnabout.frame.directory.staff_list import Entry
from turnabout.frame.directory.vocabulary import plain

if TYPE_CHECKING:
    from turnabout.frame.directory.comparison import Known

Answers = Mapping[tuple[str, str], bool]
_ALSO_ALIKE = ("unit", "job_title", "started_on")


class Evidence(StrEnum):
    """What a row of the list and somebody who is known have in common."""

    BOTH = "both"
    MAIL = "mail"
    NAME = "name"


@dataclass(frozen=True)
class Likeness:
    """A row that may be somebody known under another number. Without an answer, both wait."""

    entry: Entry
    known: "Known"
    evidence: Evidence
    is_same: bool | None = None

    @property
    def is_waiting(self) -> bool:
        return self.is_same is None


def find_likenesses(
    entries: Sequence[Entry],
    people: Mapping[str, "Known"],
    *,
    is_whole: bool,
    answers: Answers,
    trusts_both: bool = False,
) -> tuple[Likeness, ...]:
    """Every new number that may be somebody who is not on the list under her own.

    `trusts_both` answers at once for all whose name and mail address both agree.
    """
    listed = {entry.hr_id for entry in entries}
    mails = {entry.mail.casefold() for entry in entries if entry.mail}
    by_hand = {
        person.mail
        for person in people.values()
        if person.is_by_hand and person.mail and person.left_on is None
    }
    # Who was added by hand is known by her address; that needs no question.
    missing = [
        person
        for person in people.values()
        if person.hr_id not in listed and not (person.mail in by_hand and person.mail in mails)
    ]
    new = [
        entry
        for entry in entries
        if entry.hr_id not in people and not entry.has_left and entry.mail.casefold() not in by_hand
    ]
    if not missing or not new:
        return ()
    matched = _by_mail(new, missing)
    taken = {person.hr_id for person in matched.values()}
    matched |= _by_name(
        [entry for entry in new if entry.hr_id not in matched],
        [person for person in missing if person.hr_id not in taken],
        is_whole=is_whole,
    )
    return tuple(
        _likeness(entry, matched[entry.hr_id], answers, trusts_both)
        for entry in new
        if entry.hr_id in matched
    )


def _likeness(entry: Entry, known: "Known", answers: Answers, trusts_both: bool) -> Likeness:
    has_mail = entry.mail and entry.mail.casefold() in {known.mail, *known.past_mails}
    has_name = _name(entry.name) == _name(known.values.get("name"))
    evidence = Evidence.BOTH if has_mail and has_name else Evidence.MAIL
    if not has_mail:
        evidence = Evidence.NAME
    is_same = answers.get((entry.hr_id, known.hr_id))
    if is_same is None and trusts_both and evidence is Evidence.BOTH:
        is_same = True
    return Likeness(entry, known, evidence, is_same)


def _by_mail(entries: Iterable[Entry], missing: Iterable["Known"]) -> dict[str, "Known"]:
    owners: dict[str, Known] = {}
    for person in sorted(missing, key=_latest_last):
        owners |= dict.fromkeys(person.past_mails, person)
    owners |= {person.mail: person for person in missing if person.mail}
    found: dict[str, Known] = {}
    taken: set[str] = set()
    for entry in entries:
        owner = owners.get(entry.mail.casefold()) if entry.mail else None
        if owner is not None and owner.hr_id not in taken:
            found[entry.hr_id] = owner
            taken.add(owner.hr_id)
    return found


def _by_name(
    entries: Iterable[Entry], missing: Iterable["Known"], *, is_whole: bool
) -> dict[str, "Known"]:
    named = {_name(one.values.get("name")): one for one in sorted(missing, key=_latest_last)}
    found: dict[str, Known] = {}
    for entry in entries:
        name = _name(entry.name)
        if name in named and (is_whole or _also_alike(entry, named[name])):
            found[entry.hr_id] = named.pop(name)
    return found


def _also_alike(entry: Entry, person: "Known") -> bool:
    """A part says nothing of who is not on it, so a name alone is no reason to ask."""
    if person.left_on is not None or person.is_by_hand:
        return True
    return any(
        entry.value(field) and entry.value(field) == person.values.get(field)
        for field in _ALSO_ALIKE
    )


def _latest_last(person: "Known") -> date:
    return person.left_on or date.max


def _name(name: object) -> str:
    return " ".join(sorted(plain(str(name or "")).split()))
