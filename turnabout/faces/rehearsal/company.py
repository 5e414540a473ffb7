"""The staff list of an invented company, as its human resources would send it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from turnabout.faces.rehearsal.packs import (
    Company,
    Department,
    Level,
    Place,
    load_company,
    load_names,
)

# Those whom the guides name; Chidi is the coordinator.
KNOWN = {"mentor": "Ada Nowak", "mentee": "Bruno Keller"}
OWNER = ("Noor Haddad", "noor.haddad")
HEAD = (
    "Staff number",
    "Given name",
    "Family name",
    "Mail",
    "Job title",
    "Level",
    "Department",
    "Place",
    "Time zone",
    "Manager",
    "First day",
)
Thing = TypeVar("Thing")


@dataclass
class Colleague:
    """One row of the staff list. Levels run from 1, where people start, to 8."""

    number: str
    given: str
    family: str
    level: Level
    department: Department
    place: Place
    title: str
    started_on: str
    manager: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def make_staff(people: int, seed: int) -> list[Colleague]:
    """So many people, the same for the same seed; everybody but the first has a manager."""
    company, names = load_company(), load_names()
    drawn = Random(f"staff:{seed}")  # noqa: S311 - invented people need no secret
    rest = drawn.sample(
        [(given, family) for given in names.given for family in names.family],
        people,
    )
    ladder = _shared_out(people, [(level, level.share) for level in company.levels])
    ladder.sort(key=lambda level: -level.number)
    departments = _shared_out(people, [(one, one.weight) for one in company.departments])
    drawn.shuffle(departments)
    staff = [
        _colleague(number, name, level, department, company, drawn)
        for number, (name, level, department) in enumerate(
            zip(rest, ladder, departments, strict=True), start=1
        )
    ]
    _settle_managers(staff, drawn)
    return staff


def staff_list(staff: Sequence[Colleague], extra: Sequence[Sequence[str]] = ()) -> bytes:
    """The list as a CSV file with the given rows on top."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEAD)
    writer.writerows(extra)
    domain = load_company().domain
    for one in staff:
        writer.writerow(
            (
                one.number,
                one.given,
                one.family,
                f"{one.given}.{one.family}.{one.number}@{domain}".lower(),
                one.title,
                f"{one.level.number} {one.level.name}",
                one.department.name,
                one.place.name,
                one.place.zone,
                one.manager,
                one.started_on,
            )
        )
    return written.getvalue().encode()


def _colleague(
    number: int,
    name: tuple[str, str],
    level: Level,
    department: Department,
    company: Company,
    drawn: Random,
) -> Colleague:
    place = drawn.choices(company.places, [place.weight for place in company.places])[0]
    year = 2026 - min(level.number * 2, drawn.randint(1, 4) + level.number)
    return Colleague(
        number=f"N{number:05}",
        given=name[0],
        family=name[1],
        level=level,
        department=department,
        place=place,
        title=company.title(department, level.number),
        started_on=f"{year}-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}",
    )


def _settle_managers(staff: list[Colleague], drawn: Random) -> None:
    """Everybody reports to somebody above her, in her own department where there is one."""
    for place, one in enumerate(staff):
        above = [other for other in staff[:place] if other.level.number > one.level.number]
        nearest = min((other.level.number for other in above), default=0)
        own = [other for other in above if other.department == one.department]
        near_own = min((other.level.number for other in own), default=0)
        chosen = [other for other in own if other.level.number == near_own] or [
            other for other in above if other.level.number == nearest
        ]
        if chosen:
            one.manager = drawn.choice(chosen).number
        elif place:
            one.manager = staff[0].number


def _shared_out(people: int, shares: Sequence[tuple[Thing, int]]) -> list[Thing]:
    """So many things by shares of 1,000; at least one of each while there are enough people."""
    counted: list[Thing] = []
    for thing, share in shares:
        counted += [thing] * max(round(people * share / 1000), 1)
    most = max(shares, key=lambda one: one[1])[0]
    while len(counted) < people:
        counted.append(most)
    while len(counted) > people:
        counted.remove(most if counted.count(most) > 1 else counted[-1])
    return counted


def with_known_names(staff: list[Colleague]) -> list[Colleague]:
    """Give three of them the names that the guides use: Ada, Bruno and Chidi."""
    wanted = (("Ada", "Nowak", 2), ("Bruno", "Keller", 7), ("Chidi", "Okafor", 4))
    for given, family, level in wanted:
        one = next((one for one in staff if one.level.number == level and one.manager), staff[-1])
        one.given, one.family = given, family
    return staff


def owners_row(domain: str) -> Sequence[str]:
    given, family = OWNER[0].split(" ")
    return (
        "N00000",
        given,
        family,
        f"{OWNER[1]}@{domain}",
        "Systems administrator",
        "3 Specialist",
        "Technology",
        "Northmere, headquarters",
        "Europe/London",
        "",
        "2021-05-03",
    )
