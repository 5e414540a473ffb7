"""`turnabout match`: two lists in, a proven plan with reasons out. Needs no database."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import turnabout
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import read_table
from turnabout.joining.matching import words
from turnabout.joining.matching.engine import Plan, Problem, solve
from turnabout.joining.matching.engine.cohort import folded
from turnabout.joining.matching.shell import cells
from turnabout.joining.matching.shell import understanding as means
from turnabout.joining.matching.shell.outputs import (
    pairs_table,
    plan_data,
    unmatched_table,
    write_files,
)
from turnabout.joining.matching.shell.people import People, Source, read_people
from turnabout.joining.matching.shell.report import headline, report_page
from turnabout.joining.matching.shell.rulesfile import RulesFile, load_rules, rules_from
from turnabout.joining.matching.shell.starting import level_names, starting_rules
from turnabout.joining.matching.shell.understanding import understand_columns

MOST_PAIRS = 40_000_000
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `turnabout match`."""
    parser.add_argument("mentors", type=Path, help="CSV or XLSX of mentors, or of both sides")
    parser.add_argument(
        "mentees", type=Path, nargs="?", help="CSV or XLSX of mentees; without it a role column"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="rules and weights, in TOML")
    parser.add_argument(
        "--write-rules", type=Path, metavar="FILE", help="write starting rules for these lists"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the results")


def run(arguments: argparse.Namespace) -> int:
    """Match the lists. What cannot be done is a `Refusal`; the caller says it and exits with 1."""
    _speak()
    with translation.override(arguments.language):
        return _match(arguments)


def _speak() -> None:
    """Translations need Django, but neither its settings file nor a database nor any rooms."""
    if not settings.configured:
        locale = Path(turnabout.__file__).parent / "locale"
        settings.configure(USE_I18N=True, LOCALE_PATHS=[locale], INSTALLED_APPS=[])
    if not apps.ready:
        django.setup()


def _match(arguments: argparse.Namespace) -> int:
    if not arguments.out and not arguments.write_rules:
        raise Refusal(_("Name a folder for the results with --out."))
    rules = load_rules(arguments.rules) if arguments.rules else rules_from({})
    sources = _sources(arguments, rules)
    _say_columns(sources, rules)
    _refuse_without_sides(sources)
    if arguments.write_rules:
        _write_rules(arguments.write_rules, sources)
    if not arguments.out:
        return 0
    if not arguments.rules:
        rules = rules_from(tomllib.loads(starting_rules(sources)))
    _refuse_unknown_columns(rules, sources)
    people = read_people(sources, rules.defaults)
    _say_problems(people)
    problem = _problem(people, rules, sources)
    _progress(
        _("Looking at %(mentors)d mentors and %(mentees)d mentees …")
        % {"mentors": len(problem.mentors), "mentees": len(problem.mentees)}
    )
    plan = solve(problem)
    write_files(
        arguments.out,
        {
            "pairs.csv": pairs_table(plan, people),
            "unmatched.csv": unmatched_table(plan, people),
            "plan.json": plan_data(plan, problem),
            "report.html": report_page(plan, problem, people, sources, title=rules.title),
        },
    )
    _say_plan(plan, problem, people, arguments.out)
    return 0


def _sources(arguments: argparse.Namespace, rules: RulesFile) -> list[Source]:
    files: list[tuple[Path, str | None]] = [(arguments.mentors, None)]
    if arguments.mentees:
        files = [(arguments.mentors, cells.MENTOR), (arguments.mentees, cells.MENTEE)]
    sources = []
    for path, side in files:
        _progress(_("Reading %(file)s …") % {"file": path.name})
        table = read_table(path)
        columns = understand_columns(
            table,
            named=rules.named,
            has_both_sides=side is None,
            own=rules.columns_used,
            in_spite=rules.in_spite,
        )
        sources.append(Source(table, columns, side))
    return sources


def _refuse_without_sides(sources: Sequence[Source]) -> None:
    if len(sources) == 1 and not sources[0].heading(means.ROLE):
        raise Refusal(
            _(
                "%(file)s: no column says who is a mentor and who is a mentee. Add one called "
                "“role” with mentor, mentee or both, or give two files."
            )
            % {"file": sources[0].table.name}
        )


def _write_rules(path: Path, sources: Sequence[Source]) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starting_rules(sources))
    except FileExistsError as error:
        raise Refusal(
            _("%(file)s is there already and may hold your work. Name another file.")
            % {"file": path.name}
        ) from error
    except OSError as error:
        raise Refusal(
            _("%(file)s cannot be written (%(reason)s). Name another file.")
            % {"file": path.name, "reason": error.strerror}
        ) from error
    _say(_("Starting rules: %(file)s") % {"file": path})


