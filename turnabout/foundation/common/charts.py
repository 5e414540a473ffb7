"""Geometry of the charts that the server draws.

Each function takes plain numbers and returns a frozen dataclass whose coordinates are already
written as text, because templates would write a decimal comma into them in some languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HELD, MISSED, NEXT, LATER = "held", "missed", "next", "later"
KEPT, MOVED, TO_COME = "kept", "moved", "to_come"

ARCH = "M1 13V7a6 6 0 0 1 12 0v6z"
CUP = "M1 1v6a6 6 0 0 0 12 0V1z"

# One mark per session as long as a week's column stays countable at a glance.
MOST_MARKS_A_WEEK = 24

# Beyond this a chart scrolls in its own box and names every other week.
MOST_WEEKS_AT_ONCE = 14
_FEWEST_WEEKS = 10


@dataclass(frozen=True)
class Stroke:
    """One path of a drawing. `kind` is the class that colours it."""

    d: str
    kind: str


@dataclass(frozen=True)
class Words:
    """A piece of text in a drawing."""

    text: str
    x: str
    y: str
    kind: str = ""


@dataclass(frozen=True)
class Drawing:
    width: str
    height: str
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Wave:
    """The sessions of a pair as halves of a wave: with dates, and narrow without them."""

    wide: Drawing
    slim: Drawing
    label: str


@dataclass(frozen=True)
class Mark:
    """One session in a chart by week, or a bar that stands for several."""

    kind: str
    d: str
    place: str


@dataclass(frozen=True)
class WeekOfSessions:
    """What happened to the sessions of one week. `label` stands under its column."""

    label: str
    kept: int
    moved: int
    missed: int
    to_come: int = 0
    is_now: bool = False
    title: str = ""


@dataclass(frozen=True)
class PromiseChart:
    """Sessions by week, and the same numbers as a table."""

    width: str
    height: str
    axis: str
    marks: tuple[Mark, ...]
    words: tuple[Words, ...]
    weeks: tuple[WeekOfSessions, ...]
    kept: int
    moved: int
    missed: int
    is_one_mark_per_session: bool
    is_long: bool


@dataclass(frozen=True)
class MeanRange:
    """A mean on its whole scale with its 95 % range, on a track of 100."""

    point: str
    start: str
    length: str
    mean: str
    low: str
    high: str
    people: int


@dataclass(frozen=True)
class BarRow:
    """One row of a table whose bar and number are the same thing."""

    label: str
    length: str
    text: str
    tone: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class TwoSidedRow:
    """What one side offers and the other wants. `short` is the dashed, unmet end of the want."""

    label: str
    offered: int
    wanted: int
    offered_start: str
    offered_length: str
    met_length: str
    short_length: str
    wanted_end: str
    is_hidden: bool = False


def write(number: float) -> str:
    """A coordinate as SVG wants it: a decimal point, at most two places, no tail of zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def session_wave(stops: Sequence[tuple[str, date | None]]) -> Wave:
    """Draw a pair's sessions in order, each a state (held, missed, next, later) and its day."""
    return Wave(
        wide=_wave(stops, radius=50, height=132, rise=44, with_dates=True),
        slim=_wave(stops, radius=22, height=60, rise=17.6, with_dates=False),
        label=_wave_label(stops),
    )


def _wave(
    stops: Sequence[tuple[str, date | None]],
    *,
    radius: float,
    height: float,
    rise: float,
    with_dates: bool,
) -> Drawing:
    strokes: list[Stroke] = []
    words: list[Words] = []
    middle = height / 2
    for place, (state, day) in enumerate(stops):
        is_over = place % 2 == 0
        left = 6 + place * 2 * radius
        centre = write(left + radius)
        half = (
            f"M{write(left)} {write(middle)}a{write(radius)} {write(rise)} "
            f"0 0 {1 if is_over else 0} {write(2 * radius)} 0"
        )
        strokes = [Stroke(half, kind) for kind in _wave_kinds(state, is_over)] + strokes
        number_at, day_at = _wave_heights(middle, is_over=is_over, with_dates=with_dates)
        words.append(Words(str(place + 1), centre, write(number_at), "no"))
        if with_dates and day is not None:
            kind = "strong" if state == NEXT else ""
            words.append(Words(date_format(day, _("j M")), centre, write(day_at), kind))
    # Later halves lie underneath: a held half ends on top of the one that follows it.
    return Drawing(
        width=write(12 + len(stops) * 2 * radius),
        height=write(height),
        strokes=tuple(_outlines_first(strokes)),
        words=tuple(words),
    )


def _wave_kinds(state: str, is_over: bool) -> tuple[str, ...]:
    if state == HELD:
        return ("w-n", "w-n2") if is_over else ("w-u",)
    if state == NEXT:
        return ("w-next", "w-here", "w-hole")
    return ("w-miss",) if state == MISSED else ("w-next",)


def _wave_heights(middle: float, *, is_over: bool, with_dates: bool) -> tuple[float, float]:
    if not with_dates:
        return (middle + 2 if is_over else middle + 10), 0
    return (middle - 6, middle + 19) if is_over else (middle + 19, middle - 8)


def _outlines_first(strokes: list[Stroke]) -> list[Stroke]:
    return [stroke for stroke in strokes if stroke.kind == "w-next"] + [
        stroke for stroke in strokes if stroke.kind != "w-next"
    ]


