"""The files of a run: pairs and people without a partner as tables, the plan as data."""

import io
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.tables import write_csv_safely
from turnabout.joining.matching import words
from turnabout.joining.matching.engine import UNITS_PER_POINT, Plan, Problem
from turnabout.joining.matching.engine.plan import Pair
from turnabout.joining.matching.shell.people import Card, People


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write each file whole or not at all; what stood there under the same name is replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _write(folder / name, text)
    except (FileExistsError, NotADirectoryError) as error:
        raise Refusal(
            _("%(folder)s is a file, not a folder. Name a folder after --out.")
            % {"folder": folder.name}
        ) from error
    except OSError as error:
        raise Refusal(
            _("Nothing can be written to %(folder)s (%(reason)s). Name another folder.")
            % {"folder": folder.name, "reason": error.strerror}
        ) from error


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table with a mark at its start, by which spreadsheets know that it is UTF-8."""
    target = io.StringIO(newline="")
    write_csv_safely(target, columns, rows)
    return "\ufeff" + target.getvalue()


def by_fit(plan: Plan) -> list[Pair]:
    """Pairs, the best fit first."""
    return sorted(plan.pairs, key=lambda pair: (-pair.score, pair.mentor, pair.mentee))


def pairs_table(plan: Plan, people: People) -> str:
    """`pairs.csv`: one row for each pair, with its reasons in words."""
    return _table(
        (
            _("mentor id"),
            _("mentor"),
            _("mentor mail"),
            _("mentee id"),
            _("mentee"),
            _("mentee mail"),
            _("score"),
            _("reasons"),
        ),
        [
            (
                *_who(people.cards[pair.mentor]),
                *_who(people.cards[pair.mentee]),
                words.points(pair.score),
                " ".join(pair_sentences(pair, people.topic_name)),
            )
            for pair in by_fit(plan)
        ],
    )


def unmatched_table(plan: Plan, people: People) -> str:
    """`unmatched.csv`: one row for each person without a partner, with the reason."""
    sides = {"mentor": _("mentor"), "mentee": _("mentee")}
    return _table(
        (_("side"), _("id"), _("name"), _("mail"), _("reason")),
        [
            (sides[one.side], *_who(people.cards[one.person]), words.unmatched_sentence(one))
            for one in plan.unmatched
        ],
    )


def pair_sentences(pair: Pair, topic_name: Callable[[str], str]) -> list[str]:
    """What speaks for a pair, the weightiest first."""
    parts = sorted(pair.parts, key=lambda part: -part.points)
    said = [words.reason_sentence(part, topic_name) for part in parts]
    pinned = [_("You keep this pair in every run.")] if pair.pinned else []
    return pinned + [sentence for sentence in said if sentence]


def _who(card: Card) -> tuple[str, str, str]:
    return card.id, card.name, card.mail


def plan_data(plan: Plan, problem: Problem) -> str:
    """`plan.json`: the plan, its reasons and its proof as data. Points, not thousandths."""
    certificate = plan.certificate
    data = {
        "counts": {
            "mentors": len(problem.mentors),
            "mentees": len(problem.mentees),
            "served_mentors": plan.served_mentors,
            "served_mentees": plan.served_mentees,
            "places": plan.places,
            "wanted_filled": plan.wanted_filled,
            "total": _points(plan.total),
        },
        "pairs": [
            {
                "mentor": pair.mentor,
                "mentee": pair.mentee,
                "score": _points(pair.score),
                "pinned": pair.pinned,
                "parts": [
                    {
                        "rule": part.rule,
                        "weight": _points(part.weight),
                        "points": _points(part.points),
                        "detail": part.detail,
                    }
                    for part in pair.parts
                ],
            }
            for pair in plan.pairs
        ],
        "unmatched": [
            {
                "person": one.person,
                "side": one.side,
                "reason": one.reason,
                "possible": one.possible,
                "blocked_by": [
                    {"rule": found.rule.kind, "count": found.count, **_parameters(found.rule)}
                    for found in one.blocked_by
                ],
            }
            for one in plan.unmatched
        ],
        "runners_up": [{**asdict(one), "score": _points(one.score)} for one in plan.runners_up],
        "pins_not_kept": plan.pins_not_kept,
        "proof": {
            "is_optimal": certificate.is_optimal,
            "scales": certificate.scales,
            "reached": certificate.reached,
            "value": certificate.value,
            "bound": certificate.bound,
            "score_from": certificate.score_from,
            "mentor_prices": _prices(problem.mentors, certificate.mentor_prices.tolist()),
            "mentee_prices": _prices(problem.mentees, certificate.mentee_prices.tolist()),
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _points(units: int) -> float | int:
    whole, rest = divmod(units, UNITS_PER_POINT)
    return units / UNITS_PER_POINT if rest else whole


def _parameters(rule: object) -> dict[str, Any]:
    """What a rule was given, but for lists of people."""
    return {key: value for key, value in vars(rule).items() if key != "pairs"}


def _prices(side: Sequence[Any], prices: Sequence[Sequence[int]]) -> dict[str, Sequence[int]]:
    return dict(zip(sorted(person.id for person in side), prices, strict=True))
