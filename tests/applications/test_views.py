import pytest
from django.test import Client
from django.urls import reverse

from tests.applications.factories import furnish_organisation, make_application
from tests.factories import make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.models import Application

CANARY = "canary-7c1e"


def opened(membership, client=None):
    """Come by the link of the invitation, without an account."""
    client = client or Client()
    link = make_link(LinkPurpose("apply", membership.person.public_id, membership.public_id))
    answer = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert answer.status_code == 302
    return client


def invited(cast, role, name="Ivo Brandt"):
    person = make_person(cast.organisation, name=name, rank=2 if role == "mentor" else 7)
    furnish_organisation(cast.organisation)
    return make_member(cast.programme, person, role, state="invited")


MENTOR_STEPS = {
    1: {"promises": "on", "why": "To be heard.", "languages": ["en"], "knows": ["frontline"]},
    2: {
        "topic_frontline-reality": "offer",
        "topic_early-career": "ask",
        "topic_customer-voice": "off",
        "hours": ["mon-09", "tue-10"],
        "places": "1-2",
    },
    3: {
        "style_plan": "2",
        "gain": ["decisions"],
        "wishes": ["other_place"],
        "manager": "agreed",
        "commitment": "yes",
        "accept_duties": "on",
    },
}
MENTEE_STEPS = {
    1: {
        "promises": "on",
        "want_1": "frontline-reality",
        "decision_1": "Which depot we rebuild first.",
        "want_2": "customer-voice",
    },
    2: {"hours": ["mon-09"], "languages": ["en"], "places": "1-1", "commitment": "yes"},
    3: {
        "style_plan": "4",
        "could_change": "The budget round.",
        "gives_back": ["decisions"],
        "accept_time": "on",
        "accept_safety": "on",
    },
}


def walk(client, membership, steps):
    url = reverse("applications:apply", args=[membership.public_id])
    for step, data in steps.items():
        assert client.get(f"{url}?step={step}").status_code == 200
        answer = client.post(f"{url}?step={step}", {**data, "go": "next"})
        assert answer.status_code == 302, answer.context["form"].errors
    return answer


@pytest.mark.parametrize(("role", "steps"), [("mentor", MENTOR_STEPS), ("mentee", MENTEE_STEPS)])
def test_the_invited_apply_by_their_link_on_a_phone_without_an_account(cast, outbox, role, steps):
    membership = invited(cast, role)
    client = opened(membership)

    answer = walk(client, membership, steps)

    membership.refresh_from_db()
    application = Application.objects.get(membership=membership)
    assert answer["Location"] == reverse("applications:after", args=[membership.public_id])
    assert client.get(answer["Location"]).status_code == 200
    assert application.is_sent
    assert membership.accepted_at is not None
    assert [mail.subject for mail in outbox()] == ["Fresh Eyes: your application is in"]
    if role == "mentor":
        side = boundaries.read(application)
        assert [offer.topic.slug for offer in application.offers.all()] == ["frontline-reality"]
        assert (side.ask_first, side.off_limits) == ({"early-career"}, {"customer-voice"})
        assert side.answers["style_plan"] == 2
        assert application.places == "1-2"
    else:
        wants = [(want.rank, want.topic.slug, want.decision) for want in application.wants.all()]
        assert wants == [
            (1, "frontline-reality", "Which depot we rebuild first."),
            (2, "customer-voice", ""),
        ]
        assert application.gives_back == ["decisions"]


def test_a_mentor_stops_and_finds_what_she_wrote(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])

    client.post(f"{url}?step=1", {"why": "To be heard.", "go": "stop"})

    assert "To be heard." in client.get(f"{url}?step=1").content.decode()
    assert Application.objects.get(membership=membership).is_sent is False


def test_who_has_sent_her_application_sees_what_happens_next(cast):
    make_application(cast.mentor)

    client = opened(cast.mentor)
    page = client.get(reverse("applications:apply", args=[cast.mentor.public_id]))

    assert page["Location"] == reverse("applications:after", args=[cast.mentor.public_id])


def test_a_mentor_is_told_in_words_what_is_missing(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])

    first = client.post(f"{url}?step=1", {"go": "next"}).context["form"].errors
    second = client.post(f"{url}?step=2", {"go": "enter"}).context["form"].errors

    assert first["promises"] == ["Tick this once you have read both."]
    assert first["why"] == ["This answer is needed before you go on."]
    assert second["hours"] == ["Choose at least one hour."]
    assert second["__all__"] == ["Choose “Offer” for at least one topic."]


def test_a_mentor_looks_for_a_topic_in_her_own_words(cast):
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])

    page = client.post(f"{url}?step=2", {"find": "kanban cards", "go": "find"})

    assert page.context["asked"].found[0].slug == "trello-boards"
    assert page.context["form"].is_bound is False


