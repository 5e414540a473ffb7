"""Topics in an organisation's own words, and topics that only it has."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from turnabout.foundation.common.errors import Refusal
from turnabout.frame.content.versions import past_versions
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of, package_of, suggest
from turnabout.frame.topics.services import add_topic, install_catalogue
from turnabout.frame.topics.wording import kind_of, shipped_words

ladders = import_module("turnabout.frame.topics.migrations.0002_ladders_of_practices_and_views")


@pytest.fixture
def chidi(cast, as_person):
    install_catalogue(cast.organisation)
    return as_person(cast.chidi)


def topic(slug):
    return Topic.objects.get(slug=slug)


def say(client, found, *, go="keep", language="en", **words):
    address = reverse("content:own_text", args=[kind_of(found)]) + f"?language={language}"
    return client.post(address, {**words, "go": go})


@pytest.mark.capability("S119")
def test_a_topic_is_called_found_graded_and_tried_as_an_organisation_says_it(cast, chidi):
    found = topic("spreadsheets")
    page = chidi.get(reverse("topics:one", args=[found.public_id])).content.decode()
    assert reverse("content:own_text", args=[kind_of(found)]) in page
    steps = {f"step_{number}": f"Ours {number}" for number in (1, 2, 3)}

    seen = say(chidi, found, go="preview", name="Number sheets")
    say(
        chidi,
        found,
        name="Number sheets",
        keywords="Zahlenwerk, tab tab",
        exercise_1="Begin",
        **steps,
    )
    say(chidi, found, language="es", name="Hojas")

    assert "Number sheets" in seen.context["seen"]
    found.refresh_from_db()
    assert (found.names["en"], found.names["es"]) == ("Number sheets", "Hojas")
    assert found.keywords["en"] == ["Zahlenwerk", "tab tab"]
    assert [step["en"] for step in found.ladder] == ["Ours 1", "Ours 2", "Ours 3"]
    assert str(package_of(found).exercises[0]) == "Begin"
    assert suggest(cast.organisation, "zahlenwerk")[0] == found
    assert found not in suggest(cast.organisation, "VLOOKUP")
    say(chidi, found, go="back", language="es")
    say(chidi, found, go="back")
    found.refresh_from_db()
    assert (found.names, found.is_reworded) == (
        {code: words["name"] for code, words in shipped_words(found).items()},
        False,
    )
    [*_later, first] = past_versions(cast.organisation, kind_of(found))
    chidi.post(reverse("content:version", args=[first.public_id]))
    assert name_of(topic("spreadsheets")) == "Number sheets"


def test_a_tool_of_ones_own_is_added_found_given_steps_and_nobody_else_has_it(cast, chidi):
    catalogue = chidi.get(reverse("topics:catalogue")).content.decode()
    assert reverse("topics:add") in catalogue
    form = {"name": "Vega planner", "keywords": "shift plan, Vegaplan", "kind": "skill"}
    unsaid = chidi.post(reverse("topics:add"), form)

    added = chidi.post(reverse("topics:add"), {**form, "group": "collaboration"})
    again = chidi.post(reverse("topics:add"), {**form, "group": "collaboration"})

    assert (unsaid.status_code, again.status_code) == (422, 422)
    assert "A topic of this name is there already." in again.content.decode()
    found = topic("own-vega-planner")
    assert added["Location"] == reverse("content:own_text", args=[kind_of(found)])
    assert suggest(cast.organisation, "vegaplan")[0] == found
    half = say(chidi, found, step_1="See it", step_2="Use it")
    assert "A ladder has three steps. Write all three, or none." in half.content.decode()
    say(chidi, found, name="Vega", step_1="See it", step_2="Use it", step_3="Show it")
    found.refresh_from_db()
    assert (name_of(found), len(found.ladder)) == ("Vega", 3)
    say(chidi, found, go="back")
    found.refresh_from_db()
    assert (name_of(found), found.ladder) == ("Vega planner", [])
    elsewhere = reverse("content:own_text", args=[f"topic--{'x' * 22}"])
    assert chidi.get(elsewhere).status_code == 404


def test_a_topic_of_ones_own_among_what_is_lived_has_no_steps_and_slugs_stay_apart(cast, chidi):
    def add(name, **more):
        told = {"names": {"en": name}, "keywords": {}, "group": "lived", "kind": "skill"}
        return add_topic(cast.organisation, by=cast.chidi, **{**told, **more})

    first, second = add("Night shift!"), add("Night shift?")

    assert [first.slug, second.slug] == ["own-night-shift", "own-night-shift-2"]
    assert (first.is_lived_experience, first.kind) == (True, "view")
    for wrong in ({"names": {"en": " "}}, {"group": "none"}, {"kind": "none"}):
        with pytest.raises(Refusal):
            add("Something", **wrong)


def test_topics_that_came_without_steps_get_them_and_words_of_ones_own_stay(cast, chidi):
    say(chidi, topic("recognition"), name="Credit")
    Topic.objects.filter(slug__in=["recognition", "negotiating", "spreadsheets"]).update(ladder=[])
    own = add_topic(
        cast.organisation,
        names={"en": "Tea"},
        keywords={},
        group="culture",
        kind="view",
        by=cast.chidi,
    )

    ladders.give_ladders(apps, None)

    assert [
        (name_of(found), [step["en"].split()[0] for step in found.ladder])
        for found in map(topic, ["recognition", "negotiating", "spreadsheets", own.slug])
    ] == [
        ("Credit", ["Ask", "Name", "Ask"]),
        ("Negotiating", ["Sit", "Negotiate", "Play"]),
        ("Spreadsheets", []),
        ("Tea", []),
    ]
    assert topic("disability").ladder == []


@pytest.mark.capability("S119")
def test_a_view_of_ones_own_gets_steps_in_its_own_words(cast, chidi):
    told = {"names": {"en": "The canteen"}, "keywords": {}, "group": "culture", "kind": "view"}
    found = add_topic(cast.organisation, by=cast.chidi, **told)
    address = reverse("content:own_text", args=[kind_of(found)])
    asked = chidi.get(address).content.decode()
    say(chidi, found, name="The canteen", step_1="Eat there", step_2="Ask", step_3="Take others")

    assert "Step 2: Unprompted" in asked
    found.refresh_from_db()
    assert [step["en"] for step in found.ladder] == ["Eat there", "Ask", "Take others"]
