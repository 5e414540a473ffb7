"""What decides who meets whom, walked through the pages: from applications to a published plan."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.applications.factories import furnish_organisation
from tests.applications.test_views import opened
from tests.factories import make_member, make_person
from turnabout.foundation.common.time import clock, now
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.jobs import hand_on_publications
from turnabout.joining.matching.models import HOLD, Run
from turnabout.together.pairs.models import Pair

APPLIES = {
    "promises": "on",
    "languages": ["en"],
    "hours": ["mon-09", "tue-10"],
    "commitment": "yes",
    "style_plan": "3",
}
MENTORS = {
    **APPLIES,
    "why": "To be heard.",
    "places": "1-1",
    "manager": "agreed",
    "accept_duties": "on",
}
MENTEES = {
    **APPLIES,
    "places": "1-1",
    "decision_1": "Which depot we rebuild first.",
    "goal": "Which depot we rebuild first.",
    "could_change": "The budget round.",
    "accept_time": "on",
    "accept_safety": "on",
}
RULES = {
    "needs_topic": "on",
    "needs_hours": "on",
    "level_gap": "1",
    "common_manager_levels": "1",
}
NOTHING = {"topics": 0, "style": 0, "distance": 0, "wishes": 0, "hours": 0}


def applies(membership, **said):
    """Somebody comes by the link of the invitation and goes through the three steps."""
    client = opened(membership)
    url = reverse("applications:apply", args=[membership.public_id])
    settled = MENTORS if membership.role == "mentor" else MENTEES
    for step in (1, 2, 3):
        answer = client.post(f"{url}?step={step}", {**settled, **said, "go": "next"})
        assert answer.status_code == 302, text_of(answer)
    return membership


def invited(cast, role, name, **fields):
    furnish_organisation(cast.organisation)
    rank = 2 if role == "mentor" else 7
    person = make_person(cast.organisation, name=name, rank=rank, **fields)
    return make_member(cast.programme, person, role, state="invited")


def mentor(cast, name, *topics, **said):
    offers = {f"topic_{topic}": "offer" for topic in topics}
    return applies(invited(cast, "mentor", name), **offers, **said)


def mentee(cast, name, *topics, **said):
    wants = {f"want_{rank}": topic for rank, topic in enumerate(topics, start=1)}
    return applies(invited(cast, "mentee", name), **wants, **said)


def matched(chidi, programme, **weights):
    """The coordinator runs it; the page of the run."""
    asked = chidi.post(
        reverse("matching:overview", args=[programme.public_id]), {**NOTHING, **weights, **RULES}
    )
    return chidi.get(asked["Location"])


def text_of(answer):
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(words).split())


def pairs_on(page):
    return set(re.findall(r"(\w+) mentors (\w+)", text_of(page)))


@pytest.mark.capability("S005")
def test_a_coordinator_selects_and_matches_by_criteria_that_stand_on_the_page(cast, as_person):
    mentor(cast, "Ada", "frontline-reality")
    kept_back = mentor(cast, "Priya", "frontline-reality")
    mentee(cast, "Bruno", "frontline-reality")
    chidi = as_person(cast.chidi)
    overview = reverse("matching:overview", args=[cast.programme.public_id])

    both = text_of(chidi.get(overview))
    chidi.post(
        reverse("applications:decide", args=[kept_back.application.public_id]),
        {"outcome": "declined", "reason": "Away for most of the year.", "go": "send"},
    )
    selected = text_of(chidi.get(overview))
    page = matched(chidi, cast.programme, topics=60, hours=40)
    told = text_of(page)

    assert "2 would mentor and 1 would learn." in both
    assert "1 would mentor and 1 would learn." in selected
    for criterion in (
        "Topics offered and wanted 30",
        "Distance of view 25",
        "Only pairs with a wanted topic in common",
        "Levels between the two, at least",
        "Always: never in one reporting line, a language in common",
    ):
        assert criterion in selected
    assert pairs_on(page) == {("Ada", "Bruno")}
    assert "Topics offered and wanted 60" in told
    assert "Topics 60 of 60" in told


@pytest.mark.capability("S006")
def test_strengths_of_each_side_meet_the_gaps_of_the_other(cast, as_person):
    mentor(cast, "Ada", "frontline-reality", gain=["decisions"])
    mentor(cast, "Priya", "frontline-reality", gain=["network"])
    mentee(cast, "Bruno", "frontline-reality", gives_back=["network"])
    mentee(cast, "Greg", "frontline-reality", gives_back=["decisions"])
    chidi = as_person(cast.chidi)

    page = matched(chidi, cast.programme, topics=50, wishes=50)
    told = text_of(page)

    assert pairs_on(page) == {("Ada", "Greg"), ("Priya", "Bruno")}
    assert "Ada offers Frontline reality , Greg’s first wish." in told
    assert "Greg can give what Ada would like back: to see how decisions are made." in told
    assert "Bruno can give what Priya would like back: introductions." in told


@pytest.mark.capability("S046")
def test_objectives_abilities_and_interests_decide_as_they_are_weighed(cast, as_person):
    """Ada can do what Bruno wants; Priya wants what Bruno can give. What counts decides."""
    mentor(cast, "Ada", "ai-assistants", "frontline-reality", gain=["network"])
    mentor(cast, "Priya", "frontline-reality", gain=["decisions"])
    mentee(cast, "Bruno", "ai-assistants", "frontline-reality", gives_back=["decisions"])
    chidi = as_person(cast.chidi)
    preview = reverse("matching:preview", args=[cast.programme.public_id])

    abilities = matched(chidi, cast.programme, topics=100)
    run = Run.objects.get()
    interests = chidi.post(
        preview, {**NOTHING, "wishes": 100, **RULES, "like": run.public_id}, headers=HTMX
    )
    then = matched(chidi, cast.programme, wishes=100)

    assert pairs_on(abilities) == {("Ada", "Bruno")}
    assert "Ada offers AI assistants and Frontline reality" in text_of(abilities)
    told = text_of(interests)
    assert "One mentee would have another mentor than in Run 1." in told
    assert "Bruno : Priya, not Ada" in told
    assert "Would gain a partner Priya" in told
    assert "Would lose the partner Ada" in told
    assert Run.objects.count() == 2
    assert pairs_on(then) == {("Priya", "Bruno")}


HTMX = {"HX-Request": "true"}


@pytest.mark.capability("S117")
def test_the_skills_of_the_junior_answer_the_goals_of_the_senior_in_their_order(cast, as_person):
    mentor(cast, "Ada", "customer-voice")
    mentor(cast, "Priya", "ai-assistants")
    bruno = mentee(cast, "Bruno", "ai-assistants", "customer-voice")
    chidi = as_person(cast.chidi)

    page = matched(chidi, cast.programme, topics=100)
    run = Run.objects.get()
    why = reverse("matching:why", args=[run.public_id])
    other = text_of(chidi.get(why, {"mentee": bruno.public_id, "mentor": "Ada"}))

    assert pairs_on(page) == {("Priya", "Bruno")}
    assert "Priya offers AI assistants , Bruno’s first wish." in text_of(page)
    assert "Ada and Bruno would reach" in other


@pytest.mark.capability("S115")
def test_a_traditional_programme_walks_the_same_way_to_a_published_plan(cast, as_person, outbox):
    """The senior mentors; the junior brings the goals and is consulted after the mentor."""
    furnish_organisation(cast.organisation)
    senior = make_person(cast.organisation, name="Greta", rank=7, unit="Legal")
    junior = make_person(cast.organisation, name="Ivo", rank=2, unit="Data")
    chidi = as_person(cast.chidi)

    begun = chidi.post(
        f"{reverse('programmes:new')}?preset=traditional",
        {
            "preset": "traditional",
            "name": "Next steps",
            "aim": "Each mentee reaches one goal of her own.",
            "new_priority": "Keep the people we need",
            "how_we_know": "Two of three reach it by summer.",
        },
    )
    programme = Programme.objects.get(name="Next steps")
    for role, person in (("mentor", senior), ("mentee", junior)):
        chidi.post(
            reverse("programmes:invite", args=[programme.public_id]),
            {"role": role, "ids": person.public_id, "send": "1"},
        )
    letters = {mail.to_address for mail in outbox()}
    offers = {"topic_career-steps": "offer", "topic_early-career": "offer"}
    applies(Membership.objects.get(programme=programme, person=senior), **offers)
    applies(Membership.objects.get(programme=programme, person=junior), want_1="early-career")
    page = matched(chidi, programme, topics=100)
    run = Run.objects.get(programme=programme)
    chidi.post(reverse("matching:approve_rest", args=[run.public_id]))
    before = text_of(chidi.get(reverse("matching:publish", args=[run.public_id])))
    chidi.post(reverse("matching:publish", args=[run.public_id]))
    with clock(now() + HOLD):
        hand_on_publications()
        letters_sent = outbox()
    pair = Pair.objects.get(programme=programme)
    asked = [mail for mail in letters_sent if senior.address in mail.to_address]

    assert begun.status_code == 302
    assert letters == {f'"{one.name}" <{one.address}>' for one in (senior, junior)}
    assert pairs_on(page) == {("Greta", "Ivo")}
    assert run.rules["direction"] == "mentor_senior"
    assert "Publish, one letter" in before
    assert (pair.mentor, pair.mentee) == (senior, junior)
    assert asked[-1].subject == "A question for you, in private"


def test_in_a_traditional_programme_nobody_junior_mentors(cast, as_person):
    programme = Programme.objects.create(
        organisation=cast.organisation,
        name="Next steps",
        preset="traditional",
        created_at=cast.programme.created_at,
    )
    make_member(programme, cast.chidi, "coordinator")
    furnish_organisation(cast.organisation)
    for role, name, rank in (("mentor", "Ivo", 2), ("mentee", "Greta", 7)):
        person = make_person(cast.organisation, name=name, rank=rank)
        member = make_member(programme, person, role, state="invited")
        said = {"topic_early-career": "offer"} if role == "mentor" else {"want_1": "early-career"}
        applies(member, **said)

    page = matched(as_person(cast.chidi), programme, topics=100)

    assert "No pair is possible yet" in text_of(page)
    assert "The mentor does not stand 1 or more levels above the mentee" in text_of(page)


def test_a_stranger_previews_nothing(cast):
    address = reverse("matching:preview", args=[cast.programme.public_id])

    assert Client().post(address, {**NOTHING, **RULES}).status_code in (302, 404)
