"""`turnabout match`: two lists in, a proven plan with reasons out. Needs no database."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import read_table
from turnabout.joining.matching import words
from turnabout.joining.matching.engine import Plan, Problem
from turnabout.joining.matching.engine.cohort import as_set, folded
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.solver import solve_watched
from turnabout.joining.matching.shell import cells
from turnabout.joining.matching.shell import understanding as means
from turnabout.joining.matching.shell.evidence import (
    NEEDED,
    PEOPLE,
    PLAN,
    RULES,
    fingerprint,
    people_data,
)
from turnabout.joining.matching.shell.long_runs import Watched, read_stand
from turnabout.joining.matching.shell.outputs import (
    pairs_table,
    plan_data,
    unmatched_table,
    write_files,
)
from turnabout.joining.matching.shell.people import People, Source, read_people
from turnabout.joining.matching.shell.report import headline, report_page
from turnabout.joining.matching.shell.rulesfile import RulesFile, load_rules, rules_from
from turnabout.joining.matching.shell.speech import speak
from turnabout.joining.matching.shell.starting import level_names, starting_rules
from turnabout.joining.matching.shell.understanding import understand_columns

MOST_PAIRS = 40_000_000_000
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
    parser.add_argument(
        "--resume", action="store_true", help="go on where a run into the same folder was stopped"
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the results")


def run(arguments: argparse.Namespace) -> int:
    """Match the lists. What cannot be done is a `Refusal`; the caller says it and exits with 1."""
    speak()
    with translation.override(arguments.language):
        return _match(arguments)


def _match(arguments: argparse.Namespace) -> int:
    if not arguments.out and not arguments.write_rules:
        raise Refusal(_("Name a folder for the results with --out."))
    rules, text = rules_from({}), ""
    if arguments.rules:
        rules, text = load_rules(arguments.rules), arguments.rules.read_text("utf-8-sig")
    sources = _sources(arguments, rules)
    _say_columns(sources, rules)
    _refuse_without_sides(sources)
    if arguments.write_rules:
        _write_rules(arguments.write_rules, sources)
    if not arguments.out:
        return 0
    if not arguments.rules:
        text = starting_rules(sources)
        rules = rules_from(tomllib.loads(text))
    _refuse_unknown_columns(rules, sources)
    people = read_people(sources, rules.defaults)
    _say_problems(people)
    problem = _problem(people, rules, sources)
    _progress(
        _("Looking at %(mentors)d mentors and %(mentees)d mentees …")
        % {"mentors": len(problem.mentors), "mentees": len(problem.mentees)}
    )
    known = people_data(problem)
    made_of = fingerprint(known, text)
    watched = Watched(arguments.out, made_of, _progress)
    edges, before = read_stand(arguments.out, made_of) if arguments.resume else (None, None)
    with watched.stopped_by_interrupt():
        plan, _solution = solve_watched(problem, watch=watched.watch, edges=edges, before=before)
    write_files(
        arguments.out,
        {
            "pairs.csv": pairs_table(plan, people),
            "unmatched.csv": unmatched_table(plan, people),
            PEOPLE: known,
            RULES: text,
            PLAN: plan_data(plan, problem, made_of),
            "report.html": report_page(plan, problem, people, sources, title=rules.title),
        },
    )
    if plan.certificate.is_optimal:
        watched.ended()
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
    mentors, mentees = _coded(people, rules.in_spite)
    return Problem(mentors, mentees, rules.rules)


def _coded(people: People, columns: frozenset[str]) -> tuple[tuple[Person, ...], ...]:
    """Both sides with numbers for what they have in these columns.

    Who shares something with whom is all that a rule asks, and all that a file may say.
    """
    numbers: dict[str, str] = {}

    def code(person: Person) -> Person:
        held = {
            column: frozenset(
                numbers.setdefault(value, str(len(numbers))) for value in sorted(as_set(given))
            )
            for column, given in person.attributes.items()
            if column in columns
        }
        return replace(person, attributes={**person.attributes, **held}) if held else person

    return tuple(
        tuple(code(side[id_]) for id_ in sorted(side)) for side in (people.mentors, people.mentees)
    )


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
        _("%(filled)s, %(points)s points in all.")
        % {"filled": filled % {"count": plan.places}, "points": words.points(plan.total)}
        + " "
        + words.verdict(plan.certificate)
    )
    for one in plan.unmatched[:SHOWN]:
        _say(f"{people.cards[one.person].name}: {words.unmatched_sentence(one)}")
    if len(plan.unmatched) > SHOWN:
        more = len(plan.unmatched) - SHOWN
        _say(_("And %(count)d more, all listed in the report.") % {"count": more})
    _say(
        _("Written to %(folder)s:") % {"folder": folder}
        + " "
        + " ".join(("pairs.csv", "unmatched.csv", "report.html", *NEEDED))
    )
    if not plan.certificate.is_optimal:
        _say(_("--resume with the same lists and folder goes on from here."))
