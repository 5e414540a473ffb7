"""What people find to read, and what coordinators see of it."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.content import services
from turnabout.frame.content.models import TrainingException
from turnabout.frame.content.training import modules_for

MINE = reverse("content:reading")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def linked(response, folder):
    return re.findall(rf'href="/content/({folder}/[^"/]+)/"', response.content.decode())


def finish_all(person, role, programme):
    for module in modules_for(role, "en", programme):
        services.finish_module(person, module.slug)


@pytest.mark.capability("S043")
def test_both_sides_do_their_training_and_the_coordinator_sees_done_or_not(cast, as_person):
    shown = {}
    for person, side in ((cast.ada, "mentor"), (cast.bruno, "mentee")):
        shelf = as_person(person).get(MINE)
        shown[side] = linked(shelf, "training")
        assert "6 modules are left for you" in text_of(shelf)
    address = reverse("content:training", args=[cast.programme.public_id])
    before = text_of(as_person(cast.chidi).get(address))

    client = as_person(cast.ada)
    for slug in shown["mentor"]:
        assert "A scene" in text_of(client.get(f"/content/{slug}/"))
        client.post(reverse("content:finish", args=[slug]))
    done = text_of(client.get(MINE))
    services.finish_module(cast.bruno, shown["mentee"][0])
    after = text_of(as_person(cast.chidi).get(address))

    for side in ("mentor", "mentee"):
        assert shown[side] == [f"training/{side}-{number}" for number in range(1, 7)]
    assert "You have finished your training" in done
    assert "0 of 2 have finished the training" in before
    assert re.search(r"Bruno Keller\s+not done .*Ada Nowak\s+done ", after)
    # One module of six shows nowhere: done or not done, and nothing else.
    assert re.sub(r"[01] of 2 ha\w+", "", after).count("1") == 0
    assert "The coordinators see done or not done, and nothing else." in after
    assert as_person(cast.bruno).get(address).status_code == 403
    assert as_person(cast.dana).get(address).status_code == 404


def test_each_role_finds_its_training_and_somebody_without_a_part_is_told(cast, as_person):
    pages = {}
    for role in ("line_manager", "sponsor", "coordinator", "guardian", "facilitator"):
        person = make_person(cast.organisation, name=role)
        make_user(person)
        make_member(cast.programme, person, role, state="invited")
        pages[role] = linked(as_person(person).get(MINE), "training")
    nobody = make_person(cast.organisation, name="Nobody yet")
    make_user(nobody)

    assert pages == {
        "line_manager": ["training/line-manager"],
        "sponsor": ["training/sponsor"],
        "coordinator": ["training/coordinator"],
        "guardian": ["training/guardian"],
        "facilitator": ["training/facilitator"],
    }
    page = as_person(nobody).get(MINE)
    assert "It appears here once you are invited" in text_of(page)
    assert len(linked(page, "sessions")) == 10


def test_the_way_from_a_mail_leads_to_the_training_and_finishes_it(cast, client):
    client.get(make_link(LinkPurpose("join", cast.ada.public_id, cast.mentor.public_id)))

    shelf = client.get(MINE)
    done = client.post(reverse("content:finish", args=["training/mentor-1"]))

    assert len(linked(shelf, "training")) == 6
    assert (done.status_code, cast.ada.completions.count()) == (302, 1)


@pytest.mark.capability("S044")
def test_the_library_is_there_by_role_and_by_topic(cast, as_person):
    library = reverse("content:library")
    client = as_person(cast.ada)
    every = linked(client.get(library), "library")

    assert len(every) >= 12
    assert linked(client.get(library, {"role": "sponsor"}), "library") == [
        "library/leading-so-people-speak",
        "library/reverse-mentoring",
    ]
    data = client.get(library, {"topic": "data"})
    assert linked(data, "library") == ["library/ai-and-data"]
    assert "The notes that explain the columns of your own data" in text_of(data)
    both = client.get(library, {"role": "sponsor", "topic": "data"})
    assert "No list fits both." in text_of(both)
    assert linked(client.get(library, {"topic": "nonsense", "role": "no"}), "library") == []
    assert "library/speaking-up" in linked(client.get(MINE), "library")
    assert "library/speaking-up" not in linked(as_person(cast.bruno).get(MINE), "library")

    services.edit_page(
        cast.organisation,
        "library/ai-and-data",
        language="en",
        title="Our lists on AI",
        body="The rules of the house.",
        by=cast.chidi,
    )
    assert "Our lists on AI" in text_of(client.get(library))
    assert "Our lists on AI" in text_of(client.get(MINE))


@pytest.mark.capability("S013", "S049", "S078", "S085", "S090")
def test_both_sides_find_the_cards_for_their_conversations_to_print(cast, as_person):
    """S013 respect, S049 listening, S078 what matters, S085 the future map, S090 perspectives."""
    words = {
        "listening": "One question, then quiet.",
        "respect": "Patience goes both ways",
        "perspective": "Four places",
        "future-map": "On the right, two years on.",
        "what-matters": "Lay the last four in order.",
        "promises": "What will I do?",
    }
    for person in (cast.ada, cast.bruno):
        client = as_person(person)
        assert linked(client.get(MINE), "cards") == [f"cards/{name}" for name in sorted(words)]
        for name, said in words.items():
            card = client.get(f"/content/cards/{name}/")
            assert said in text_of(card)
            assert "data-print" in card.content.decode()
    # The moment for respect is the first hour; for the map it is the one that is about it.
    assert "cards/respect" in linked(client.get("/content/sessions/1/"), "cards")
    assert "cards/future-map" in linked(client.get("/content/sessions/growth-6/"), "cards")


def test_an_exception_is_granted_with_a_reason_kept_and_taken_back(cast, as_person):
    cast.programme.settings = {"training_gate": True}
    cast.programme.save(update_fields=["settings"])
    address = reverse("content:excuse", args=[cast.mentee.public_id])
    listed = reverse("content:training", args=[cast.programme.public_id])
    chidi = as_person(cast.chidi)

    empty = chidi.post(address, {"reason": " "})
    granted = chidi.post(address, {"reason": "Mentored in the last wave"})
    again = chidi.post(address, {"reason": "Once more"})
    page = text_of(chidi.get(listed))
    exception = TrainingException.objects.get()
    back = reverse("content:take_exception_back", args=[exception.public_id])
    taken = [chidi.post(back).status_code for _tap in range(2)]
    after = text_of(chidi.get(listed))

    assert [empty.status_code, granted.status_code, again.status_code] == [422, 302, 409]
    assert "may begin without" in page
    assert "Bruno Keller : Mentored in the last wave" in page
    assert "Chidi Okafor" in page
    assert taken == [302, 409]
    assert "Taken back on" in after
    chain = list(AuditEntry.objects.order_by("number").values_list("event", "by", "facts"))
    assert chain == [
        ("training_exception_granted", cast.chidi.public_id, {}),
        ("training_exception_taken_back", cast.chidi.public_id, {}),
    ]
    with pytest.raises(Refusal, match="has a reason"):
        services.grant_exception(cast.mentee, reason=" ", by=cast.chidi)
    assert as_person(cast.ada).get(address).status_code == 404
    assert as_person(cast.bruno).get(address).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_lists_cost_the_same_however_many_there_are(
    cast, as_person, people, django_assert_num_queries
):
    for number in range(people):
        person = make_person(cast.organisation, name=f"Mentor {number}")
        services.grant_exception(
            make_member(cast.programme, person, "mentor"), reason="Known", by=cast.chidi
        )
        make_member(cast.programme, person, "sponsor")
    client = as_person(cast.chidi)

    with django_assert_num_queries(10):
        client.get(reverse("content:training", args=[cast.programme.public_id]))
    with django_assert_num_queries(9):
        client.get(MINE)


def test_whoever_may_rewrite_a_page_is_led_there_from_it(cast, as_person):
    read = "/content/cards/listening/"
    appointed = as_person(cast.chidi).get(read).content.decode()
    cast.chidi.appointments.all().delete()
    coordinating = as_person(cast.chidi).get(read).content.decode()

    assert 'href="/content/edit/cards/listening/?language=en"' in appointed
    of_programme = f"?language=en&amp;programme={cast.programme.public_id}"
    assert f'href="/content/edit/cards/listening/{of_programme}"' in coordinating
    assert "/content/edit/" not in as_person(cast.ada).get(read).content.decode()
