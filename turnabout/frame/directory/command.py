"""`turnabout import-people FILE`: say what a staff list would change, and do it if asked."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import Limits, Problem, read_table
from turnabout.frame.directory import queries, services
from turnabout.frame.directory.columns import Column, choose, mapping_of, understand
from turnabout.frame.directory.kept import key_of
from turnabout.frame.directory.models import Organisation
from turnabout.frame.directory.queries import Preview
from turnabout.frame.directory.vocabulary import Field

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX staff list")
    parser.add_argument("--apply", action="store_true", help="do it; without, nothing changes")
    parser.add_argument("--organisation", default="", help="its name, where there are several")
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--whole", action="store_true", help="who is not on the list has left")
    whole.add_argument("--part", action="store_true", help="who is not on the list stays")
    parser.add_argument(
        "--many-may-leave", action="store_true", help="say yes to much change at once"
    )
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="COLUMN",
        help="keep this column to match people by; may be given more than once",
    )
    parser.add_argument("--turn-levels", action="store_true", help="the first level is the highest")


def run(arguments: argparse.Namespace) -> int:
    """Print what was understood and what would change; 1 where rows cannot be read."""
    organisation = _organisation(arguments.organisation)
    table = read_table(arguments.file)
    memory = queries.remembered_mapping(organisation, table.columns)
    columns = _with_kept(understand(table, memory.columns), arguments.keep)
    preview = queries.preview_table(
        table,
        organisation,
        columns,
        is_whole=_wholeness(arguments),
        levels_turned=arguments.turn_levels,
        said=memory.said,
    )
    _tell(preview, organisation)
    if preview.difference.errors:
        print(_("Nothing was changed. Correct the list and try again."))
        return 1
    if not arguments.apply:
        print(_("Nothing was changed. Add --apply to do this."))
        return 0
    if not preview.changes_anything:
        print(_("Everybody is here as the list says. Nothing was changed."))
        return 0
    is_whole = preview.is_whole
    seen, meanings = preview.fingerprint, mapping_of(preview.columns)
    _stop_at_the_brakes(arguments, preview)
    # A large list is read again to be applied; two of it at once would take twice the memory.
    del preview, table, columns
    _apply(arguments, organisation, seen, meanings, is_whole=is_whole)
    return 0


def _with_kept(columns: tuple[Column, ...], names: list[str]) -> tuple[Column, ...]:
    """The columns with those that are to be kept; one that is left out stays left out."""
    found = {key_of(column.name): column for column in columns}
    for name in names:
        column = found.get(key_of(name))
        if column is None:
            raise Refusal(_("The list has no column “%(name)s” to keep.") % {"name": name})
        if column.field is Field.LEFT_OUT:
            raise Refusal(
                _("“%(name)s” is never kept. %(why)s") % {"name": column.name, "why": column.why}
            )
    return choose(columns, {found[key_of(name)].name: Field.KEPT for name in names})


def _wholeness(arguments: argparse.Namespace) -> bool | None:
    """What was said; None leaves it to what the list looks like."""
    return True if arguments.whole else False if arguments.part else None


def _stop_at_the_brakes(arguments: argparse.Namespace, preview: Preview) -> None:
    if preview.difference.brakes and not arguments.many_may_leave:
        raise Refusal(
            _("%(brakes)s If this is right, add --many-may-leave.")
            % {"brakes": " ".join(preview.difference.brakes)}
        )


def _apply(
    arguments: argparse.Namespace,
    organisation: Organisation,
    seen: str,
    meanings: dict[str, str],
    *,
    is_whole: bool,
) -> None:
    with arguments.file.open("rb") as file:
        data = file.read(Limits.file_bytes + 1)
    batch = services.read_staff_list(organisation, data=data, name=arguments.file.name)
    services.choose_columns(
        batch,
        columns=meanings,
        is_whole=is_whole,
        levels_turned=arguments.turn_levels,
    )
    services.apply_import(batch, many_may_leave=arguments.many_may_leave, seen=seen)
    print(_("Done. It can be undone for 30 days on the page “Imports”."))


def _organisation(name: str) -> Organisation:
    """The one meant; where there is none yet, the first people make no sense without it."""
    organisations = Organisation.objects.order_by("pk")
    if name:
        organisations = organisations.filter(name__iexact=name)
    found = list(organisations[:2])
    if not found and name:
        raise Refusal(_("No organisation is called “%(name)s”.") % {"name": name})
    if not found:
        raise Refusal(_("There is no organisation yet. Open the site once and name it there."))
    if len(found) > 1:
        raise Refusal(_("There are several organisations. Name one with --organisation."))
    return found[0]


def _tell(preview: Preview, organisation: Organisation) -> None:
    told = preview.difference
    print(
        _("%(file)s for %(organisation)s: %(rows)d rows, %(columns)d columns.")
        % {
            "file": preview.file,
            "organisation": organisation.name,
            "rows": preview.rows,
            "columns": len(preview.columns),
        }
    )
    for note in preview.notes:
        print(f"  {note}")
    print("\n" + _("What each column is taken to mean:"))
    for column in preview.columns:
        print(f"  {_column_line(column)}")
    if preview.levels.names:
        print("\n" + _("Levels, from junior to senior:"), ", ".join(preview.levels.names))
        print(f"  {preview.levels.why}")
    page = queries.check_page(preview)
    print("\n" + (_("Taken as the whole list.") if page.is_whole else _("Taken as a part.")))
    print(f"  {page.whole_why}")
    print("\n" + ", ".join(f"{count} {word}" for count, word in page.figures) + ".")
    for group in page.groups:
        if group.count:
            print(f"\n{group.heading}: {group.count}")
            for line in group.lines:
                print(f"  {line.name}: {line.text}")
            if group.more:
                print("  " + _("and %(count)d more") % {"count": group.more})
    if page.waiting:
        print(
            "\n"
            + _("Rows that may be people known under another number: %(count)d.")
            % {"count": page.waiting}
        )
        print("  " + _("They wait until somebody answers on the page of a list."))
    _tell_problems(_("To put right first:"), told.errors, preview.file)
    _tell_problems(_("Worth knowing:"), told.warnings, preview.file)
    print()


def _column_line(column: Column) -> str:
    samples = f" ({', '.join(column.samples)})" if column.samples else ""
    return f"{column.name}{samples}: {column.meaning}. {column.why}"


def _tell_problems(heading: str, problems: tuple[Problem, ...], file: str) -> None:
    if not problems:
        return
    print(f"\n{heading} {len(problems)}")
    for problem in problems[:SHOWN]:
        print(f"  {place_of(problem, file)}: {problem.sentence} {problem.remedy}")
    if len(problems) > SHOWN:
        print("  " + _("and %(count)d more") % {"count": len(problems) - SHOWN})


def place_of(problem: Problem, file: str) -> str:
    """Where a problem stands: file, row and column."""
    parts = [file]
    if problem.row is not None:
        parts.append(_("row %(row)d") % {"row": problem.row})
    if problem.column:
        parts.append(f"“{problem.column}”")
    return ", ".join(parts)
