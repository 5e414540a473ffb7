"""From the rows of lists to the people the engine knows, with their names kept beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from turnabout.foundation.common.tables import Problem, Row, Table
from turnabout.frame.directory.vocabulary import Field
from turnabout.joining.matching.engine import Person
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.engine.people import Value
from turnabout.joining.matching.shell import cells
from turnabout.joining.matching.shell import understanding as means
from turnabout.joining.matching.shell.understanding import Understood

LONGEST_LEVEL = 4


@dataclass(frozen=True)
class Card:
    """What a reader needs to recognise somebody."""

    id: str
    name: str
    mail: str = ""
    job: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Defaults:
    """What the rules file says about people: places where the list is silent, the order of levels,
    and the columns whose cells hold several values."""

    mentor_places: int = 1
    mentee_places: int = 1
    levels: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """A list that was read, with what its columns mean. `side` is None where a column says it."""

    table: Table
    columns: tuple[Understood, ...]
    side: str | None

    def heading(self, meaning: str) -> str | None:
        return next((one.name for one in self.columns if one.meaning == meaning), None)


@dataclass(frozen=True)
class Told:
    """A problem in a row of a named file."""

    file: str
    problem: Problem


@dataclass
class People:
    """Everybody who was read, by side, and what could not be."""

    mentors: dict[str, Person] = field(default_factory=dict)
    mentees: dict[str, Person] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)

    def topic_name(self, topic: str) -> str:
        """A topic as the lists spell it."""
        return self.spellings.get(topic, topic)


@dataclass(frozen=True)
class _Line:
    """One row with what is needed to read it."""

    source: Source
    row: Row
    told: list[Told]

    def text(self, meaning: str) -> str:
        names = [one.name for one in self.source.columns if one.meaning == meaning]
        return " ".join(self.row.cells[name] for name in names).strip()

    def tell(self, meaning: str | None, sentence: str, remedy: str) -> None:
        column = self.source.heading(meaning) if meaning else None
        problem = Problem(self.row.number, column, sentence, remedy)
        self.told.append(Told(self.source.table.name, problem))


def read_people(sources: Sequence[Source], defaults: Defaults) -> People:
    """Everybody in the lists. A row that cannot be placed is left out and told."""
    people = People()
    for source in sources:
        people.told += [Told(source.table.name, one) for one in source.table.problems]
    lines = [
        (_id(line), line)
        for source in sources
        for line in (_Line(source, row, people.told) for row in source.table.rows)
    ]
    known = _tokens(lines)
    above = _managers(lines, known, people.told)
    for id_, line in lines:
        for meaning in (means.OFFERS, means.WANTS):
            for topic in cells.read_list(line.text(meaning)):
                people.spellings.setdefault(cells.topic_of(topic), cells.without_level(topic))
        for side in _sides(line):
            everybody = people.mentors if side == cells.MENTOR else people.mentees
            if id_ in everybody:
                line.tell(
                    None,
                    _("“%(id)s” is there more than once; the first row counts.") % {"id": id_},
                    _("Keep one row for each person."),
                )
                continue
            everybody[id_] = _person(id_, side, line, known, above, defaults)
            people.cards.setdefault(id_, _card(id_, line))
    people.told = sorted(
        dict.fromkeys(people.told), key=lambda one: (one.file, one.problem.row or 0)
    )
    return people


def _id(line: _Line) -> str:
    id_ = line.text(Field.HR_ID) or line.text(Field.MAIL).casefold() or _name(line)
    return id_ or _("row %(number)d") % {"number": line.row.number}


def _name(line: _Line) -> str:
    parts = line.text(Field.GIVEN_NAME), line.text(Field.FAMILY_NAME)
    return line.text(Field.NAME) or " ".join(part for part in parts if part)


def _card(id_: str, line: _Line) -> Card:
    return Card(
        id_,
        _name(line) or id_,
        line.text(Field.MAIL),
        line.text(Field.JOB_TITLE),
        line.text(Field.UNIT),
    )


def _sides(line: _Line) -> tuple[str, ...]:
    if line.source.side:
        return (line.source.side,)
    text = line.text(means.ROLE)
    role = cells.read_role(text)
    if role == cells.BOTH:
        return cells.MENTOR, cells.MENTEE
    if role:
        return (role,)
    line.tell(
        means.ROLE,
        _("The role “%(text)s” is neither mentor nor mentee; the row was left out.")
        % {"text": text},
        _("Write mentor, mentee or both."),
    )
    return ()


def _tokens(lines: Sequence[tuple[str, _Line]]) -> dict[str, str]:
    """By what else somebody may be called in a cell: name, mail address, id. The id is surest."""
    known: dict[str, str] = {}
    for read in (_name, lambda line: line.text(Field.MAIL)):
        known |= {folded(read(line)): id_ for id_, line in lines if read(line)}
    return known | {folded(id_): id_ for id_, _line in lines}


def _called(texts: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(known.get(folded(text), text) for text in texts)


def _managers(
    lines: Sequence[tuple[str, _Line]], known: Mapping[str, str], told: list[Told]
) -> dict[str, tuple[str, ...]]:
    """Everybody's managers from the nearest up, as far as the lists know them."""
    direct = {
        id_: known.get(folded(line.text(Field.MANAGER)), line.text(Field.MANAGER))
        for id_, line in lines
        if line.text(Field.MANAGER)
    }
    chains: dict[str, tuple[str, ...]] = {}
    for id_, line in lines:
        chain: list[str] = []
        above = direct.get(id_)
        while above is not None and above != id_ and above not in chain:
            chain.append(above)
            above = direct.get(above)
        if above is not None:
            line.tell(
                Field.MANAGER,
                _("The reporting line of “%(id)s” runs in a circle; it was cut there.")
                % {"id": id_},
                _("Correct the manager of one of them."),
            )
        if id_ in direct:
            chains[id_] = tuple(chain)
    return chains