def test_a_mentor_names_whom_she_would_rather_avoid_and_only_she_reads_it(cast, as_person):
    make_person(cast.organisation, name="Greg Lund", unit=CANARY)
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])
    unknown = client.post(f"{url}?step=2", {"avoid_words": "Nobody Here", "go": "next"})

    walk(
        client,
        membership,
        {**MENTOR_STEPS, 2: {**MENTOR_STEPS[2], "avoid_words": f"{CANARY}\nGreg Lund"}},
    )

    application = Application.objects.get(membership=membership)
    side = boundaries.read(application)
    assert "Nobody here is called" in unknown.content.decode()
    assert (side.units, len(side.people)) == ({CANARY}, 1)
    assert CANARY in client.get(f"{url}?step=2").content.decode()
    chidi = as_person(cast.chidi)
    for page in (
        reverse("applications:received", args=[cast.programme.public_id]),
        reverse("applications:one", args=[application.public_id]),
    ):
        shown = chidi.get(page)
        assert shown.status_code == 200
        assert CANARY not in shown.content.decode()
        assert "Greg Lund" not in shown.content.decode()


def test_two_of_one_name_are_told_apart(cast):
    make_person(cast.organisation, name="Greg Lund", unit="Networks")
    other = make_person(cast.organisation, name="Greg Lund", unit="Legal")
    membership = invited(cast, "mentor")
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])

    asked = client.post(
        f"{url}?step=2", {**MENTOR_STEPS[2], "avoid_words": "Greg Lund", "go": "next"}
    )
    client.post(
        f"{url}?step=2",
        {
            **MENTOR_STEPS[2],
            "avoid_words": "Greg Lund",
            "avoid_among_0": f"person:{other.public_id}",
            "go": "next",
        },
    )

    assert "Whom do you mean" in asked.content.decode()
    side = boundaries.read(Application.objects.get(membership=membership))
    assert side.people == {other.public_id}


def test_a_stranger_finds_no_application(cast, as_person):
    application = make_application(cast.mentor)

    dana = as_person(cast.dana)

    for name, about in (
        ("apply", cast.mentor.public_id),
        ("after", cast.mentor.public_id),
        ("hours", cast.mentor.public_id),
        ("received", cast.programme.public_id),
        ("one", application.public_id),
    ):
        assert dana.get(reverse(f"applications:{name}", args=[about])).status_code == 404


def test_the_link_opens_one_application_and_no_other(cast):
    membership = invited(cast, "mentor")
    make_application(cast.mentee)
    client = opened(membership)

    other = client.get(reverse("applications:apply", args=[cast.mentee.public_id]))

    assert other.status_code == 404


def test_the_delegate_fills_the_hours_and_nothing_else(cast, as_person):
    application = make_application(cast.mentee, wants=["frontline-reality"])
    assistant = make_person(cast.organisation, name="Petra Holm")
    make_member(cast.programme, assistant, "delegate", principal=cast.bruno)
    make_user(assistant)
    client = as_person(assistant)
    url = reverse("applications:hours", args=[cast.mentee.public_id])

    page = client.get(url)
    client.post(url, {"hours": ["wed-14"]})

    application.refresh_from_db()
    assert application.hours == ["wed-14"]
    assert "Frontline reality" not in page.content.decode()
    assert (
        client.get(reverse("applications:apply", args=[cast.mentee.public_id])).status_code == 404
    )


def test_the_mentee_names_an_assistant_who_is_asked_to_look_after_her_times(cast, outbox):
    assistant = make_person(cast.organisation, name="Petra Holm")
    membership = invited(cast, "mentee")
    client = opened(membership)

    steps = {**MENTEE_STEPS, 2: {**MENTEE_STEPS[2], "delegate_words": "Petra Holm"}}
    walk(client, membership, steps)
    walk(client, membership, steps)

    delegates = Membership.objects.filter(programme=cast.programme, role="delegate")
    assert [(one.person, one.principal) for one in delegates] == [(assistant, membership.person)]


def test_a_coordinator_looks_for_a_topic_by_its_name(cast, as_person):
    make_application(cast.mentor, offers=["frontline-reality"])
    url = reverse("applications:received", args=[cast.programme.public_id])
    chidi = as_person(cast.chidi)

    by_topic = chidi.get(url, {"find": "frontline r"})
    by_unit = chidi.get(url, {"find": "data"})
    nobody = chidi.get(url, {"find": "zebra"})

    found = [len(page.context["page_obj"].object_list) for page in (by_topic, by_unit, nobody)]
    assert found == [1, 1, 0]
