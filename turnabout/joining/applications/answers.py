"""What one step of an application says. None means: this step did not ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from turnabout.joining.applications.lived import Lived


@dataclass(frozen=True)
class WantSaid:
    """A wish by the slug of its topic, and the decision it would improve."""

    topic: str
    decision: str = ""


@dataclass(frozen=True)
class StepSaid:
    """The answers of one step, ready to be kept.

    `ways` gives `offer`, `ask` or `off` by the slug of a topic. `open` and `private` are answers
    by the key of their question. `people` are public ids, `units` names. `levels` are steps of a
    ladder by the slug of an offered topic. `lived` is what the step on personal experience says;
    its other private answers are sealed with it.
    """

    open: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    ways: Mapping[str, str] | None = None
    wants: tuple[WantSaid, ...] | None = None
    hours: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    gives_back: tuple[str, ...] | None = None
    places: tuple[int, int] | None = None
    people: frozenset[str] | None = None
    units: frozenset[str] | None = None
    levels: Mapping[str, int] | None = None
    shows_access_needs: bool | None = None
    has_accepted: bool = False
    lived: Lived | None = None