def _refuse_unknown_columns(rules: RulesFile, sources: Sequence[Source]) -> None:
    left_out = {folded(one.name) for source in sources for one in source.columns if one.is_left_out}
    usable = {folded(one.name) for source in sources for one in source.columns} - left_out
    for column in sorted(rules.columns_used - usable - {"unit", "place", "profession"}):
        if column in left_out:
            raise Refusal(
                _(
                    "A rule uses the column “%(column)s”, which is left out on purpose. If people "
                    "asked to be matched on it, name it in [columns] under use_in_spite."
                )
                % {"column": column}
            )
        raise Refusal(
            _("A rule uses the column “%(column)s”, which no list has. Correct its name.")
            % {"column": column}
        )


def _problem(people: People, rules: RulesFile, sources: Sequence[Source]) -> Problem:
    names = ", ".join(source.table.name for source in sources)
    if not people.mentors:
        raise Refusal(_("%(files)s: there is nobody who mentors.") % {"files": names})
    if not people.mentees:
        raise Refusal(_("%(files)s: there is nobody to be mentored.") % {"files": names})
    if len(people.mentors) * len(people.mentees) > MOST_PAIRS:
        raise Refusal(
            _("%(mentors)d mentors and %(mentees)d mentees are more than one run can hold.")
            % {"mentors": len(people.mentors), "mentees": len(people.mentees)}
            + " "
            + _("Split the lists, for example by country.")
        )
    return Problem(tuple(people.mentors.values()), tuple(people.mentees.values()), rules.rules)


def _say(text: str = "") -> None:
    sys.stdout.write(text + "\n")


def _progress(text: str) -> None:
    sys.stderr.write(text + "\n")


def _say_columns(sources: Sequence[Source], rules: RulesFile) -> None:
    for source in sources:
        _say(
            ngettext("%(file)s, %(rows)d row", "%(file)s, %(rows)d rows", len(source.table.rows))
            % {"file": source.table.name, "rows": len(source.table.rows)}
        )
        for one in source.columns:
            _say(f"  {one.name}: {one.words}. {one.why}")
        for note in source.table.notes:
            _say(f"  {note}")
    if level_names(sources) and not rules.defaults.levels:
        _say(_("Levels are words here: they count once a rules file gives their order."))


def _say_problems(people: People) -> None:
    for one in people.told[:SHOWN]:
        place = one.file
        if one.problem.row:
            place += ", " + _("row %(row)d") % {"row": one.problem.row}
        if one.problem.column:
            place += ", " + one.problem.column
        _say(f"{place}: {one.problem.sentence} {one.problem.remedy}")
    if len(people.told) > SHOWN:
        _say(
            _("And %(count)d more, all listed in the report.") % {"count": len(people.told) - SHOWN}
        )


def _say_plan(plan: Plan, problem: Problem, people: People, folder: Path) -> None:
    _say()
    _say(headline(plan) + ".")
    _say(
        _("%(served)d of %(all)d mentors and %(served_too)d of %(all_too)d mentees have a partner.")
        % {
            "served": plan.served_mentors,
            "all": len(problem.mentors),
            "served_too": plan.served_mentees,
            "all_too": len(problem.mentees),
        }
    )
    filled = ngettext("%(count)d place filled", "%(count)d places filled", plan.places)
    _say(
        _("%(filled)s, %(points)s points in all. Proven: no plan is better.")
        % {"filled": filled % {"count": plan.places}, "points": words.points(plan.total)}
    )
    for one in plan.unmatched[:SHOWN]:
        _say(f"{people.cards[one.person].name}: {words.unmatched_sentence(one)}")
    if len(plan.unmatched) > SHOWN:
        more = len(plan.unmatched) - SHOWN
        _say(_("And %(count)d more, all listed in the report.") % {"count": more})
    _say(
        _("Written to %(folder)s:") % {"folder": folder} + " pairs.csv unmatched.csv plan.json"
        " report.html"
    )
