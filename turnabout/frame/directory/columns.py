"""What each column of a staff list means, and why we think so. Pure: a table in, columns out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.tables import Table
from turnabout.frame.directory.values import looks_like_date, looks_like_mail
from turnabout.frame.directory.vocabulary import (
    LEFT_OUT,
    MEANINGS,
    MEASURES,
    NAMES,
    SALUTATIONS,
    SAYS_NOTHING,
    TELLING,
    WORDS_INSIDE,
    Field,
    plain,
)

SAMPLES = 3
_CODE = re.compile(r"[A-Za-z]{0,6}[-_./ ]?\d[\w./-]{0,30}\Z")
_FULL_NAME = re.compile(r"[^\W\d_][^\d_@]*[ ,]\s*[^\W\d_][^\d_@]*\Z")
_BARE_NAMES = frozenset({"name", "naam", "navn", "namn"})
_SEVERAL = frozenset({Field.FAMILY_NAME, Field.KEPT, Field.NOT_USED, Field.LEFT_OUT})
_FEW = 25


@dataclass(frozen=True)
class Profile:
    """What the cells of a column look like, without any of them."""

    filled: int
    distinct: int
    rows: int
    mails: int
    dates: int
    codes: int
    names: int
    values: frozenset[str]

    @property
    def is_unique(self) -> bool:
        return self.filled > 1 and self.distinct == self.filled


@dataclass(frozen=True)
class Column:
    """One column, what it is taken to mean, and why."""

    name: str
    field: Field
    why: str
    samples: tuple[str, ...]
    filled: int = 0

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self.field])

    @property
    def is_used(self) -> bool:
        return self.field not in (Field.NOT_USED, Field.LEFT_OUT)


@dataclass(frozen=True)
class _Claim:
    strength: int
    index: int
    field: Field
    why: str


def understand(table: Table, remembered: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """Give every column a meaning in words. What was chosen last time comes first."""
    profiles = {name: _profile(table, name) for name in table.columns}
    seen = _understood(table, profiles, {})
    memory = _from_memory(table.columns, remembered or {})
    if all(seen.get(name, (Field.NOT_USED, ""))[0] is field for name, field in memory.items()):
        found = seen
    else:
        found = _understood(table, profiles, memory)
    return tuple(_column(table, name, profiles[name], found.get(name)) for name in table.columns)


def _understood(
    table: Table, profiles: dict[str, Profile], memory: Mapping[str, Field]
) -> dict[str, tuple[Field, str]]:
    found: dict[str, tuple[Field, str]] = {}
    taken: set[Field] = set()
    for name in table.columns:
        reason = _left_out(name, profiles[name])
        if reason:
            found[name] = (Field.LEFT_OUT, reason)
    for name, field in memory.items():
        if name not in found and field is not Field.LEFT_OUT:
            found[name] = (field, _("So it was for the last list."))
            taken.add(field)
    _take_claims(table, profiles, found, taken)
    _take_by_content(table, profiles, found, taken)
    return found


def choose(columns: Sequence[Column], choices: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with what a person chose instead. What is left out stays left out."""
    fields = {field.value: field for field in Field if field is not Field.LEFT_OUT}
    return tuple(
        replace(column, field=fields[choices[column.name]], why=_("You chose this."))
        if column.field is not Field.LEFT_OUT
        and choices.get(column.name, column.field) in fields
        and choices.get(column.name, column.field) != column.field
        else column
        for column in columns
    )


def mapping_of(columns: Sequence[Column]) -> dict[str, str]:
    """What to remember for the next list: each column by its name, and its meaning.

    An empty column meant nothing yet, so nothing is remembered of it but its name.
    """
    return {
        column.name: column.field.value if column.filled or column.is_used else ""
        for column in columns
    }


def _from_memory(names: Sequence[str], remembered: Mapping[str, str]) -> dict[str, Field]:
    known = {plain(name): value for name, value in remembered.items()}
    fields = {field.value: field for field in Field}
    return {name: fields[known[plain(name)]] for name in names if known.get(plain(name)) in fields}


def why_left_out(name: str) -> str:
    """Why nothing may be kept under such a name: what it tells of is nobody's business here."""
    words = plain(name)
    return next((str(reason) for reason, pattern in LEFT_OUT if pattern.search(words)), "")


