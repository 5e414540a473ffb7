"""What to prepare for a session and what to take from it: the shipped guide, and a module."""

from dataclasses import dataclass

from django.utils.translation import get_language

from turnabout.frame.content.packs import Page, load_page
from turnabout.frame.content.queries import titles_of, words_of
from turnabout.frame.content.shelf import guides_in
from turnabout.frame.content.training import finished_slugs, modules_for
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair

LAST_GUIDE = 8
SKILL = "-skill"
# Each guide ends with these sections, in this order.
SECTION_OF = {"mentor": -3, "mentee": -2, "afterwards": -1}
SECTIONS = len(SECTION_OF)


@dataclass(frozen=True)
class Card:
    """What a session is about and what this side brings, with the pages that go with it."""

    slug: str
    title: str
    opening: str
    prompts: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]


def card_for(meeting: Meeting, side: str) -> Card | None:
    """The card of this side; the last session of any programme is the closing one."""
    page = guide_of(meeting)
    if page is None:
        return None
    title, body = _own_words(page, meeting.pair)
    opening, prompts = _section(body, page, side)
    guides = guides_in(meeting.pair.programme, page.language)
    variants = [guide for guide in guides if guide.slug == f"{page.slug}{SKILL}"]
    near = [*variants, *(load_page(slug, page.language) for slug in page.beside)]
    titles = titles_of(near, meeting.pair.programme.organisation, [meeting.pair.programme_id])
    return Card(
        slug=page.slug,
        title=title,
        opening=opening,
        prompts=prompts,
        beside=tuple((one.slug, titles[one.slug]) for one in near),
    )


def prompts_after(meeting: Meeting) -> tuple[str, ...]:
    """What each of the two may ask herself once a session has been held."""
    page = guide_of(meeting)
    if page is None:
        return ()
    _title, body = _own_words(page, meeting.pair)
    return _section(body, page, "afterwards")[1]


def guide_of(meeting: Meeting) -> Page | None:
    """The guide for a session in a programme of this direction."""
    is_last = meeting.number == meeting.pair.programme.sessions
    number = LAST_GUIDE if is_last else meeting.number
    names = (f"sessions/{number}", f"sessions/growth-{number}")
    guides = guides_in(meeting.pair.programme, get_language() or "en")
    return next((page for page in guides if page.slug in names), None)


def module_before(number: int, pair: Pair, person: Person) -> Page | None:
    """The module of this side to read before a session of this number.

    One belongs before each session; whoever finished it, or more, is shown the next.
    """
    side = pair.side_of(person)
    ahead = modules_for(side, get_language() or "en", pair.programme)[number - 1 :]
    finished = finished_slugs(person)
    return next((page for page in ahead if page.slug not in finished), None)


def _own_words(page: Page, pair: Pair) -> tuple[str, str]:
    return words_of(page, pair.programme.organisation, [pair.programme_id])


def _section(body: str, page: Page, name: str) -> tuple[str, tuple[str, ...]]:
    """The first paragraph and the list of a section; the shipped one where own words lack it."""
    sections = body.split("\n## ")
    if len(sections) <= SECTIONS:
        sections = page.body_markdown.split("\n## ")
    lines = [line.strip() for line in sections[SECTION_OF[name]].splitlines()[1:]]
    opening = next((line for line in lines if line and not line.startswith("- ")), "")
    return opening, tuple(line[2:] for line in lines if line.startswith("- "))
