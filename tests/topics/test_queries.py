import pytest

from tests.factories import make_organisation, make_person
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.policy import can
from turnabout.frame.topics import queries, services
from turnabout.frame.topics.everyday import alias_of, terms
from turnabout.frame.topics.models import Topic, TopicAlias
from turnabout.frame.topics.packs import load_topics
from turnabout.frame.topics.similarity import Document, indexed


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


def test_nearness_is_highest_for_the_same_words_and_nothing_for_no_words():
    index = indexed((Document(("Café noir",), ("espresso",)), Document(("Tea",)), Document(())))

    coffee, tea, empty = index.nearness("cafe NOIR")
    assert (coffee > 0.9, tea, empty) == (True, 0.0, 0.0)
    assert index.nearness("the espreso")[0] > index.nearness("the espreso")[1]
    assert index.nearness("") == [0.0, 0.0, 0.0]
    assert indexed(()).nearness("tea") == []


def test_the_forms_of_a_word_and_the_words_for_one_thing_meet():
    assert terms("my clients complained") == terms("the customer complains")
    assert terms("Gen Z") == terms("juniors")
    assert terms("saying no") == terms("how do I tell him no")


def test_of_a_confirmed_phrase_only_stems_are_kept():
    assert alias_of("How do I stop my phone telling everyone where I am?") == "phon stop tel"
    assert alias_of("  ?! ") == ""


def test_what_somebody_lived_is_never_learned_as_words(organisation):
    topic = Topic.objects.get(slug="mental-health")

    services.learn_alias(topic, "my bad winter")

    assert TopicAlias.objects.count() == 0


def test_an_alias_goes_with_the_person_who_taught_it(organisation, cast):
    topic = Topic.objects.get(slug="frontline-reality")
    person = make_person(cast.organisation, name="Ivo Brandt", rank=2)
    services.learn_alias(topic, "pump house gossip", by=person)

    person.delete()

    assert TopicAlias.objects.count() == 0


def test_only_some_topics_are_proposed_where_only_some_are_offered(organisation):
    found = queries.suggest(organisation, "complaints", among=frozenset({"customer-voice"}))

    assert [topic.slug for topic in found] == ["customer-voice"]


def test_a_topic_of_ones_own_has_no_package_and_a_shipped_one_has(organisation):
    own = Topic(slug="pumps", group="water-works")
    near = Topic(slug="pumps", group="ai")
    shipped = queries.package_of(Topic.objects.get(slug="ai-prompts"))

    assert queries.package_of(own) is None
    assert queries.package_of(near).exercises == ()
    assert len(shipped.exercises) >= 1


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
