import re

import pytest
from django.urls import reverse

from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.services import install_catalogue


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.capability("S026")
def test_somebody_finds_a_topic_in_her_own_words(cast, as_person):
    install_catalogue(cast.organisation)
    client = as_person(cast.ada)

    page = text_of(client.get(reverse("topics:catalogue"), {"q": "quejas de clientes"}))

    assert "223 topics to talk about" in page
    assert "This comes closest What customers really say" in page
    nothing = text_of(client.get(reverse("topics:catalogue"), {"q": "qqqq"}))
    assert "Nothing comes close." in nothing


@pytest.mark.capability("S026")
def test_the_catalogue_starts_with_technology_and_modern_ways_of_business(cast, as_person):
    install_catalogue(cast.organisation)

    page = as_person(cast.ada).get(reverse("topics:catalogue"))

    names = {
        str(group.name): {topic.slug for topic in group.topics} for group in page.context["groups"]
    }
    assert list(names)[:4] == [
        "AI tools and judgement",
        "Data and automation",
        "Working together online",
        "Boards, agile and product",
    ]
    boards = names["Boards, agile and product"]
    assert boards >= {"agile-basics", "product-management", "user-research", "okrs"}


def test_an_empty_catalogue_says_where_topics_come_from(cast, as_person):
    assert "No topics yet" in text_of(as_person(cast.ada).get(reverse("topics:catalogue")))


def test_the_appointed_stops_offering_a_topic_and_offers_it_again(cast, as_person):
    install_catalogue(cast.organisation)
    topic = Topic.objects.first()

    def change(person, act):
        address = reverse("topics:change", args=[topic.public_id, act])
        status = as_person(person).post(address).status_code
        topic.refresh_from_db()
        return status, topic.retired_at is not None

    assert change(cast.ada, "retire") == (403, False)
    assert change(cast.dana, "retire") == (404, False)
    assert change(cast.chidi, "burn") == (404, False)
    assert change(cast.chidi, "retire") == (302, True)
    assert "Offer again" in text_of(as_person(cast.chidi).get(reverse("topics:catalogue")))
    assert change(cast.chidi, "restore") == (302, False)


def test_a_page_of_a_topic_shows_its_steps_and_how_to_begin(cast, as_person):
    install_catalogue(cast.organisation)
    ada = as_person(cast.ada)

    def page_of(slug):
        address = reverse("topics:one", args=[Topic.objects.get(slug=slug).public_id])
        return text_of(ada.get(address))

    skill, lived = page_of("ai-prompts"), page_of("disability")
    practice, view = page_of("negotiating"), page_of("recognition")
    assert "Three steps With help Rewrite a request that failed, with somebody beside" in skill
    assert "To try first Take one dull request of your week" in skill
    assert "In a first session Bring one real task of this week." in skill
    assert "has no steps and is never graded" in lived
    assert "Three steps With help Sit beside somebody who negotiates" in practice
    assert "Passes it on Play the other side for a colleague" in practice
    assert "nobody is asked what she thinks. With a guide Ask a guide whose work goes" in view
    assert "Helps others see it Ask other leaders, when they present, whose work it was" in view
    assert [("nobody is asked" in page) for page in (skill, practice, lived)] == [False] * 3
    assert "Three steps" not in lived


def test_a_topic_of_ones_own_group_shows_what_there_is(cast, as_person):
    topic = Topic.objects.create(
        organisation=cast.organisation, slug="pumps", group="water", kind="view", names={"en": "P"}
    )

    page = text_of(as_person(cast.ada).get(reverse("topics:one", args=[topic.public_id])))

    assert "In a first session" not in page
