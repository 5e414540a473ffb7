"""What somebody else needs to check a plan: the people as they were understood, and the rules."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching.engine.objective import LANES
from turnabout.joining.matching.engine.people import Person
from turnabout.joining.matching.engine.plan import Certificate, Pair, Plan
from turnabout.joining.matching.engine.problem import Problem
from turnabout.joining.matching.shell.rulesfile import load_rules

PEOPLE, RULES, PLAN = "people.json", "rules.toml", "plan.json"
NEEDED = (PEOPLE, RULES, PLAN)
SETS = ("languages", "off_limits", "rather_not", "rather_not_units", "declined")
LISTS = ("managers", "rankings")


@dataclass(frozen=True)
class Evidence:
    """A problem and the plan that somebody says is best for it; `is_theirs` is whether the plan
    was made of these people and these rules."""

    problem: Problem
    plan: Plan
    is_theirs: bool


def people_data(problem: Problem) -> str:
    """`people.json`: both sides as the engine sees them."""
    data = {
        side: [_plain(person) for person in sorted(people, key=lambda one: one.id)]
        for side, people in (("mentors", problem.mentors), ("mentees", problem.mentees))
    }
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def fingerprint(people: str, rules: str) -> str:
    """What tells these people and rules from any others."""
    return hashlib.sha256(f"{people}\x1f{rules}".encode()).hexdigest()


def proof_data(certificate: Certificate) -> dict[str, Any]:
    """A certificate as data; prices are in the order of sorted ids, a packed number and a draw."""
    return {
        "is_optimal": certificate.is_optimal,
        "scales": certificate.scales,
        "reached": certificate.reached,
        "value": certificate.value,
        "bound": certificate.bound,
        "violators": certificate.violators,
        "score_from": certificate.score_from,
        "mentor_prices": certificate.mentor_prices.tolist(),
        "mentee_prices": certificate.mentee_prices.tolist(),
    }


def read_evidence(folder: Path) -> Evidence:
    """What a folder holds. Raises Refusal where a file is missing or is not what it should be."""
    texts = {}
    for name in NEEDED:
        try:
            texts[name] = (folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal(
                _("%(folder)s: %(file)s cannot be read. Name a folder that a run wrote with --out.")
                % {"folder": folder.name, "file": name}
            ) from error
    try:
        people, plan = json.loads(texts[PEOPLE]), json.loads(texts[PLAN])
        rules = load_rules(folder / RULES).rules
        problem = Problem(
            tuple(_person(one) for one in people["mentors"]),
            tuple(_person(one) for one in people["mentees"]),
            rules,
        )
        return Evidence(
            problem,
            _plan(plan),
            plan["made_of"] == fingerprint(texts[PEOPLE], texts[RULES])
            and all(plan["counts"][side] == len(people[side]) for side in ("mentors", "mentees")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Refusal(
            _("%(folder)s: the files are not as a run writes them. Run the matching again.")
            % {"folder": folder.name}
        ) from error


def _plain(person: Person) -> dict[str, Any]:
    given = {field.name: getattr(person, field.name) for field in fields(Person)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else _entries(value)
        for name, value in given.items()
        if value not in (None, "", (), frozenset()) and value != {}
    }


def _entries(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {
        name: sorted(entry) if isinstance(entry, frozenset) else entry
        for name, entry in sorted(value.items())
    }


def _person(data: Mapping[str, Any]) -> Person:
    given = dict(data)
    for name in SETS:
        if name in given:
            given[name] = frozenset(given[name])
    for name in LISTS:
        if name in given:
            given[name] = tuple(given[name])
    attributes = {
        column: frozenset(value) if isinstance(value, list) else value
        for column, value in given.pop("attributes", {}).items()
    }
    return replace(Person(**given), attributes=attributes)


def _plan(data: Mapping[str, Any]) -> Plan:
    counts = data["counts"]
    pairs = tuple(
        Pair(one["mentor"], one["mentee"], round(one["score"] * 1000), (), one["pinned"])
        for one in data["pairs"]
    )
    return Plan(
        pairs=pairs,
        unmatched=(),
        served_mentors=counts["served_mentors"],
        served_mentees=counts["served_mentees"],
        places=counts["places"],
        wanted_filled=counts["wanted_filled"],
        total=round(counts["total"] * 1000),
        runners_up=(),
        pins_not_kept=(),
        certificate=_certificate(data["proof"]),
        floor=_certificate(data["floor"]) if data["floor"] else None,
    )


def _certificate(data: Mapping[str, Any]) -> Certificate:
    return Certificate(
        {str(tier): int(scale) for tier, scale in data["scales"].items()},
        {str(tier): int(reached) for tier, reached in data["reached"].items()},
        _two(data["value"]),
        _two(data["bound"]),
        np.array(data["mentor_prices"], np.int64).reshape(-1, LANES),
        np.array(data["mentee_prices"], np.int64).reshape(-1, LANES),
        int(data["violators"]),
        data["score_from"],
    )


def _two(numbers: Sequence[int]) -> tuple[int, int]:
    worth, lot = numbers
    return int(worth), int(lot)
