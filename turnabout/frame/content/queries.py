from collections.abc import Collection
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from turnabout.foundation.common.own_words import in_own_words
from turnabout.frame.content.models import Completion, EditedPage
from turnabout.frame.content.packs import Page, load_page, page_slugs
from turnabout.frame.directory.models import Organisation, Person

TAGS = {
    "a", "blockquote", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
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


def page_to_read(slug: str, language: str, organisation: Organisation | None) -> ReadyPage:
    """A page in this language, in the organisation's own words where it wrote some.

    Raises KeyError when there is no such page.
    """
    shipped = load_page(slug, language)
    edited = _edited(slug, shipped.language, organisation)
    return ReadyPage(
        slug=slug,
        title=in_own_words(edited.title if edited else shipped.title, shipped.language),
        minutes=shipped.minutes,
        role=shipped.role,
        language=shipped.language,
        html=rendered(
            in_own_words(edited.body if edited else shipped.body_markdown, shipped.language)
        ),
    )


def modules_for(role: str, language: str) -> list[Page]:
    """The training pages that somebody in this role does, in their order."""
    slugs = [slug for slug in page_slugs() if slug.startswith("training/")]
    return [page for page in (load_page(slug, language) for slug in slugs) if page.role == role]


def finished_slugs(person: Person) -> frozenset[str]:
    return frozenset(Completion.objects.filter(person=person).values_list("slug", flat=True))


def have_finished(people: Collection[Person], slug: str) -> frozenset[int]:
    """The ids of those who finished a module."""
    done = Completion.objects.filter(person__in=people, slug=slug)
    return frozenset(done.values_list("person_id", flat=True))


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


def _edited(slug: str, language: str, organisation: Organisation | None) -> EditedPage | None:
    if organisation is None:
        return None
    return EditedPage.objects.filter(
        organisation=organisation, slug=slug, language=language
    ).first()
