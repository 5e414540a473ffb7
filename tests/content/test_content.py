import re

import pytest
from django.urls import reverse
from django.utils import translation

from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.policy import can
from turnabout.frame.content import queries, services, training
from turnabout.frame.content.models import Completion
from turnabout.frame.content.packs import load_page
from turnabout.frame.programmes.models import Programme

MODULE = "training/mentor-1"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_markdown_becomes_clean_html():
    html = queries.rendered(
        "## Head\n\n<script>alert(1)</script>\n\n[go](javascript:alert(1)) [on](https://x.org)\n\n"
        "- one\n\n![a](https://x.org/a.png)"
    )

    assert "<h2>Head</h2>" in html
    assert "<li>one</li>" in html
    assert '<a href="https://x.org" rel="noopener noreferrer">on</a>' in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_a_page_is_read_in_the_readers_language_without_an_account(client):
    with translation.override("es"):
        spanish = load_page(MODULE, "es").title

    page = client.get(reverse("content:page", args=[MODULE]), headers={"Accept-Language": "es"})

    assert spanish in text_of(page)
    assert client.get(reverse("content:page", args=["training/none"])).status_code == 404


def test_an_organisation_reads_its_own_words_and_others_the_shipped_ones(cast, as_person):
    services.edit_page(
        cast.organisation,
        MODULE,
        language="en",
        title="Why us",
        body="Because **we** know.",
        by=cast.chidi,
    )
    address = reverse("content:page", args=[MODULE])

    assert "Why us" in text_of(as_person(cast.ada).get(address))
    assert "Why us" not in text_of(as_person(cast.dana).get(address))

    services.restore_page(cast.organisation, MODULE, language="en", by=cast.chidi)
    assert "Why us" not in text_of(as_person(cast.ada).get(address))
    with pytest.raises(Refusal, match="shipped already"):
        services.restore_page(cast.organisation, MODULE, language="en", by=cast.chidi)


def test_a_page_is_rewritten_only_where_there_is_one_and_with_words(cast):
    def edit(slug=MODULE, title="T", body="B"):
        services.edit_page(
            cast.organisation, slug, language="en", title=title, body=body, by=cast.chidi
        )

    with pytest.raises(Refusal, match="a page that exists"):
        edit(slug="none")
    with pytest.raises(Refusal, match="a heading and a text"):
        edit(title=" ")
    with pytest.raises(Refusal, match="a heading and a text"):
        edit(body=" ")


def test_the_mentor_finishes_a_module_once(cast, as_person):
    client = as_person(cast.ada)
    page = reverse("content:page", args=[MODULE])
    assert "I have finished this" in text_of(client.get(page))

    for _tap in range(2):
        done = client.post(reverse("content:finish", args=[MODULE]))

    assert done.url == page
    assert "You finished this module." in text_of(client.get(page))
    assert Completion.objects.count() == 1
    assert training.finished_slugs(cast.ada) == {MODULE}
    assert client.post(reverse("content:finish", args=["none"])).status_code == 409
    for _tap in range(2):
        client.post(reverse("content:finish", args=[MODULE]), {"finished": "no"})
    assert "I have finished this" in text_of(client.get(page))
    assert Completion.objects.count() == 0


def test_modules_are_listed_by_role():
    def slugs(role, **fields):
        programme = Programme(**fields) if fields else None
        return [page.slug for page in training.modules_for(role, "en", programme)]

    base = [f"training/mentor-{number}" for number in range(1, 7)]
    assert slugs("mentor") == base
    assert slugs("mentor", preset="digital-ai") == [*base, "training/mentor-skill"]
    assert slugs("mentee", preset="inclusion")[-1] == "training/mentee-inclusion"
    growth = {"preset": "traditional", "settings": {"direction": "mentor_senior"}}
    assert slugs("mentee", **growth) == [f"training/growth-mentee-{at}" for at in (1, 2, 3)]
    assert slugs("sponsor", **growth) == ["training/sponsor"]


def test_only_the_appointed_may_rewrite_pages_and_only_she_herself_finishes(cast):
    def actor(person):
        return enriched(Actor(person_ref=person.public_id))

    completion = services.finish_module(cast.ada, MODULE)

    assert can(actor(cast.chidi), "edit_pages", cast.organisation) is True
    assert can(actor(cast.dana), "edit_pages", cast.organisation) is False
    assert can(actor(cast.ada), "finish_module", cast.ada) is True
    assert can(actor(cast.chidi), "finish_module", cast.ada) is False
    assert can(actor(cast.ada), "see", completion) is True
    assert can(actor(cast.bruno), "see", completion) is False
