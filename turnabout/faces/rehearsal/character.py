"""How invented people are, and what they answer. The same person is the same for the same seed."""

from dataclasses import dataclass
from random import Random

from turnabout.faces.rehearsal.packs import load_words
from turnabout.frame.directory.models import Person
from turnabout.frame.topics.models import Topic
from turnabout.joining.applications.answers import StepSaid, WantSaid

DAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = ("08", "09", "10", "11", "13", "14", "15", "16", "17")
GAINS = ("visibility", "decisions", "feedback", "network", "leadership", "business", "change")
VALUES = (
    "learning",
    "fairness",
    "freedom",
    "team",
    "usefulness",
    "quality",
    "security",
    "balance",
    "ideas",
    "honesty",
    "influence",
)


@dataclass(frozen=True)
class Character:
    """How somebody tends to act: chances between 0 and 1, and delays in days."""

    applies: bool
    says_yes: bool
    answers_in_days: float
    keeps: float
    moves: float
    writes: float
    forgets: float
    signs: bool
    books: bool


def drawn_for(person: Person, seed: int, what: str) -> Random:
    """A source of chance of her own, so that nobody's luck depends on the order of things."""
    return Random(f"{seed}:{person.hr_id}:{what}")  # noqa: S311 - invented people need no secret


def character_of(person: Person, seed: int) -> Character:
    drawn = drawn_for(person, seed, "character")
    is_busy = drawn.random() < 0.18
    cannot_stop = drawn.random() < 0.12
    return Character(
        applies=drawn.random() < 0.9,
        says_yes=drawn.random() < 0.97,
        answers_in_days=drawn.uniform(0.3, 6.5),
        keeps=drawn.uniform(0.6, 0.8) if is_busy else drawn.uniform(0.9, 0.99),
        moves=0.5 if cannot_stop else drawn.uniform(0.15, 0.3) if is_busy else 0.06,
        writes=drawn.uniform(0.2, 0.7),
        forgets=0.12,
        signs=drawn.random() < 0.96,
        books=drawn.random() < 0.95,
    )


def mentor_steps(person: Person, topics: list[Topic], seed: int) -> list[StepSaid]:
    """What a mentor says in the three steps of her application."""
    drawn = drawn_for(person, seed, "application")
    words = load_words()
    offered = drawn.sample(topics, min(len(topics), drawn.randint(5, 9)))
    ways = {topic.slug: "offer" for topic in offered}
    others = [topic.slug for topic in topics if topic.slug not in ways]
    for slug, way in zip(drawn.sample(others, min(len(others), 2)), ("ask", "off"), strict=False):
        ways[slug] = way
    return [
        StepSaid(
            open={"why": drawn.choice(words.why)}, languages=_languages(drawn), has_accepted=True
        ),
        StepSaid(ways=ways, hours=_hours(drawn, 18)),
        StepSaid(
            open={
                "gain": drawn.sample(GAINS, 2),
                "manager": drawn.choices(("agreed", "ask"), (3, 1))[0],
                "commitment": "yes",
                "accept_duties": True,
            },
            private=_style(drawn),
        ),
    ]


def mentee_steps(person: Person, topics: list[Topic], seed: int) -> list[StepSaid]:
    """What a mentee says: first what she wants to decide better."""
    drawn = drawn_for(person, seed, "application")
    words = load_words()
    wanted = drawn.sample(topics, min(len(topics), 4))
    wants = tuple(
        WantSaid(topic.slug, drawn.choice(words.goals) if rank == 0 else "")
        for rank, topic in enumerate(wanted)
    )
    return [
        StepSaid(wants=wants, private=_style(drawn), has_accepted=True),
        StepSaid(open={"commitment": "yes"}, hours=_hours(drawn, 12), languages=_languages(drawn)),
        StepSaid(
            open={
                "could_change": drawn.choice(words.could_change),
                "accept_time": True,
                "accept_safety": True,
            },
            gives_back=tuple(drawn.sample(GAINS, 3)),
        ),
    ]


def _hours(drawn: Random, number: int) -> tuple[str, ...]:
    week = [f"{day}-{hour}" for day in DAYS for hour in HOURS]
    halves = [f"{day}-{hour}" for day in drawn.sample(DAYS, 3) for hour in HOURS[2:5]]
    return tuple(sorted({*halves, *drawn.sample(week, number)}))


def _languages(drawn: Random) -> tuple[str, ...]:
    return ("en", "es") if drawn.random() < 0.2 else ("en",)


def _style(drawn: Random) -> dict[str, object]:
    scales = ("style_plan", "style_direct", "style_examples")
    return {
        **{key: drawn.randint(1, 5) for key in scales},
        "values": drawn.sample(VALUES, 4),
    }