def _profile(table: Table, name: str) -> Profile:
    cells = [row.cells[name] for row in table.rows]
    filled = [cell for cell in cells if cell]
    values = frozenset(filled)
    return Profile(
        filled=len(filled),
        distinct=len(values),
        rows=len(cells),
        mails=sum(1 for cell in filled if looks_like_mail(cell)),
        dates=sum(1 for cell in filled if looks_like_date(cell)),
        codes=sum(1 for cell in filled if _CODE.match(cell)),
        names=sum(1 for cell in filled if _FULL_NAME.match(cell)),
        values=values,
    )


def _left_out(name: str, profile: Profile) -> str:
    words = plain(name)
    if words in NAMES[Field.LEVEL] or words in NAMES[Field.STATUS]:
        return ""
    by_name = why_left_out(name)
    if by_name:
        return by_name
    few = {plain(value) for value in profile.values} if profile.distinct <= len(SALUTATIONS) else ()
    if few and set(few) <= SALUTATIONS:
        return _("It holds forms of address, which tell of a protected trait.")
    if profile.distinct <= _FEW and _tells_of_a_trait(profile.values):
        return _("What it holds tells of a protected trait, which no rule here may use.")
    return ""


def _tells_of_a_trait(values: Iterable[str]) -> bool:
    """Whether two of the values, and all that say anything, are words for one trait."""
    said = {plain(value) for value in values} - SAYS_NOTHING
    return len(said) > 1 and any(said <= words for words in TELLING)


def _take_claims(
    table: Table,
    profiles: dict[str, Profile],
    found: dict[str, tuple[Field, str]],
    taken: set[Field],
) -> None:
    claims = [
        claim
        for index, name in enumerate(table.columns)
        if name not in found
        for claim in _claims(index, name, profiles[name])
    ]
    claims = _settle_names(claims, table.columns)
    for claim in sorted(claims, key=lambda one: (one.strength, one.index)):
        name = table.columns[claim.index]
        if name in found:
            continue
        if claim.field in taken and claim.field not in _SEVERAL:
            continue
        found[name] = (claim.field, claim.why)
        taken.add(claim.field)
    for claim in claims:
        name = table.columns[claim.index]
        if name not in found:
            found[name] = (
                Field.NOT_USED,
                _("Another column says “%(meaning)s” more clearly.")
                % {"meaning": MEANINGS[claim.field]},
            )


def _claims(index: int, name: str, profile: Profile) -> list[_Claim]:
    words = plain(name)
    claims = []
    for field, names in NAMES.items():
        if words in names and _fits(field, profile):
            why = _why_by_name(field, profile)
            claims.append(_Claim(names.index(words), index, field, why))
    if claims or MEASURES.search(words):
        return claims
    for field, inside in WORDS_INSIDE:
        if any(re.search(rf"\b{part}", words) for part in inside.split("|")) and _fits(
            field, profile
        ):
            return [_Claim(100, index, field, _why_by_name(field, profile))]
    return []


def _settle_names(claims: list[_Claim], columns: Sequence[str]) -> list[_Claim]:
    """“Nombre” beside “Apellidos” is a given name, and alone it is the whole name."""
    has_family = any(claim.field is Field.FAMILY_NAME for claim in claims)
    has_given = any(claim.field is Field.GIVEN_NAME for claim in claims)
    settled = []
    for claim in claims:
        if claim.field is Field.GIVEN_NAME and not has_family:
            why = _("Its name says so; no column holds a family name.")
            claim = replace(claim, field=Field.NAME, why=why)
        is_bare = plain(columns[claim.index]) in _BARE_NAMES
        if claim.field is Field.NAME and has_family and not has_given and is_bare:
            why = _("Its name says so, beside a column of family names.")
            claim = replace(claim, field=Field.GIVEN_NAME, why=why)
        settled.append(claim)
    return settled


def _fits(field: Field, profile: Profile) -> bool:
    """A name is believed only while its cells do not say otherwise."""
    if not profile.filled:
        return True
    if field is Field.HR_ID:
        return profile.distinct >= 0.5 * profile.filled and not profile.mails
    if field is Field.MAIL:
        return profile.mails >= 0.3 * profile.filled
    if field in (Field.STARTED_ON, Field.LEFT_ON, Field.AWAY_UNTIL):
        return profile.dates >= 0.3 * profile.filled
    if field is Field.LEVEL:
        return profile.distinct <= 200
    if field in (Field.STATUS, Field.LANGUAGE):
        return profile.distinct <= 60
    return True


