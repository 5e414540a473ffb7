"""Starting rules from the columns that were found, as rules and as a commented file."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from turnabout.frame.directory.vocabulary import Field
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.shell import cells
from turnabout.joining.matching.shell import understanding as means
from turnabout.joining.matching.shell.people import Source

DISTANCE = {Field.UNIT: "unit", Field.PLACE: "place", means.PROFESSION: "profession"}
WEIGHTS = {"wishes": 45, "returns": 15, "distance": 25, "hours_in_common": 15}


def starting_rules(sources: Sequence[Source]) -> str:
    """A rules file that fits these lists. Every rule stands under a line that says what it does."""
    lines = [
        "# " + _("Rules for matching, written from the columns that were found."),
        "# " + _("Change what you like, and run again with --rules and the name of this file."),
        'title = ""',
        "",
        "# " + _("Nobody left out comes first, always. Then wanted places are filled:"),
        "fill_places = true",
        "# " + _("Lift the weakest pair before the total:"),
        "fairest = false",
        "# " + _("Another word here draws anew between plans that are equally good:"),
        'salt = ""',
        "",
        "[places]",
        "# " + _("How many partners somebody wants where the list does not say:"),
        "mentors = 1",
        "mentees = 1",
        "",
        *_levels(sources),
        *_forbid(sources),
        *_score(sources),
    ]
    return "\n".join(lines) + "\n"


def _on_both(sources: Sequence[Source], meaning: str) -> bool:
    return all(source.heading(meaning) for source in sources)


def _crossed(sources: Sequence[Source], of_mentor: str, of_mentee: str) -> bool:
    """Whether mentors say the one thing anywhere, and mentees the other."""
    return any(_says(source, cells.MENTOR, of_mentor) for source in sources) and any(
        _says(source, cells.MENTEE, of_mentee) for source in sources
    )


def _says(source: Source, side: str, meaning: str) -> bool:
    heading, role = source.heading(meaning), source.heading(means.ROLE)
    if heading is None or source.side not in (side, None):
        return False
    other = cells.MENTEE if side == cells.MENTOR else cells.MENTOR
    return any(
        row.cells[heading] and (role is None or cells.read_role(row.cells[role]) != other)
        for row in source.table.rows
    )


def level_names(sources: Sequence[Source]) -> list[str]:
    """The levels that occur where they are words, not numbers, in the order they were met."""
    names: dict[str, str] = {}
    for source in sources:
        heading = source.heading(Field.LEVEL)
        for row in source.table.rows if heading else ():
            cell = row.cells[heading or ""]
            if cell:
                names.setdefault(folded(cell), cell)
    if all(name.isascii() and name.isdigit() for name in names):
        return []
    return sorted(names.values(), key=folded)


def _levels(sources: Sequence[Source]) -> list[str]:
    names = level_names(sources)
    if not names:
        return []
    return [
        "[levels]",
        "# " + _("Put these in order, the most junior first, and take away the # before “order”:"),
        f"# order = [{', '.join(_quoted(name) for name in names)}]",
        "",
    ]


def _forbid(sources: Sequence[Source]) -> list[str]:
    lines = [
        "# " + _("Who may not be paired. Rules are asked in this order."),
        "# " + _("missing says what happens where a cell is empty: “allow” or “forbid”."),
        "",
    ]
    if _on_both(sources, Field.LEVEL) and not level_names(sources):
        lines += _rule(
            "forbid",
            _("The mentee stands at least one level above the mentor."),
            ['rule = "level_gap"', "least = 1", 'missing = "allow"'],
        )
    if any(source.heading(Field.MANAGER) for source in sources):
        lines += _rule(
            "forbid",
            _("Neither reports to the other, at any depth."),
            ['rule = "not_in_line"', 'missing = "allow"'],
        )
        lines += _rule(
            "forbid",
            _("They do not report to the same person."),
            ['rule = "no_common_manager"', "within = 1", 'missing = "allow"'],
        )
    if _on_both(sources, means.LANGUAGES) or _on_both(sources, Field.LANGUAGE):
        lines += _rule(
            "forbid",
            _("They have a language in common."),
            ['rule = "shared_language"', 'missing = "allow"'],
        )
    if _on_both(sources, means.HOURS):
        lines += _rule(
            "forbid",
            _("They have an hour of the week in common."),
            ['rule = "shared_hours"', "least = 1", 'missing = "allow"'],
        )
    return lines


def _score(sources: Sequence[Source]) -> list[str]:
    weights = _weights(sources)
    if not weights:
        return ["# " + _("No column says what makes a good pair, so all pairs count the same.")]
    told = {
        "wishes": _("What the mentor offers covers what the mentee wants."),
        "returns": _("What the mentee can give covers what the mentor would like in return."),
        "distance": _("They look at the organisation from different places."),
        "hours_in_common": _("Shared hours of the week; from four on they count in full."),
    }
    lines = ["# " + _("What makes a good pair. The weights share out 100 points."), ""]
    for rule, weight in weights.items():
        more = []
        if rule == "distance":
            found = [name for one, name in DISTANCE.items() if _on_both(sources, one)]
            more = [f"columns = [{', '.join(_quoted(name) for name in found)}]"]
        if rule == "hours_in_common":
            more = ["enough = 4"]
        lines += _rule("score", told[rule], [f'rule = "{rule}"', f"weight = {weight}", *more])
    return lines


def _weights(sources: Sequence[Source]) -> dict[str, int]:
    """The weights of the parts that these columns allow, shared out to 100."""
    there = {
        "wishes": _crossed(sources, means.OFFERS, means.WANTS),
        "returns": _crossed(sources, means.WANTS, means.OFFERS),
        "distance": any(_on_both(sources, one) for one in DISTANCE),
        "hours_in_common": _on_both(sources, means.HOURS),
    }
    found = {rule: weight for rule, weight in WEIGHTS.items() if there[rule]}
    whole = sum(found.values())
    shared = {rule: 100 * weight // whole for rule, weight in found.items()}
    for rule in list(shared)[:1]:
        shared[rule] += 100 - sum(shared.values())
    return shared


def _rule(kind: str, comment: str, lines: list[str]) -> list[str]:
    return [f"# {comment}", f"[[{kind}]]", *lines, ""]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    kept = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped)
    return f'"{kept}"'
