import pytest

from tests.factories import make_organisation
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.policy import can
from turnabout.frame.topics import queries, services
from turnabout.frame.topics.models import Topic, TopicAlias
from turnabout.frame.topics.packs import load_topics
from turnabout.frame.topics.similarity import nearness, pieces


def actor_of(person):
    return enriched(Actor(person_ref=person.public_id))


@pytest.fixture
def organisation(cast):
    services.install_catalogue(cast.organisation)
    return cast.organisation


def test_the_catalogue_is_installed_once_and_changes_stay(organisation):
    Topic.objects.filter(slug="frontline-reality").update(names={"en": "Depot life"})

    services.install_catalogue(organisation)

    assert Topic.objects.count() == len(load_topics())
    assert Topic.objects.get(slug="frontline-reality").names == {"en": "Depot life"}


def test_topics_come_group_by_group_and_retired_ones_are_left_out(organisation, cast):
    topic = Topic.objects.get(slug="frontline-reality")
    own = Topic.objects.create(
        organisation=organisation,
        slug="pumps",
        group="water-works",
        kind="skill",
        names={"en": "Pumps"},
    )
    services.retire_topic(topic, by=cast.chidi)

    found = queries.topics_of(organisation)

    assert len(found) == len(load_topics())
    assert topic not in found
    assert found[-1] == own
    groups = queries.grouped(found)
    assert str(groups[0].name) == "AI tools and judgement"
    assert (groups[-1].name, groups[-1].topics) == ("Water works", (own,))


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("quejas de clientes", "customer-voice"),
        ("complaints on the phone", "customer-voice"),
        ("depot shifts", "frontline-reality"),
        ("un día con los técnicos, visita", "field-visits"),
    ],
)
def test_words_of_either_language_find_the_topic(organisation, words, slug):
    assert slug in [topic.slug for topic in queries.suggest(organisation, words)]


def test_words_that_mean_nothing_here_find_nothing(organisation):
    assert queries.suggest(organisation, "qqq zzz xxx") == []
    assert queries.suggest(organisation, "") == []


def test_a_confirmed_choice_is_remembered_as_another_name(organisation):
    topic = Topic.objects.get(slug="frontline-reality")
    assert topic not in queries.suggest(organisation, "Pump house gossip")[:1]

    services.learn_alias(topic, "  Pump house   GOSSIP ")
    services.learn_alias(topic, "pump house gossip")

    assert TopicAlias.objects.count() == 1
    assert queries.suggest(organisation, "pump house gossip", limit=1) == [topic]
    with pytest.raises(Refusal, match="no words"):
        services.learn_alias(topic, "  ")


def test_suggestions_stay_inside_the_organisation(organisation):
    assert queries.suggest(make_organisation(name="Elsewhere"), "complaints") == []


def test_nearness_is_one_for_the_same_words_and_nothing_for_no_words():
    assert nearness("Café noir", ["cafe noir", "tea", ""]).round(3).tolist() == [1.0, 0.0, 0.0]
    assert nearness("", ["tea"]).tolist() == [0.0]
    assert nearness("tea", []).tolist() == []
    assert pieces("Té") == pieces("te")


def test_a_topic_is_retired_and_restored_once(organisation, cast):
    topic = Topic.objects.first()
    services.retire_topic(topic, by=cast.chidi)
    with pytest.raises(Refusal, match="no longer offered"):
        services.retire_topic(topic, by=cast.chidi)
    services.restore_topic(topic, by=cast.chidi)
    with pytest.raises(Refusal, match="offered already"):
        services.restore_topic(topic, by=cast.chidi)


def test_people_see_the_topics_of_their_organisation_and_the_appointed_may_edit(organisation, cast):
    topic = Topic.objects.first()

    assert Topic.objects.visible_to(actor_of(cast.ada)).count() == len(load_topics())
    assert Topic.objects.visible_to(actor_of(cast.dana)).count() == 0
    assert Topic.objects.visible_to(Actor()).count() == 0
    assert can(actor_of(cast.chidi), "edit", topic) is True
    assert can(actor_of(cast.ada), "edit", topic) is False
    assert queries.name_of(topic) == topic.names["en"]