def _why_by_name(field: Field, profile: Profile) -> str:
    if field is Field.HR_ID and profile.is_unique:
        return _("Its name says so, and every value is there once.")
    if field is Field.MAIL:
        return _("Its name says so, and it holds mail addresses.")
    if field in (Field.STARTED_ON, Field.LEFT_ON, Field.AWAY_UNTIL):
        return _("Its name says so, and it holds dates.")
    if field is Field.MANAGER and profile.mails * 2 > profile.filled:
        return _("Its name says so; managers are found by mail address.")
    if field in (Field.LEVEL, Field.UNIT, Field.PLACE, Field.STATUS):
        sentence = ngettext(
            "Its name says so; it holds %(count)d value.",
            "Its name says so; it holds %(count)d different values.",
            profile.distinct,
        )
        return sentence % {"count": profile.distinct}
    return _("Its name says so.")


def _take_by_content(
    table: Table,
    profiles: dict[str, Profile],
    found: dict[str, tuple[Field, str]],
    taken: set[Field],
) -> None:
    free = [name for name in table.columns if name not in found]
    if Field.MAIL not in taken:
        for name in free:
            profile = profiles[name]
            if profile.filled and profile.mails >= 0.8 * profile.filled and _nearly_unique(profile):
                found[name] = (Field.MAIL, _("It holds mail addresses, nearly all different."))
                taken.add(Field.MAIL)
                break
    if Field.HR_ID not in taken:
        for name in free:
            if name not in found and _could_be_id(profiles[name]):
                found[name] = (Field.HR_ID, _("Every row has a value here and each is there once."))
                taken.add(Field.HR_ID)
                break
    if not taken & {Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME} and Field.MAIL in taken:
        for name in free:
            profile = profiles[name]
            if name not in found and profile.names > 2 and _holds_names(profile):
                found[name] = (Field.NAME, _("It holds words like names, nearly all different."))
                break
    if Field.MANAGER not in taken:
        _find_manager(free, profiles, found)


def _nearly_unique(profile: Profile) -> bool:
    return profile.distinct >= 0.9 * profile.filled


def _holds_names(profile: Profile) -> bool:
    return profile.names >= 0.9 * profile.filled and _nearly_unique(profile)


def _could_be_id(profile: Profile) -> bool:
    return (
        profile.rows > 2
        and profile.filled == profile.rows
        and profile.is_unique
        and profile.codes >= 0.9 * profile.filled
        and not profile.dates
        and not profile.mails
    )


def _find_manager(
    free: list[str], profiles: dict[str, Profile], found: dict[str, tuple[Field, str]]
) -> None:
    for field, sentence in (
        (Field.HR_ID, _("Its values point at the column “%(column)s”.")),
        (Field.MAIL, _("Its addresses point at the column “%(column)s”.")),
    ):
        target = next((name for name, (one, _why) in found.items() if one is field), None)
        if target is None:
            continue
        for name in free:
            profile = profiles[name]
            if name in found or profile.distinct < 2 or profile.is_unique:
                continue
            if profile.codes + profile.mails < 0.9 * profile.filled:
                continue
            inside = len(profile.values & profiles[target].values)
            sparse = max(len(value) for value in profile.values) >= 3 or field is Field.MAIL
            if inside >= 0.95 * profile.distinct and sparse:
                found[name] = (Field.MANAGER, sentence % {"column": target})
                return


def _column(table: Table, name: str, profile: Profile, found: tuple[Field, str] | None) -> Column:
    field, why = found or (Field.NOT_USED, _("Nothing here needs it."))
    if not profile.filled and field is not Field.LEFT_OUT:
        field, why = Field.NOT_USED, _("It is empty.")
    samples: tuple[str, ...] = ()
    if field is not Field.LEFT_OUT:
        seen = dict.fromkeys(row.cells[name] for row in table.rows[:200] if row.cells[name])
        samples = tuple(value[:60] for value in list(seen)[:SAMPLES])
    return Column(name, field, why, samples, profile.filled)
