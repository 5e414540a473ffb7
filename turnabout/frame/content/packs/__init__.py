"""The pages that every installation starts with: guides, training, roles, help.

A page is a Markdown file in a folder per language, with a TOML block between `+++` lines at its
top: `title`, `minutes` to read or do, and the `role` it is for. Where it belongs to some programmes
only, `directions` or `presets` name them; `topics` are the groups of the catalogue it is about, and
`beside` are pages that go with it.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from turnabout.foundation.common.packs import PackError, known_fields, one_of
from turnabout.foundation.common.texts import FALLBACK

ROLES = (
    "pair",
    "mentor",
    "mentee",
    "line_manager",
    "coordinator",
    "sponsor",
    "guardian",
    "facilitator",
    "everyone",
)
FENCE = "+++\n"
OPTIONAL = ("directions", "presets", "topics", "beside")
FIELDS = frozenset(("title", "minutes", "role", *OPTIONAL))


@dataclass(frozen=True)
class Page:
    """One page in one language; `language` is the one it was found in."""

    slug: str
    language: str
    title: str
    minutes: int
    role: str
    body_markdown: str
    directions: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        return self.slug.rpartition("/")[0]

    def fits(self, direction: str, preset: str) -> bool:
        """Whether the page belongs to a programme of this direction and preset."""
        is_of_direction = not self.directions or direction in self.directions
        return is_of_direction and (not self.presets or preset in self.presets)


@cache
def page_slugs() -> tuple[str, ...]:
    """Return the slugs of all pages, such as `sessions/1`, in order of the alphabet."""
    return tuple(sorted(_slugs(files(__name__) / FALLBACK, prefix="")))


@cache
def page_languages() -> tuple[str, ...]:
    """Return the languages that have pages."""
    folders = (entry for entry in files(__name__).iterdir() if entry.is_dir())
    return tuple(sorted(entry.name for entry in folders if not entry.name.startswith("_")))


@cache
def load_page(slug: str, language: str) -> Page:
    """Return a page in the language, else in English; raises KeyError when there is none."""
    if slug not in page_slugs():
        raise KeyError(slug)
    wanted = language.lower().split("-")[0]
    tried = [tag for tag in (wanted, FALLBACK) if tag in page_languages()]
    for tag in tried:
        entry = files(__name__).joinpath(tag, *f"{slug}.md".split("/"))
        if entry.is_file():
            return _page(slug, tag, entry.read_text(encoding="utf-8"))
    raise KeyError(slug)


def _page(slug: str, language: str, source: str) -> Page:
    where = f"{language}/{slug}.md"
    start, _, rest = source.partition(FENCE)
    head, fence, body = rest.partition(FENCE)
    if start or not fence:
        raise PackError(f"{where}: the page does not begin with a block between +++ lines.")
    table = tomllib.loads(head)
    known_fields(table, fields=FIELDS, where=where)
    return Page(
        slug=slug,
        language=language,
        title=table["title"],
        minutes=table["minutes"],
        role=one_of(table["role"], among=ROLES, where=where),
        body_markdown=body.strip() + "\n",
        **{name: tuple(table.get(name, ())) for name in OPTIONAL},
    )


def _slugs(folder: Traversable, *, prefix: str) -> list[str]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _slugs(entry, prefix=f"{prefix}{entry.name}/")
        elif entry.name.endswith(".md"):
            found.append(prefix + entry.name.removesuffix(".md"))
    return found
