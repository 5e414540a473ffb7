from collections.abc import Collection
from dataclasses import dataclass

import nh3
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from turnabout.foundation.common.role_words import in_role_words
from turnabout.frame.content.models import EditedPage
from turnabout.frame.content.packs import Page, load_page, page_slugs
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Programme

TAGS = {
    "a", "blockquote", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
LATEST = 20
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class ReadyPage:
    """A page ready to be shown: `html` is rendered and clean."""

    slug: str
    title: str
    minutes: int
    role: str
    language: str
    html: SafeString


def page_to_read(
    slug: str,
    language: str,
    organisation: Organisation | None,
    programmes: Collection[int] = (),
) -> ReadyPage:
    """A page in this language, in the words of the reader's programme or organisation, if any.

    Raises KeyError when there is no such page.
    """
    shipped = load_page(slug, language)
    title, body = words_of(shipped, organisation, programmes)
    return ReadyPage(
        slug=slug,
        title=title,
        minutes=shipped.minutes,
        role=shipped.role,
        language=shipped.language,
        html=rendered(body),
    )


def words_of(
    page: Page, organisation: Organisation | None, programmes: Collection[int] = ()
) -> tuple[str, str]:
    """Heading and Markdown of a page as this reader finds them."""
    edited = _nearest(page.slug, page.language, organisation, programmes)
    found = (edited.title, edited.body) if edited else (page.title, page.body_markdown)
    title, body = (in_role_words(words, page.language) for words in found)
    return title, body


def words_of_page(
    slug: str,
    language: str,
    organisation: Organisation | None,
    programmes: Collection[int] = (),
) -> str:
    """The Markdown of a page as it is said there, for a room that quotes it."""
    shipped = load_page(slug, language)
    edited = _nearest(slug, shipped.language, organisation, programmes)
    return in_role_words(edited.body if edited else shipped.body_markdown, shipped.language)


@dataclass(frozen=True)
class PageLine:
    slug: str
    title: str
    edited_in: tuple[str | Promise, ...]
    as_shipped_in: tuple[str | Promise, ...]


def pages_by_folder(
    organisation: Organisation, programme: Programme | None = None
) -> list[tuple[str, list[PageLine]]]:
    """Every page by the folder it lies in, with the languages in which it says its own words."""
    own: dict[str, dict[str, str]] = {}
    rows = EditedPage.objects.filter(organisation=organisation, programme=programme)
    for slug, language, title in rows.values_list("slug", "language", "title"):
        own.setdefault(slug, {})[language] = title
    language = (get_language() or "en").split("-", 1)[0]
    folders: dict[str, list[PageLine]] = {}
    for slug in page_slugs():
        edited = own.get(slug, {})
        folder = slug.split("/", 1)[0] if "/" in slug else ""
        folders.setdefault(folder, []).append(
            PageLine(
                slug,
                edited.get(language) or load_page(slug, language).title,
                tuple(name for code, name in settings.LANGUAGES if code in edited),
                tuple(name for code, name in settings.LANGUAGES if edited and code not in edited),
            )
        )
    return sorted(folders.items())


def edited_page(
    slug: str, language: str, organisation: Organisation, programme: Programme | None = None
) -> EditedPage | None:
    """The own words of one place: an organisation, or one of its programmes."""
    return EditedPage.objects.filter(
        organisation=organisation, programme=programme, slug=slug, language=language
    ).first()


def languages_without(
    slug: str, organisation: Organisation, programme: Programme | None = None
) -> list[str | Promise]:
    """Where a page has own words in one language, those in which it still has the shipped ones."""
    rows = EditedPage.objects.filter(organisation=organisation, programme=programme, slug=slug)
    own = set(rows.values_list("language", flat=True))
    return [name for code, name in settings.LANGUAGES if own and code not in own]


def titles_of(
    pages: Collection[Page],
    organisation: Organisation | None,
    programmes: Collection[int] = (),
) -> dict[str, str]:
    """The headings of pages as this reader finds them, by their slugs."""
    if not pages:
        return {}
    own: dict[str, str] = {}
    if organisation is not None or programmes:
        named = {page.slug for page in pages}
        rows = _seen_by(organisation, programmes).filter(
            slug__in=named, language=next(iter(pages)).language
        )
        # The nearest comes last and stays.
        own = dict(rows.reverse().values_list("slug", "title"))
    return {
        page.slug: in_role_words(own.get(page.slug, page.title), page.language) for page in pages
    }


def rendered(markdown: str) -> SafeString:
    """Markdown as clean HTML: no scripts, no styles, no pictures from elsewhere."""
    html = nh3.clean(
        _markdown.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above


def _nearest(
    slug: str, language: str, organisation: Organisation | None, programmes: Collection[int]
) -> EditedPage | None:
    """The words of the reader's latest programme that has some, else her organisation's."""
    return _seen_by(organisation, programmes).filter(slug=slug, language=language).first()


def _seen_by(
    organisation: Organisation | None, programmes: Collection[int]
) -> QuerySet[EditedPage]:
    """Own words that this reader meets, those of her latest programme first."""
    here = Q(programme=None, organisation=organisation) if organisation else Q(pk__in=[])
    return EditedPage.objects.filter(here | Q(programme_id__in=list(programmes))).order_by(
        F("programme").desc(nulls_last=True)
    )
