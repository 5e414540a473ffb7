"""Topics in one's own words: proposed, taken, kept, placed."""

import re

import pytest
from django.urls import reverse

from tests.applications.factories import make_application, topic
from tests.applications.test_views import invited, opened
from turnabout.foundation.common.errors import Refusal
from turnabout.frame.programmes.models import Programme
from turnabout.frame.topics.models import TopicAlias
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.events import words_placed
from turnabout.joining.applications.models import Application, OwnWords
from turnabout.joining.applications.queries import missing_from
from turnabout.joining.applications.services.own_words import (
    MOST_OWN_WORDS,
    drop_words,
    keep_words,
    place_words,
    set_aside_words,
    take_topic,
)

TRACKED = "how do I stop my phone telling everyone where I am"
ODD = "Zither tuning"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def buttons_of(response):
    return re.findall(r'name="go" value="((?:take:|own|drop:)[^"]*)"', response.content.decode())


def step_of(membership, step):
    return reverse("applications:apply", args=[membership.public_id]) + f"?step={step}"


def test_a_mentee_finds_a_topic_in_her_own_words_and_confirms_it(cast):
    membership = invited(cast, "mentee")
    client = opened(membership)
    url = step_of(membership, 1)

    found = client.post(url, {"find": TRACKED, "go": "find"})
    assert buttons_of(found)[0] == "take:privacy-settings"
    assert len(buttons_of(found)) == 4
    assert buttons_of(found)[3] == "own"
    assert TopicAlias.objects.count() == 0
    client.post(url, {"find": TRACKED, "go": "take:privacy-settings"})

    wants = Application.objects.get(membership=membership).wants.all()
    assert [(want.rank, want.topic.slug) for want in wants] == [(1, "privacy-settings")]
    learned = TopicAlias.objects.get()
    assert (learned.topic.slug, learned.words) == ("privacy-settings", "phon stop tel")
    assert learned.taught_by == membership.person


def test_topics_are_proposed_as_she_types(cast):
    membership = invited(cast, "mentor")

    answer = opened(membership).get(
        step_of(membership, 2) + "&find=" + TRACKED, headers={"HX-Request": "true"}
    )

    assert answer.content.decode().lstrip().startswith('<div id="proposed"')
    assert buttons_of(answer)[0] == "take:privacy-settings"
    assert Application.objects.filter(membership=membership).exists() is False


def test_a_mentor_who_takes_a_topic_offers_it_and_it_is_no_longer_off_limits(cast):
    off = PrivateSide(off_limits=frozenset({"privacy-settings", "onboarding"}))
    application = make_application(cast.mentor, private=off)

    take_topic(application, topic(cast.organisation, "privacy-settings"), words=TRACKED)
    take_topic(application, topic(cast.organisation, "privacy-settings"), words="")

    assert [offer.topic.slug for offer in application.offers.all()] == ["privacy-settings"]
    assert boundaries.read(application).off_limits == {"onboarding"}
    assert TopicAlias.objects.count() == 1


def test_what_a_programme_does_not_offer_is_neither_proposed_nor_taken(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)

    found = client.post(step_of(membership, 2), {"find": "autism and ADHD", "go": "find"})
    taken = client.post(step_of(membership, 2), {"find": "x", "go": "take:neurodiversity"})

    assert "take:neurodiversity" not in buttons_of(found)
    assert taken.status_code == 404


def test_a_fourth_wish_is_refused_and_the_same_topic_is_taken_once(cast):
    wants = ["onboarding", "meetings", "spreadsheets"]
    application = make_application(cast.mentee, wants=wants)

    take_topic(application, topic(cast.organisation, "meetings"), words="")
    with pytest.raises(Refusal, match="three wishes already"):
        take_topic(application, topic(cast.organisation, "phishing"), words="")

    assert application.wants.count() == 3


def test_words_that_no_topic_fits_are_kept_and_taken_off_again(cast):
    membership = invited(cast, "mentee")
    client = opened(membership)
    url = step_of(membership, 1)

    found = client.post(url, {"find": ODD, "go": "find"})
    assert "No topic comes close." in text_of(found)
    kept = client.post(url, {"find": ODD, "go": "own"})
    own = OwnWords.objects.get()
    assert (own.words, own.topic, buttons_of(kept)) == (ODD, None, [f"drop:{own.public_id}"])
    steps = [one.step for one in missing_from(own.application)]
    client.post(url, {"go": f"drop:{own.public_id}"})

    assert OwnWords.objects.count() == 0
    assert len(missing_from(Application.objects.get(membership=membership))) == len(steps) + 1


def test_her_own_words_are_enough_to_go_on(cast):
    membership = invited(cast, "mentee")
    client = opened(membership)
    url = step_of(membership, 1)
    client.post(url, {"find": ODD, "go": "own"})

    answer = client.post(url, {"promises": "on", "style_plan": "4", "go": "next"})

    errors = answer.context["form"].errors if answer.status_code == 200 else {}
    assert "want_1" not in errors


