"""What holds for every shipped page: guides, modules, cards, the library."""

from itertools import product

import pytest

from tests.content.test_packs import NEVER
from turnabout.frame.content.packs import OPTIONAL, load_page, page_languages, page_slugs
from turnabout.frame.content.shelf import TRAINED
from turnabout.frame.programmes.presets import DIRECTIONS, load_presets
from turnabout.frame.topics.packs import load_groups


def pages() -> list[tuple[str, str]]:
    return [(slug, language) for slug in page_slugs() for language in page_languages()]


@pytest.mark.parametrize(("slug", "language"), pages())
def test_every_page_is_there_in_every_language_in_our_voice(slug, language):
    page = load_page(slug, language)

    assert page.language == language
    assert page.minutes >= 1
    assert NEVER.findall(page.title + "\n" + page.body_markdown) == []
    assert len(page.body_markdown.split()) >= 60


def test_a_page_keeps_its_minutes_and_role_in_translation():
    for slug in page_slugs():
        said = {(load_page(slug, tag).minutes, load_page(slug, tag).role) for tag in ("en", "es")}
        assert len(said) == 1, slug


def test_a_page_missing_in_a_language_is_read_in_english():
    page = load_page("sessions/1", "fr-CA")

    assert (page.language, page.title) == ("en", "Contract and trust")


@pytest.mark.parametrize("slug", ["sessions/99", "../__init__", ""])
def test_a_page_that_does_not_exist_is_a_key_error(slug):
    with pytest.raises(KeyError):
        load_page(slug, "en")


CARDS = {
    "en": ["## Card for the mentor", "## Card for the mentee", "## Afterwards"],
    "es": [
        "## Ficha para la persona mentora",
        "## Ficha para la persona mentorizada",
        "## Después",
    ],
}
CHECKS = {
    "en": {"## A scene", "## Two questions for yourself"},
    "es": {"## Una escena", "## Dos preguntas para ti"},
}


def headings_of(slug, language):
    body = load_page(slug, language).body_markdown
    return [line for line in body.splitlines() if line.startswith("## ")]


def slugs_in(folder):
    return [slug for slug in page_slugs() if slug.startswith(f"{folder}/")]


def test_each_session_has_a_card_for_each_side_and_three_questions_for_afterwards():
    for slug, language in product(slugs_in("sessions"), CARDS):
        assert headings_of(slug, language) == CARDS[language], (slug, language)
        *_, after = load_page(slug, language).body_markdown.split("\n## ")
        assert after.count("\n- ") == 3, (slug, language)
    for number in range(1, 9):
        assert {f"sessions/{number}", f"sessions/growth-{number}"} <= set(page_slugs())


def test_each_module_has_a_scene_and_a_check_for_oneself():
    for slug, language in product(slugs_in("training"), CHECKS):
        assert CHECKS[language] - set(headings_of(slug, language)) == set(), (slug, language)


def test_what_a_page_belongs_to_exists_and_is_the_same_in_every_language():
    groups = {group.slug for group in load_groups()}
    presets = {found.slug for found in load_presets()}
    for slug in page_slugs():
        english, spanish = (load_page(slug, language) for language in ("en", "es"))
        assert set(english.beside) - set(page_slugs()) == set(), slug
        assert set(english.topics) - groups == set(), slug
        assert set(english.presets) - presets == set(), slug
        assert set(english.directions) - set(DIRECTIONS) == set(), slug
        for name in OPTIONAL:
            assert getattr(english, name) == getattr(spanish, name), slug


def test_every_group_of_topics_and_every_trained_role_has_something_to_read():
    library = [load_page(slug, "en") for slug in slugs_in("library")]

    assert {slug for page in library for slug in page.topics} == {
        group.slug for group in load_groups()
    }
    assert {*TRAINED} - {page.role for page in library} == set()
