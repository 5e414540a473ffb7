"""The tables of a comparison, as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.measured import Measured

HEAD = ("size", "tool", "scoring", "solving", "prices", "whole", "x ours", "MB", "served", "pairs")
TAIL = ("total", "note")
OURS = "Turnabout"


@dataclass(frozen=True)
class Row:
    """One tool's answer to one instance, beside ours to the same."""

    size: str
    tool: str
    measured: Measured
    ours: Measured | None

    @property
    def names(self) -> tuple[str, str]:
        """What no other row of a table has."""
        return self.size, self.tool


def table(rows: Sequence[Row]) -> str:
    """A table of rows, in their order."""
    columns = (*HEAD, *TAIL)
    lines = [_line(columns), _line(["---", "---", *["---:"] * 9, "---"])]
    return "\n".join([*lines, *(_line(_cells(row)) for row in rows)])


def _cells(row: Row) -> list[str]:
    one = row.measured
    if one.trouble:
        memory = _megabytes(one.memory) if one.memory else ""
        return [row.size, row.tool, *[""] * 5, memory, "", "", "", one.trouble]
    stages = [_seconds(one.seconds.get(name)) for name in ("scoring", "solving", "prices")]
    return [
        row.size,
        f"**{row.tool}**" if row.tool == OURS else row.tool,
        *stages,
        _seconds(one.seconds["whole"]),
        _ratio(one, row.ours),
        _megabytes(one.memory),
        f"{one.said['served']:,}",
        f"{one.said['places']:,}",
        f"{one.said['total'] / 1000:,.1f}",
        _note(one, row.ours),
    ]


def _note(one: Measured, ours: Measured | None) -> str:
    notes = [str(one.said.get("note", ""))]
    if "first" in one.seconds:
        notes.append(f"{_seconds(one.seconds['first'])} s as the first thing a process does")
    if "check" in one.seconds:
        notes.append(f"re-checked in {_seconds(one.seconds['check'])} s")
    if ours is not None and not ours.trouble and one is not ours:
        notes.append(_difference(one.said, ours.said))
    return "; ".join(note for note in notes if note)


def _difference(one: Mapping[str, Any], ours: Mapping[str, Any]) -> str:
    """How an objective differs from ours, in its first lane that does."""
    for lane, words in (("served", "served"), ("places", "pairs"), ("total", "in total")):
        more = one[lane] - ours[lane]
        if more:
            shown = f"{more / 1000:+,.1f}" if lane == "total" else f"{more:+,}"
            return f"{shown} {words}"
    return "same objective"


def _ratio(one: Measured, ours: Measured | None) -> str:
    if ours is None or ours.trouble:
        return ""
    ratio: float = one.seconds["whole"] / ours.seconds["whole"]
    return f"{ratio:.1f}" if ratio < 100 else f"{ratio:,.0f}"


def _seconds(taken: float | None) -> str:
    if taken is None:
        return ""
    return f"{taken:.3f}" if taken < 1 else f"{taken:.2f}" if taken < 100 else f"{taken:,.0f}"


def _megabytes(memory: int) -> str:
    return f"{memory / 1e6:,.0f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