def _wave_label(stops: Sequence[tuple[str, date | None]]) -> str:
    held = sum(state == HELD for state, _day in stops)
    sentences = [
        ngettext("%(count)s session.", "%(count)s sessions.", len(stops)) % {"count": len(stops)},
        ngettext("%(count)s held.", "%(count)s held.", held) % {"count": held},
    ]
    for number, (state, day) in enumerate(stops, start=1):
        if state == NEXT and day is not None:
            sentences.append(
                _("The next is number %(number)s, on %(day)s.")
                % {"number": number, "day": date_format(day, _("l j F"))}
            )
    if stops and stops[-1][0] == LATER and stops[-1][1] is not None:
        sentences.append(
            _("The last is on %(day)s.") % {"day": date_format(stops[-1][1], _("j F"))}
        )
    return " ".join(sentences)


def promise_chart(weeks: Sequence[WeekOfSessions]) -> PromiseChart:
    """Draw one mark per session by week, two abreast; bars once that is too many to count."""
    most = max((_total(week) for week in weeks), default=0)
    is_countable = most <= MOST_MARKS_A_WEEK
    levels = (most + 1) // 2 if is_countable else 8
    axis = max(levels, 3) * 17
    is_long = len(weeks) > MOST_WEEKS_AT_ONCE
    label_depth = 24 if is_long else 16
    marks: list[Mark] = []
    words: list[Words] = []
    for place, week in enumerate(weeks):
        left = 2 + place * 36
        marks += _column(week, left, axis) if is_countable else _bars(week, left, axis, most)
        if not is_long or place % 2 == 0:
            kind = "strong" if week.is_now else ""
            words.append(Words(week.label, write(left + 15), write(axis + label_depth), kind))
    return PromiseChart(
        width=write(max(len(weeks), _FEWEST_WEEKS) * 36),
        height=write(axis + label_depth + 12),
        axis=write(axis),
        marks=tuple(marks),
        words=tuple(words),
        weeks=tuple(weeks),
        kept=sum(week.kept for week in weeks),
        moved=sum(week.moved for week in weeks),
        missed=sum(week.missed for week in weeks),
        is_one_mark_per_session=is_countable,
        is_long=is_long,
    )


def _total(week: WeekOfSessions) -> int:
    return week.kept + week.moved + week.missed + week.to_come


def _in_order(week: WeekOfSessions) -> tuple[tuple[str, int], ...]:
    return ((KEPT, week.kept), (MOVED, week.moved), (MISSED, week.missed), (TO_COME, week.to_come))


def _column(week: WeekOfSessions, left: int, axis: int) -> list[Mark]:
    kinds = [kind for kind, count in _in_order(week) for _mark in range(count)]
    return [
        Mark(
            kind,
            CUP if kind == MISSED else ARCH,
            f"translate({left + 16 * (number % 2)} {axis - 15 - 17 * (number // 2)})",
        )
        for number, kind in enumerate(kinds)
    ]


def _bars(week: WeekOfSessions, left: int, axis: int, most: int) -> list[Mark]:
    bars: list[Mark] = []
    top = float(axis)
    for kind, count in _in_order(week):
        if count == 0:
            continue
        tall = axis * count / most
        top -= tall
        bars.append(Mark(kind, f"M1 {write(top)}h28v{write(tall)}h-28z", f"translate({left} 0)"))
    return bars


def mean_range(
    mean: float, low: float, high: float, people: int, *, scale: tuple[float, float] = (1, 5)
) -> MeanRange:
    """Place a mean and its 95 % range on the whole scale, 1 to 5 unless said otherwise."""
    bottom, top = scale

    def along(value: float) -> float:
        return 100 * (min(max(value, bottom), top) - bottom) / (top - bottom)

    return MeanRange(
        point=write(min(max(along(mean) - 0.6, 0), 98.8)),
        start=write(along(low)),
        length=write(along(high) - along(low)),
        mean=_to_a_tenth(mean),
        low=_to_a_tenth(low),
        high=_to_a_tenth(high),
        people=people,
    )


def _to_a_tenth(value: float) -> str:
    # Django's own formatting cuts what follows; a sum with zero has no negative zero.
    return number_format(round(value, 1) + 0.0, 1)


def bar_row(
    label: str, value: float | None, of: float, *, text: str = "", tone: str = ""
) -> BarRow:
    """One bar from zero to `of`. None is a hidden value: it is said, never drawn as zero."""
    if value is None:
        return BarRow(label=label, length="0", text=text, tone=tone, is_hidden=True)
    share = 100 * min(max(value, 0), of) / of if of else 0
    return BarRow(label=label, length=write(share), text=text or write(value), tone=tone)


def two_sided_rows(rows: Sequence[tuple[str, int | None, int | None]]) -> tuple[TwoSidedRow, ...]:
    """Bars back to back: what is offered to the start, what is wanted to the end, one scale."""
    most = max((max(offered or 0, wanted or 0) for _label, offered, wanted in rows), default=0) or 1
    # The longest bar leaves room for its number beside it.
    room = 82.4 / most
    drawn: list[TwoSidedRow] = []
    for label, offered, wanted in rows:
        if offered is None or wanted is None:
            drawn.append(TwoSidedRow(label, 0, 0, "0", "0", "0", "0", "0", is_hidden=True))
            continue
        met = min(offered, wanted)
        drawn.append(
            TwoSidedRow(
                label=label,
                offered=offered,
                wanted=wanted,
                offered_start=write(100 - offered * room),
                offered_length=write(offered * room),
                met_length=write(met * room),
                short_length=write((wanted - met) * room),
                wanted_end=write(wanted * room),
            )
        )
    return tuple(drawn)
