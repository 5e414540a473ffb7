"""Presets: complete sets of defaults that a programme starts from.

One file per preset, plus `phases.toml` with the kinds of phase that presets put in order,
`aims.toml` with aims that change a culture, and `readiness.toml` with the questions to begin with.
"""

from dataclasses import dataclass
from functools import cache

from turnabout.foundation.common.packs import (
    PackError,
    Table,
    Text,
    known_fields,
    no_twins,
    one_of,
    read_toml,
    sayable,
    text,
    texts,
    toml_names,
)

PHASE, PRESET = "phase--", "preset--"
DIRECTIONS = ("mentor_junior", "mentor_senior", "any")
WEIGHTS = ("topics", "style", "distance", "wishes", "hours")
PHASES_FILE = "phases.toml"
OTHER_FILES = (PHASES_FILE, "aims.toml", "readiness.toml")
ORDER = (
    "digital-ai",
    "generations",
    "inclusion",
    "customer",
    "ways-of-working",
    "reciprocal",
    "traditional",
    "peer",
    "newcomer",
)


@dataclass(frozen=True)
class PhaseKind:
    """A kind of phase: what it is, what must be there before it, what it will do.

    `closed` says what no longer begins once the last of its kind is closed; empty where nothing.
    """

    slug: str
    name: Text
    what: Text
    needs: Text
    does: Text
    closed: Text | None = None


@dataclass(frozen=True)
class PresetPhase:
    kind: PhaseKind
    days: int


@dataclass(frozen=True)
class RoleLabels:
    mentor: Text
    mentee: Text


@dataclass(frozen=True)
class MatchingWeights:
    """Parts of 100: how much each criterion counts in a match."""

    topics: int
    style: int
    distance: int
    wishes: int
    hours: int


@dataclass(frozen=True)
class Preset:
    slug: str
    name: Text
    description: Text
    direction: str
    sessions: int
    gap_days: int
    session_minutes: int
    minimum_level_gap: int
    notice_hours: int
    moves_allowed: int
    training_gate: bool
    lived_experience_topics: bool
    supervision: bool
    role_labels: RoleLabels
    role_pages: tuple[tuple[str, str], ...]
    aims: tuple[Text, ...]
    priorities: tuple[Text, ...]
    phases: tuple[PresetPhase, ...]
    weights: MatchingWeights
    question_sets: tuple[tuple[str, str], ...]
    leading_groups: tuple[str, ...]

    def question_set_for(self, use: str) -> str | None:
        """Return the slug of the question set for a use such as `pulse_mentor`."""
        return dict(self.question_sets).get(use)

    def role_page_for(self, role: str) -> str | None:
        """Return the slug of the page that says what a role does here."""
        return dict(self.role_pages).get(role)


PRESET_FIELDS = frozenset(Preset.__dataclass_fields__)


@cache
def load_phase_kinds() -> tuple[PhaseKind, ...]:
    """Return the kinds of phase in their usual order."""
    kinds = tuple(_phase_kind(table) for table in read_toml(__name__, PHASES_FILE)["phase"])
    no_twins([kind.slug for kind in kinds], where=PHASES_FILE)
    return kinds


@cache
def load_presets() -> tuple[Preset, ...]:
    """Return every preset, the reverse ones first."""
    names = [name for name in toml_names(__name__) if name not in OTHER_FILES]
    presets = {name.removesuffix(".toml"): _preset(read_toml(__name__, name)) for name in names}
    for name, found in presets.items():
        if found.slug != name:
            raise PackError(f"{name}.toml: its slug is {found.slug!r}.")
    if sorted(presets) != sorted(ORDER):
        raise PackError(f"The presets are {', '.join(presets)}; the order names other ones.")
    return tuple(presets[slug] for slug in ORDER)


def preset(slug: str) -> Preset:
    """Return one preset; raises KeyError when there is none of that name."""
    return {found.slug: found for found in load_presets()}[slug]


def _phase_kind(table: Table) -> PhaseKind:
    slug = table["slug"]
    known_fields(table, fields=frozenset(PhaseKind.__dataclass_fields__), where=slug)
    told = ("name", "what", "needs", "does", *(("closed",) if "closed" in table else ()))
    words = {key: sayable(text(table[key], where=slug), f"{PHASE}{slug}", key) for key in told}
    return PhaseKind(slug=slug, **words)


def _preset(table: Table) -> Preset:
    slug = table["slug"]
    known_fields(table, fields=PRESET_FIELDS, where=slug)
    weights = MatchingWeights(**table["weights"])
    if sum(getattr(weights, name) for name in WEIGHTS) != 100:
        raise PackError(f"{slug}: the weights do not add up to 100.")
    kinds = {kind.slug: kind for kind in load_phase_kinds()}
    phases = tuple(
        PresetPhase(kind=kinds[phase["kind"]], days=phase["days"]) for phase in table["phases"]
    )
    labels = {role: text(words, where=slug) for role, words in table["role_labels"].items()}
    kind = f"{PRESET}{slug}"
    return Preset(
        slug=slug,
        name=sayable(text(table["name"], where=slug), kind, "name"),
        description=sayable(text(table["description"], where=slug), kind, "description"),
        direction=one_of(table["direction"], among=DIRECTIONS, where=slug),
        sessions=table["sessions"],
        gap_days=table["gap_days"],
        session_minutes=table["session_minutes"],
        minimum_level_gap=table["minimum_level_gap"],
        notice_hours=table["notice_hours"],
        moves_allowed=table["moves_allowed"],
        training_gate=table["training_gate"],
        lived_experience_topics=table["lived_experience_topics"],
        supervision=table["supervision"],
        role_labels=RoleLabels(**labels),
        role_pages=tuple(sorted(table["role_pages"].items())),
        aims=tuple(
            sayable(aim, kind, f"aim_{at}")
            for at, aim in enumerate(texts(table["aims"], where=f"{slug} aims"), start=1)
        ),
        priorities=texts(table["priorities"], where=f"{slug} priorities"),
        phases=phases,
        weights=weights,
        question_sets=tuple(sorted(table["question_sets"].items())),
        leading_groups=tuple(table["leading_groups"]),
    )