def _person(
    id_: str,
    side: str,
    line: _Line,
    known: Mapping[str, str],
    above: Mapping[str, tuple[str, ...]],
    defaults: Defaults,
) -> Person:
    usual = defaults.mentor_places if side == cells.MENTOR else defaults.mentee_places
    rather_not = cells.read_list(line.text(means.RATHER_NOT))
    languages = line.text(means.LANGUAGES) or line.text(Field.LANGUAGE)
    wanted = _count(line, means.WANTED)
    return Person(
        id=id_,
        wanted=usual if wanted is None else wanted,
        at_most=_count(line, means.AT_MOST),
        level=_level(line, defaults.levels),
        unit=line.text(Field.UNIT),
        place=line.text(Field.PLACE),
        profession=line.text(means.PROFESSION),
        managers=above.get(id_),
        languages=frozenset(folded(one) for one in cells.read_list(languages)),
        hours=_hours(line),
        offers=cells.read_offers(line.text(means.OFFERS)),
        wants=cells.read_wants(line.text(means.WANTS)),
        off_limits=frozenset(cells.read_offers(line.text(means.OFF_LIMITS))),
        rather_not=frozenset(_called(rather_not, known)),
        rather_not_units=frozenset(rather_not),
        rankings=_called(cells.read_list(line.text(means.RANKINGS)), known),
        attributes=_attributes(line, defaults.lists),
    )


def _attributes(line: _Line, lists: frozenset[str]) -> dict[str, Value]:
    return {
        folded(one.name): (
            frozenset(cells.read_list(line.row.cells[one.name]))
            if folded(one.name) in lists
            else line.row.cells[one.name]
        )
        for one in line.source.columns
        if not one.is_left_out
    }


def _count(line: _Line, meaning: str) -> int | None:
    text = line.text(meaning)
    count = cells.read_count(text)
    if text and count is None:
        line.tell(
            meaning,
            _("“%(text)s” is not a number of partners; the usual number counts.") % {"text": text},
            _("Write a whole number from 0 to 50."),
        )
    return count


def _hours(line: _Line) -> int | None:
    text = line.text(means.HOURS)
    hours = cells.read_hours(text) if text else None
    if text and hours is None:
        line.tell(
            means.HOURS,
            _("The hours “%(text)s” could not be read; they count as not known.") % {"text": text},
            _("Write them as “Mon 9-11; Thu 14-16”."),
        )
    return hours


def _level(line: _Line, levels: tuple[str, ...]) -> int | None:
    text = line.text(Field.LEVEL)
    if not text:
        return None
    if levels:
        if folded(text) in levels:
            return levels.index(folded(text))
        line.tell(
            Field.LEVEL,
            _("The level “%(text)s” is not in the order of levels; it counts as not known.")
            % {"text": text},
            _("Add it to [levels] in the rules file, or correct the row."),
        )
        return None
    is_level = text.isascii() and text.isdigit() and len(text) <= LONGEST_LEVEL
    return int(text) if is_level else None
