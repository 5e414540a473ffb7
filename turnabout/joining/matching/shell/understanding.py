"""What each column of an application list means for matching, and why we think so.

Staff lists are understood by the directory; here come the columns that only applications have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.common.tables import Table
from turnabout.frame.directory.columns import Column, understand
from turnabout.frame.directory.vocabulary import Field, plain
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.shell.cells import read_role

ROLE, WANTED, AT_MOST = "role", "wanted", "at_most"
OFFERS, WANTS, OFF_LIMITS = "offers", "wants", "off_limits"
HOURS, LANGUAGES, PROFESSION = "hours", "languages", "profession"
RATHER_NOT, RANKINGS, OWN = "rather_not", "rankings", "own"

NAMES: dict[str, frozenset[str]] = {
    meaning: frozenset(names.split("|"))
    for meaning, names in {
        AT_MOST: "at most|maximum|max|max partners|max mentees|max mentors|maximum mentees|"
        "maximum mentors|como maximo|maximo",
        WANTED: "wanted|places|places wanted|capacity|how many|how many partners|number of mentees|"
        "number of mentors|mentees wanted|mentors wanted|partners wanted|partners|plazas|"
        "cuantos|cuantas|numero de parejas",
        OFFERS: "offers|offer|i offer|can offer|topics offered|offered topics|can help with|"
        "expertise|skills|strengths|skills offered|can teach|ofrece|temas que ofrece|puede ensenar",
        WANTS: "wants|want|wishes|wish|topics wanted|wanted topics|wants to learn|learning goals|"
        "goals|interests|topics|would like to learn|in return|quiere|temas que quiere|"
        "quiere aprender|objetivos|intereses",
        OFF_LIMITS: "off limits|boundaries|boundary|not about|temas vetados|limites",
        HOURS: "hours|availability|available|available hours|free|free hours|when|times|"
        "disponibilidad|horas|horario",
        LANGUAGES: "languages|languages spoken|spoken languages|language|idiomas|idioma|sprachen",
        PROFESSION: "profession|job family|discipline|specialism|profesion|familia profesional",
        RATHER_NOT: "rather not|not with|conflicts|conflict of interest|declared conflicts|exclude|"
        "mejor no|conflictos",
        RANKINGS: "ranking|rankings|preferred partners|preferences|would like to meet|asked for|"
        "preferencias",
    }.items()
}
ROLE_NAMES = frozenset(["role", "roles", "rol", "side", "mentor or mentee", "takes part as"])
OUR_WORDS = {
    ROLE: gettext_lazy("Mentor or mentee"),
    WANTED: gettext_lazy("How many partners somebody wants"),
    AT_MOST: gettext_lazy("How many partners somebody takes at most"),
    OFFERS: gettext_lazy("Topics offered"),
    WANTS: gettext_lazy("Topics wanted, the dearest first"),
    OFF_LIMITS: gettext_lazy("Topics that are off limits"),
    HOURS: gettext_lazy("Free hours of the week"),
    LANGUAGES: gettext_lazy("Languages spoken"),
    PROFESSION: gettext_lazy("Profession"),
    RATHER_NOT: gettext_lazy("People or departments somebody would rather not be paired with"),
    RANKINGS: gettext_lazy("People somebody asked for"),
    OWN: gettext_lazy("A criterion of your own"),
}


@dataclass(frozen=True)
class Understood:
    """A column of one file. `meaning` is one of ours or a `Field` of the directory."""

    name: str
    meaning: str
    words: str
    why: str

    @property
    def is_left_out(self) -> bool:
        return self.meaning == Field.LEFT_OUT


def understand_columns(
    table: Table,
    *,
    named: Mapping[str, str],
    has_both_sides: bool,
    own: frozenset[str] = frozenset(),
    in_spite: frozenset[str] = frozenset(),
) -> tuple[Understood, ...]:
    """Give every column a meaning.

    `named` are the rules' own words (heading to meaning), `own` the columns that rules use as they
    are, `in_spite` those that would be left out were they not named in the rules. All are folded.
    A list that `has_both_sides` has a column that says who is on which.
    """
    role = _role_column(table, named) if has_both_sides else None
    found = [_understood(table, column, role, named, own, in_spite) for column in understand(table)]
    return _each_once(found)


def _role_column(table: Table, named: Mapping[str, str]) -> str | None:
    for name in table.columns:
        if named.get(folded(name)) == ROLE:
            return name
    for name in table.columns:
        cells = [row.cells[name] for row in table.rows if row.cells[name]]
        enough = 0.3 if plain(name) in ROLE_NAMES else 0.9
        if cells and sum(read_role(cell) is not None for cell in cells) >= enough * len(cells):
            return name
    return None


def _understood(
    table: Table,
    column: Column,
    role: str | None,
    named: Mapping[str, str],
    own: frozenset[str],
    in_spite: frozenset[str],
) -> Understood:
    heading = folded(column.name)
    if heading in named:
        return _ours(column.name, named[heading], _("The rules file says so."))
    if heading in in_spite:
        return _ours(column.name, OWN, _("Usually left out; the rules file asks for it by name."))
    if column.field is Field.LEFT_OUT:
        return Understood(column.name, Field.LEFT_OUT, column.meaning, column.why)
    if column.name == role:
        return _ours(column.name, ROLE, _("It says who is mentor and who is mentee."))
    if any(row.cells[column.name] for row in table.rows):
        for meaning, names in NAMES.items():
            if plain(column.name) in names:
                return _ours(column.name, meaning, _("Its name says so."))
    if column.field is Field.NOT_USED and heading in own:
        return _ours(column.name, OWN, _("A rule uses it."))
    return Understood(column.name, column.field, column.meaning, column.why)


def _ours(name: str, meaning: str, why: str) -> Understood:
    return Understood(name, meaning, meaning_words(meaning), why)


def meaning_words(meaning: str) -> str:
    """A meaning as people read it."""
    if meaning in OUR_WORDS:
        return str(OUR_WORDS[meaning])
    return Column("", Field(meaning), "", ()).meaning


def meanings() -> tuple[str, ...]:
    """All that a rules file may say a column means."""
    not_meant = (Field.KEPT, Field.LEFT_OUT, Field.NOT_USED)
    directory = [field.value for field in Field if field not in not_meant]
    return (*OUR_WORDS, *(one for one in directory if one not in OUR_WORDS))


def _each_once(found: list[Understood]) -> tuple[Understood, ...]:
    """Two columns with one meaning: the first keeps it. Own criteria and names may be several."""
    several = (OWN, Field.FAMILY_NAME, Field.NOT_USED, Field.LEFT_OUT)
    seen: set[str] = set()
    settled = []
    for one in found:
        if one.meaning in seen and one.meaning not in several:
            why = _("Another column comes first for “%(meaning)s”.") % {"meaning": one.words}
            one = replace(one, meaning=Field.NOT_USED, words=_("Not used"), why=why)
        seen.add(one.meaning)
        settled.append(one)
    return tuple(settled)
