"""What a rehearsal takes from a real programme: its preset, name, aim and rules, and no person."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Programme


@dataclass(frozen=True)
class Likeness:
    preset: str
    name: str
    aim: str
    language: str = "en"
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seniors_mentor(self) -> bool:
        return bool(self.rules.get("direction") == "mentor_senior")


def likeness_of(programme: Programme, *, language: str) -> Likeness:
    every = [one.key for group in defaults.load_defaults() for one in group.defaults]
    return Likeness(
        preset=programme.preset,
        name=programme.name,
        aim=programme.aim,
        language=language,
        rules={key: defaults.current(programme, key) for key in every},
    )


def write_likeness(likeness: Likeness, file: Path) -> None:
    file.write_text(json.dumps(asdict(likeness)))


def read_likeness(file: Path) -> Likeness:
    return Likeness(**json.loads(file.read_text()))