def test_nobody_takes_the_words_of_somebody_else_off(cast):
    own = keep_words(make_application(cast.mentor), ODD)
    membership = invited(cast, "mentee")

    answer = opened(membership).post(step_of(membership, 1), {"go": f"drop:{own.public_id}"})

    assert (answer.status_code, OwnWords.objects.count()) == (404, 1)


def test_words_are_kept_once_never_empty_and_not_without_end(cast):
    application = make_application(cast.mentor)

    assert keep_words(application, " Zither   tuning ") == keep_words(application, ODD)
    with pytest.raises(Refusal, match="no words"):
        keep_words(application, "  ")
    for number in range(MOST_OWN_WORDS - 1):
        keep_words(application, f"Zither {number}")
    with pytest.raises(Refusal, match="Ten wishes"):
        keep_words(application, "One more")


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_coordinator_places_words_and_the_search_remembers(cast, as_person, role):
    membership = cast.mentor if role == "mentor" else cast.mentee
    application = make_application(membership)
    own = keep_words(application, ODD)
    chidi = as_person(cast.chidi)
    heard = []

    def hear(sender, own_words, **rest):
        heard.append(own_words.words)

    words_placed.connect(hear)
    page = text_of(chidi.get(reverse("applications:own_words", args=[cast.programme.public_id])))
    assert f"“{ODD}” {membership.person.name}" in page
    address = reverse("applications:place", args=[own.public_id])
    unsaid = chidi.post(address)
    assert (unsaid.status_code, "Choose the topic that these words mean." in text_of(unsaid)) == (
        422,
        True,
    )
    assert chidi.post(address, {"topic": "podcasts-livestreams"}).status_code == 302
    words_placed.disconnect(hear)

    chosen = application.offers if role == "mentor" else application.wants
    assert [one.topic.slug for one in chosen.all()] == ["podcasts-livestreams"]
    assert heard == [ODD]
    assert TopicAlias.objects.get().topic.slug == "podcasts-livestreams"
    assert chidi.post(address, {"topic": "podcasts-livestreams"}).status_code == 409
    after = text_of(chidi.get(reverse("applications:own_words", args=[cast.programme.public_id])))
    assert "Nothing waits here" in after


def test_the_coordinator_sets_words_aside_and_reads_how_many_wait(cast, as_person):
    own = keep_words(make_application(cast.mentor), ODD)
    chidi = as_person(cast.chidi)
    received = reverse("applications:received", args=[cast.programme.public_id])
    assert "One wish waits for a topic." in text_of(chidi.get(received))

    chidi.post(reverse("applications:place", args=[own.public_id]), {"go": "aside"})

    assert "waits for a topic" not in text_of(chidi.get(received))
    with pytest.raises(Refusal, match="already"):
        set_aside_words(own, by=cast.chidi)
    drop_words(own)
    assert OwnWords.objects.count() == 1


def test_nobody_gives_a_mentor_what_she_has_lived(cast):
    own = keep_words(make_application(cast.mentor), ODD)

    with pytest.raises(Refusal, match="Only a mentor herself"):
        place_words(own, topic(cast.organisation, "disability"), by=cast.chidi)

    assert OwnWords.objects.waiting().count() == 1


def test_words_of_an_application_that_was_not_sent_are_not_shown(cast, as_person):
    own = keep_words(make_application(cast.mentor, is_sent=False), ODD)
    address = reverse("applications:own_words", args=[cast.programme.public_id])

    assert ODD not in text_of(as_person(cast.chidi).get(address))
    placed = as_person(cast.chidi).post(reverse("applications:place", args=[own.public_id]))
    assert placed.status_code == 404


def test_words_for_a_mentee_whose_wishes_are_full_stay_and_the_page_says_so(cast, as_person):
    wants = ("strategy", "budget-round", "frontline-reality")
    own = keep_words(make_application(cast.mentee, wants=wants), ODD)

    page = as_person(cast.chidi).post(
        reverse("applications:place", args=[own.public_id]), {"topic": "podcasts-livestreams"}
    )

    assert page.status_code == 422
    assert f"{cast.bruno.name} has three wishes already." in text_of(page)
    assert OwnWords.objects.waiting().count() == 1


def test_what_somebody_lived_is_never_offered_among_other_topics(cast):
    Programme.objects.update(settings={"lived_experience_topics": True})
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = step_of(membership, 2)

    found = client.post(url, {"find": "autism and ADHD", "go": "find"})
    taken = client.post(url, {"find": "autism and ADHD", "go": "take:neurodiversity"})
    client.post(url, {"topic_neurodiversity": "offer", "go": "back"})

    assert "has a step of its own, the last one" in text_of(found)
    assert "take:neurodiversity" not in buttons_of(found)
    assert taken.status_code == 404
    assert not Application.objects.get(membership=membership).offers.exists()
    assert TopicAlias.objects.count() == 0
