"""What to prepare for a session: the card of one side from the shipped guide, and a module."""

from dataclasses import dataclass

from django.utils.translation import get_language

from turnabout.frame.content.packs import Page, load_page
from turnabout.frame.content.queries import finished_slugs, modules_for
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair

LAST_GUIDE = 8
# The modules speak of somebody junior who mentors somebody senior.
TRAINED_DIRECTION = "mentor_junior"
CARD_OF = {"mentor": -2, "mentee": -1}


@dataclass(frozen=True)
class Card:
    """What a session is about and what this side brings."""

    title: str
    opening: str
    prompts: tuple[str, ...]


def card_for(meeting: Meeting, side: str) -> Card | None:
    """The card of this side; the last session of any programme is the closing one."""
    is_last = meeting.number == meeting.pair.programme.sessions
    number = LAST_GUIDE if is_last else meeting.number
    try:
        page = load_page(f"sessions/{number}", get_language() or "en")
    except KeyError:
        return None
    sections = page.body_markdown.split("\n## ")
    lines = [line.strip() for line in sections[CARD_OF[side]].splitlines()[1:]]
    opening = next((line for line in lines if line and not line.startswith("- ")), "")
    prompts = tuple(line[2:] for line in lines if line.startswith("- "))
    return Card(title=page.title, opening=opening, prompts=prompts)


def module_before(number: int, pair: Pair, person: Person) -> Page | None:
    """The module of this side to read before a session of this number.

    One belongs before each session; whoever finished it, or more, is shown the next.
    """
    if pair.programme.settings.get("direction", TRAINED_DIRECTION) != TRAINED_DIRECTION:
        return None
    ahead = modules_for(pair.side_of(person), get_language() or "en")[number - 1 :]
    finished = finished_slugs(person)
    return next((page for page in ahead if page.slug not in finished), None)
