"""What somebody finds to read: her training, the guides, the cards, the library."""

from collections.abc import Collection
from dataclasses import dataclass

from turnabout.foundation.common.actors import Actor
from turnabout.frame.content.packs import Page, load_page, page_slugs
from turnabout.frame.content.queries import titles_of
from turnabout.frame.content.training import REVERSE, finished_slugs, modules_for
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.topics.packs import GroupText, load_groups

TRAINED = (
    "mentor",
    "mentee",
    "line_manager",
    "coordinator",
    "sponsor",
    "guardian",
    "facilitator",
)
# What both of a pair read stands on either shelf.
SHARED = ("pair", "everyone")


@dataclass(frozen=True)
class Line:
    """One page in a list."""

    slug: str
    title: str
    minutes: int
    role: str
    is_done: bool = False

    @property
    def session(self) -> str:
        """The number of the session that a guide is for."""
        is_guide = self.slug.startswith("sessions/")
        return "".join(filter(str.isdigit, self.slug)) if is_guide else ""


@dataclass(frozen=True)
class Course:
    """The modules of one role, with those that are left to do."""

    role: str
    lines: tuple[Line, ...]

    @property
    def left(self) -> int:
        return sum(not line.is_done for line in self.lines)


@dataclass(frozen=True)
class Shelf:
    courses: tuple[Course, ...]
    guides: tuple[Line, ...]
    cards: tuple[Line, ...]
    library: tuple[Line, ...]
    pages: tuple[Line, ...]


def shelf_of(actor: Actor, language: str) -> Shelf:
    """Everything that is there for this person, by the roles she has now."""
    members = list(
        Membership.objects.visible_to(actor)
        .current()
        .filter(person=actor.person, role__in=TRAINED)
        .select_related("programme")
        .order_by("-programme__created_at", "pk")
    )
    organisation = actor.person.organisation if actor.person is not None else None
    latest = members[0].programme if members else None
    courses = {
        member.role: modules_for(member.role, language, member.programme)
        for member in reversed(members)
    }
    roles = {*courses, *SHARED}
    parts = {
        "guides": guides_in(latest, language),
        "cards": pages_in("cards", language),
        "library": [page for page in pages_in("library", language) if page.role in roles],
        "pages": [
            *(page for page in pages_in("roles", language) if _is_hers(page, members)),
            *pages_in("kinds", language),
            *pages_in("privacy", language),
            *pages_in("help", language),
        ],
    }
    every = [page for pages in (*courses.values(), *parts.values()) for page in pages]
    titles = titles_of(every, organisation, [member.programme_id for member in members])
    done = finished_slugs(actor.person) if actor.person is not None else frozenset()

    def lines(pages: Collection[Page]) -> tuple[Line, ...]:
        return tuple(_line(page, titles, done) for page in pages)

    return Shelf(
        courses=tuple(Course(role, lines(courses[role])) for role in TRAINED if courses.get(role)),
        **{name: lines(pages) for name, pages in parts.items()},
    )


def guides_in(programme: Programme | None, language: str) -> list[Page]:
    """The guides for the sessions of a programme, in their order."""
    direction = programme.settings.get("direction", REVERSE) if programme else REVERSE
    preset = programme.preset if programme else ""
    return [page for page in pages_in("sessions", language) if page.fits(direction, preset)]


def pages_in(folder: str, language: str) -> list[Page]:
    slugs = [slug for slug in page_slugs() if slug.rpartition("/")[0] == folder]
    return [load_page(slug, language) for slug in slugs]


@dataclass(frozen=True)
class Library:
    """The reading lists for a role and a group of topics, and what one can choose among."""

    lines: tuple[tuple[Line, tuple[GroupText, ...]], ...]
    groups: tuple[GroupText, ...]
    roles: tuple[str, ...]


def library_for(
    language: str,
    organisation: Organisation | None,
    programmes: Collection[int],
    *,
    role: str = "",
    topic: str = "",
) -> Library:
    """The library, by role and by topic; without either it is the whole of it."""
    every = pages_in("library", language)
    used = {slug for page in every for slug in page.topics}
    groups = {group.slug: group for group in load_groups() if group.slug in used}
    found = [
        page
        for page in every
        if (not role or page.role in (role, "everyone") or (page.role == "pair" and _pairs(role)))
        and (not topic or topic in page.topics)
    ]
    titles = titles_of(found, organisation, programmes)
    return Library(
        lines=tuple(
            (_line(page, titles), tuple(groups[slug] for slug in page.topics)) for page in found
        ),
        groups=tuple(groups.values()),
        roles=TRAINED,
    )


def beside(
    page: Page, organisation: Organisation | None, programmes: Collection[int]
) -> tuple[Line, ...]:
    """The pages that go with this one."""
    pages = [load_page(slug, page.language) for slug in page.beside]
    titles = titles_of(pages, organisation, programmes)
    return tuple(_line(one, titles) for one in pages)


def _pairs(role: str) -> bool:
    return role in ("mentor", "mentee")


def _is_hers(page: Page, members: Collection[Membership]) -> bool:
    """Whether this page says what one of her roles is in one of her programmes."""
    return any(
        page.slug == defaults.current(member.programme, "role_pages").get(member.role)
        for member in members
    )


def _line(page: Page, titles: dict[str, str], done: Collection[str] = ()) -> Line:
    return Line(page.slug, titles[page.slug], page.minutes, page.role, page.slug in done)
