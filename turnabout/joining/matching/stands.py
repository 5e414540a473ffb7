"""Where a long run stands, packed so that another worker, or a later run, can go on from there."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from turnabout.joining.matching.engine import Problem
from turnabout.joining.matching.engine.solution import Edges, Solution


def fingerprint(problem: Problem) -> str:
    """What tells this question from any other, whatever the order of its people."""
    told = hashlib.sha256()
    for side in (problem.mentors, problem.mentees):
        for person in sorted(side, key=lambda one: one.id):
            told.update(repr(_plain(person)).encode())
        told.update(b"\x1e")
    told.update(repr(_plain(problem.rules)).encode())
    return told.hexdigest()


def packed(edges: Edges, solution: Solution) -> bytes:
    """Pairs in hand and prices, as bytes."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        pairs=np.stack([edges.rows, edges.columns, edges.scores]),
        mentor_prices=solution.mentor_prices,
        mentee_prices=solution.mentee_prices,
    )
    return file.getvalue()


def unpacked(data: bytes) -> tuple[Edges, Solution] | None:
    """What was packed, or nothing where it cannot be read any more."""
    try:
        with np.load(io.BytesIO(data)) as kept:
            rows, columns, scores = kept["pairs"]
            nobody = np.zeros(0, np.int64)
            return Edges(rows, columns, scores), Solution(
                nobody, nobody, nobody, kept["mentor_prices"], kept["mentee_prices"]
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _plain(value: Any) -> Any:
    """A value whose `repr` is the same in every process."""
    if is_dataclass(value) and not isinstance(value, type):
        named = [(one.name, _plain(getattr(value, one.name))) for one in fields(value)]
        return type(value).__name__, named
    if isinstance(value, Mapping):
        return sorted((_plain(key), _plain(entry)) for key, entry in value.items())
    if isinstance(value, frozenset | set):
        return sorted(map(_plain, value))
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value
