"""What a closed poll says. Each number that counts people passes disclosure control first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.foundation.common.charts import BarRow, TwoSidedRow, bar_row, two_sided_rows
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.disclosure import LEAST, Cell, releasable
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.own_sets import set_of
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.topics.packs import load_groups
from turnabout.joining.interest.advice import Advice, Heard, advise
from turnabout.joining.interest.models import Poll, PollAnswer

Side, Way = PollAnswer.Side, PollAnswer.Way
MENTORS = (Side.MENTOR, Side.EITHER)
MENTEES = (Side.MENTEE, Side.EITHER)
MERGED = "…"
UNCLEAR = "unclear"


@dataclass(frozen=True)
class BySide:
    """How many of those who would mentor, and of those who would learn; None where too few."""

    label: str
    mentors: int | None
    mentees: int | None


@dataclass(frozen=True)
class UnitRow:
    """One unit, or small units counted as one; `answers` None where even that is too few."""

    label: str
    answers: int | None


@dataclass(frozen=True)
class Readout:
    """A poll read out. Totals are None where too few people stand behind them."""

    poll: Poll
    is_final: bool
    answers: int
    asked: int
    people: int
    mentors: int | None
    mentees: int | None
    either: int | None
    heard_in_person: int | None
    had_open_link: bool
    topics: tuple[TwoSidedRow, ...]
    hidden_topics: int
    short: tuple[tuple[str, int, int], ...]
    plenty: tuple[str, ...]
    obstacles: tuple[BySide, ...]
    units: tuple[UnitRow, ...]
    units_by_side: tuple[BySide, ...]
    levels_by_side: tuple[BySide, ...]
    merged_units: tuple[str, ...]
    heard: Heard | None
    advice: Advice | None

    @property
    def share(self) -> int | None:
        """Answers per hundred people; None where the staff list is missing or too short."""
        if not self.people or self.answers > self.people:
            return None
        return round(100 * self.answers / self.people)

    @property
    def unit_bars(self) -> tuple[BarRow, ...]:
        """The units as rows of a table, each bar against the largest."""
        most = max((row.answers or 0 for row in self.units), default=0)
        return tuple(bar_row(row.label, row.answers, most) for row in self.units)


@dataclass(frozen=True)
class _Answer:
    pk: int
    side: str
    standing: str
    topics: frozenset[str]
    obstacles: frozenset[str]
    unit: str
    way: str


class _Totals:
    """Named groups of answers, and which of them may be told."""

    def __init__(self) -> None:
        self.cells: dict[str, frozenset[int]] = {}
        self.told: frozenset[str] = frozenset()

    def ask(self, name: str, belongs: Iterable[_Answer]) -> None:
        self.cells[name] = frozenset(row.pk for row in belongs)

    def settle(self, told: Iterable[str] | None) -> None:
        """Keep to what was settled when the poll closed; settle it now where it was not."""
        cells = [Cell(name, members) for name, members in self.cells.items() if members]
        self.told = releasable(cells) if told is None else frozenset(told)

    def __getitem__(self, name: str) -> int | None:
        """How many, or None where that may not be told."""
        return len(self.cells[name]) if name in self.told else None


def readout(poll: Poll) -> Readout:
    """What a poll says. While it is open only the number of answers is told."""
    people = Person.objects.present().filter(organisation=poll.organisation).count()
    asked = poll.tickets.count()
    if poll.closed_at is None:
        return _open(poll, poll.answers.count(), asked, people)
    answers = _answers_of(poll)
    names = {group.slug: str(group.name) for group in load_groups()}
    reasons, levels = _choices_of(poll, "put_off"), _choices_of(poll, "standing")
    units = _merged_units(answers)
    totals = _totals(poll, answers, units)
    topics = _topic_rows(totals, poll.topics, names)
    shown = [row for row in topics if not row.is_hidden]
    unit_rows = _unit_rows(totals, units)
    heard = Heard(
        answers=totals["all"],
        mentors=totals["mentor"],
        mentees=totals["mentee"],
        topics_shown=len(shown),
        topics_covered=sum(row.offered >= row.wanted for row in shown),
        units_shown=sum(row.answers is not None for row in unit_rows),
        fearing=totals["mentor:held_against_me"],
        pressed=totals["mentee:no_time"],
        unclear=totals[UNCLEAR],
    )
    return Readout(
        poll=poll,
        is_final=True,
        answers=len(answers),
        asked=asked,
        people=people,
        mentors=totals["mentor"],
        mentees=totals["mentee"],
        either=totals["either"],
        heard_in_person=totals["in_person"],
        had_open_link=any(row.way == Way.OPEN for row in answers),
        topics=tuple(shown),
        hidden_topics=len(topics) - len(shown),
        short=tuple((row.label, row.offered, row.wanted) for row in shown if _is_short(row)),
        plenty=tuple(row.label for row in shown if row.offered >= 3 * max(row.wanted, 1)),
        obstacles=_by_side(totals, "", reasons),
        units=unit_rows,
        units_by_side=_by_side(
            totals, "unit:", {label: _label(label, members) for label, members in units.items()}
        ),
        levels_by_side=_by_side(totals, "level:", levels),
        merged_units=units.get(MERGED, ()),
        heard=heard,
        advice=advise(heard),
    )


def _open(poll: Poll, answers: int, asked: int, people: int) -> Readout:
    return Readout(
        poll=poll,
        is_final=False,
        answers=answers,
        asked=asked,
        people=people,
        mentors=None,
        mentees=None,
        either=None,
        heard_in_person=None,
        had_open_link=False,
        topics=(),
        hidden_topics=0,
        short=(),
        plenty=(),
        obstacles=(),
        units=(),
        units_by_side=(),
        levels_by_side=(),
        merged_units=(),
        heard=None,
        advice=None,
    )


def may_be_told(poll: Poll) -> list[str]:
    """The names of the totals of a poll that pass disclosure control; slow with many answers."""
    answers = _answers_of(poll)
    return sorted(_totals(poll, answers, _merged_units(answers)).told)


def _answers_of(poll: Poll) -> list[_Answer]:
    rows = poll.answers.order_by("pk").values_list(
        "pk", "side", "standing", "topics", "obstacles", "unit", "way"
    )
    return [
        _Answer(pk, side, standing, frozenset(topics), frozenset(obstacles), unit, way)
        for pk, side, standing, topics, obstacles, unit, way in rows
    ]


def _totals(poll: Poll, answers: list[_Answer], units: dict[str, tuple[str, ...]]) -> _Totals:
    mentors = [row for row in answers if row.side in MENTORS]
    mentees = [row for row in answers if row.side in MENTEES]
    totals = _Totals()
    totals.ask("all", answers)
    totals.ask("mentor", mentors)
    totals.ask("mentee", mentees)
    totals.ask("either", (row for row in mentors if row.side == Side.EITHER))
    totals.ask("in_person", (row for row in answers if row.way == Way.IN_PERSON))
    for slug in poll.topics:
        totals.ask(f"offer:{slug}", [row for row in mentors if slug in row.topics])
        totals.ask(f"want:{slug}", [row for row in mentees if slug in row.topics])
    totals.ask(UNCLEAR, [row for row in answers if "not_clear" in row.obstacles])
    for slug in _choices_of(poll, "put_off"):
        totals.ask(f"mentor:{slug}", [row for row in mentors if slug in row.obstacles])
        totals.ask(f"mentee:{slug}", [row for row in mentees if slug in row.obstacles])
    for label, members in units.items():
        totals.ask(f"unit:{label}", [row for row in answers if row.unit in members])
        totals.ask(f"mentor:unit:{label}", [row for row in mentors if row.unit in members])
        totals.ask(f"mentee:unit:{label}", [row for row in mentees if row.unit in members])
    for slug in _choices_of(poll, "standing"):
        totals.ask(f"mentor:level:{slug}", [row for row in mentors if row.standing == slug])
        totals.ask(f"mentee:level:{slug}", [row for row in mentees if row.standing == slug])
    totals.settle(poll.told)
    return totals


def _topic_rows(
    totals: _Totals, topics: list[str], names: dict[str, str]
) -> tuple[TwoSidedRow, ...]:
    """Supply and demand by topic, the most wanted first, those with too few people last."""
    rows = [
        (names.get(slug, slug), totals[f"offer:{slug}"], totals[f"want:{slug}"]) for slug in topics
    ]
    rows.sort(key=lambda row: (row[1] is None or row[2] is None, -(row[2] or 0), -(row[1] or 0)))
    return two_sided_rows(rows)


def _by_side(totals: _Totals, kind: str, labels: dict[str, str]) -> tuple[BySide, ...]:
    """One row for each label, without those of which neither side may be told."""
    rows = (
        BySide(label, totals[f"mentor:{kind}{slug}"], totals[f"mentee:{kind}{slug}"])
        for slug, label in labels.items()
    )
    return tuple(row for row in rows if row.mentors is not None or row.mentees is not None)


def question_set_of(poll: Poll) -> QuestionSet:
    """The set that this poll was opened with."""
    return set_of(poll.organisation, poll.asks)


def _choices_of(poll: Poll, key: str) -> dict[str, str]:
    """What a question of the poll offers to choose, in its order."""
    question = question_set_of(poll).questions.filter(key=key).first()
    return {row["slug"]: said(row["texts"]) for row in question.choices} if question else {}


def _merged_units(answers: list[_Answer]) -> dict[str, tuple[str, ...]]:
    """Units by the label they are told under.

    Units with too few answers are counted as one; while even that is too few, the smallest of the
    others joins them, because it could not be told beside them either.
    """
    counted = Counter(row.unit for row in answers if row.unit)
    by_size = sorted(counted, key=lambda unit: (counted[unit], unit))
    small = [unit for unit in by_size if counted[unit] < LEAST]
    large = by_size[len(small) :]
    while small and large and sum(counted[unit] for unit in small) < LEAST:
        small.append(large.pop(0))
    labels: dict[str, tuple[str, ...]] = {unit: (unit,) for unit in large}
    if small:
        labels[MERGED] = tuple(sorted(small))
    return labels


def _unit_rows(totals: _Totals, units: dict[str, tuple[str, ...]]) -> tuple[UnitRow, ...]:
    rows = [
        UnitRow(_label(label, members), totals[f"unit:{label}"]) for label, members in units.items()
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.answers is None, -(row.answers or 0), row.label))
    )


def _label(label: str, members: tuple[str, ...]) -> str:
    if label != MERGED or len(members) == 1:
        return members[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(members[:-1]), "last": members[-1]}


def _is_short(row: TwoSidedRow) -> bool:
    return row.wanted > row.offered
