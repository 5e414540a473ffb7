"""What an invented company of any size is made of. Nobody in it exists."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from turnabout.foundation.common.packs import PackError, Table, no_twins, read_toml


@dataclass(frozen=True)
class Level:
    """A step of the ladder; `share` of 1,000 people stand on it."""

    number: int
    name: str
    share: int


@dataclass(frozen=True)
class Place:
    name: str
    zone: str
    weight: int


@dataclass(frozen=True)
class Department:
    """A department with its titles for the first levels; `weight` of 1,000 people work there."""

    name: str
    weight: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Company:
    organisation: str
    domain: str
    programme: str
    levels: tuple[Level, ...]
    places: tuple[Place, ...]
    departments: tuple[Department, ...]
    titles_above: tuple[tuple[int, str], ...]

    def title(self, department: Department, level: int) -> str:
        """Return the job title of somebody on a level of a department."""
        if level <= len(department.titles):
            return department.titles[level - 1]
        return dict(self.titles_above)[level].replace("{department}", department.name)

    def mail_address(self, given: str, family: str) -> str:
        """Return an address in plain letters; two people of one name need a number of yours."""
        return f"{_plain(given)}.{_plain(family)}@{self.domain}"


@dataclass(frozen=True)
class Names:
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Sentences that invented people write."""

    aims: tuple[str, ...]
    why: tuple[str, ...]
    goals: tuple[str, ...]
    could_change: tuple[str, ...]
    heard: tuple[str, ...]
    will_do: tuple[str, ...]
    one_word: tuple[str, ...]
    thanks: tuple[str, ...]
    places_to_meet: tuple[str, ...]
    initiatives: tuple[str, ...]
    offers: tuple[str, ...]
    agreement: Mapping[str, tuple[str, ...]]


@cache
def load_names() -> Names:
    """Return given and family names, each written once."""
    table = read_toml(__name__, "names.toml")
    no_twins(table["given"], where="given names")
    no_twins(table["family"], where="family names")
    return Names(given=tuple(table["given"]), family=tuple(table["family"]))


@cache
def load_company() -> Company:
    """Return the ladder, the places and the departments of the invented company."""
    table = read_toml(__name__, "company.toml")
    company = Company(
        organisation=table["organisation"],
        domain=table["domain"],
        programme=table["programme"],
        levels=tuple(Level(**row) for row in table["level"]),
        places=tuple(Place(**row) for row in table["place"]),
        departments=tuple(_department(row) for row in table["department"]),
        titles_above=tuple((int(level), title) for level, title in table["titles_above"].items()),
    )
    shares = {
        "levels": sum(level.share for level in company.levels),
        "places": sum(place.weight for place in company.places),
        "departments": sum(department.weight for department in company.departments),
    }
    wrong = [name for name, share in shares.items() if share != 1000]
    if wrong:
        raise PackError(f"company.toml: {', '.join(wrong)} do not add up to 1,000 people.")
    return company


@cache
def load_words() -> Words:
    """Return the sentences, each list in the order of the file."""
    table = read_toml(__name__, "words.toml")
    agreement = table.pop("agreement")
    lists = {name: tuple(sentences) for name, sentences in table.items()}
    return Words(agreement=MappingProxyType(agreement), **lists)


def _plain(name: str) -> str:
    # These letters are not a base letter with a mark, so taking marks away leaves them as they are.
    spelled = name.lower().replace("ø", "o").replace("ı", "i").replace("ł", "l")
    marked = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in marked if letter.isascii() and letter.isalpha())


def _department(row: Table) -> Department:
    return Department(name=row["name"], weight=row["weight"], titles=tuple(row["titles"]))
