"""How many take part against how many are wanted."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.applications.factories import furnish_organisation, make_application
from tests.factories import make_member, make_person
from turnabout.frame.programmes import services


def page_of(programme):
    return reverse("home:participation", args=[programme.public_id])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def invite(programme, role, count, *, applied=0):
    for number in range(count):
        person = make_person(programme.organisation, name=f"{role} {number}")
        member = make_member(programme, person, role, state="invited")
        if number < applied:
            make_application(member)


@pytest.mark.capability("S020")
def test_the_coordinator_sees_each_side_against_its_target_and_what_to_do(cast, as_person):
    furnish_organisation(cast.organisation)
    client = as_person(cast.chidi)
    page = page_of(cast.programme)
    first = client.get(page)
    invite(cast.programme, "mentor", 9, applied=2)
    invite(cast.programme, "mentee", 4, applied=4)

    client.post(page, {"mentors": "8", "mentees": "4"})
    short = client.get(page)
    wrong = client.post(page, {"mentors": "0"})

    assert "How many people do you want?" in text_of(first)
    assert first.context["told"].actions == ()
    told = short.context["told"]
    assert told.heading == "6 mentors are missing"
    mentors, mentees = told.sides
    assert (mentors.invited, mentors.applied, mentors.percent, mentors.rate) == (10, 2, 25, 20)
    assert (mentees.invited, mentees.applied, mentees.missing) == (5, 4, 0)
    assert "Mentors: 2 of 10 invited people applied, 20 %." in text_of(short)
    assert "At the rate so far, about 30 more invitations would bring those missing." in text_of(
        short
    )
    programme = cast.programme.public_id
    assert [action.url for action in told.actions] == [
        f"/programmes/{programme}/invite/?role=mentor",
        reverse("content:page", args=["benefits"]),
        f"{reverse('interest:new')}?programme={programme}",
        f"/programmes/{programme}/invite/?role=sponsor",
    ]
    assert all(client.get(action.url).status_code == 200 for action in told.actions)
    assert wrong.status_code == 422


def test_the_page_says_when_enough_take_part_and_when_both_sides_are_short(cast, as_person):
    client = as_person(cast.chidi)
    page = page_of(cast.programme)
    make_member(cast.programme, make_person(cast.organisation, name="Sol Vega"), "sponsor")

    def heading(mentors, mentees):
        services.set_targets(cast.programme, mentors=mentors, mentees=mentees, by=cast.chidi)
        return client.get(page).context["told"]

    both = heading(3, 2)
    furnish_organisation(cast.organisation)
    make_application(cast.mentor)
    make_application(cast.mentee)

    assert both.heading == "3 mentors and 2 mentees are missing"
    assert both.actions[-1].label == "Open the briefing"
    assert heading(None, 3).heading == "2 mentees are missing"
    assert heading(1, 1).heading == "Enough people take part"
    assert "A few more mentors" in heading(1, 1).lead


def test_nobody_is_invited_yet(cast, as_person):
    programme = services.create_programme(
        cast.organisation, preset="peer", name="Next", by=cast.chidi
    )

    page = text_of(as_person(cast.chidi).get(page_of(programme)))

    assert "nobody has been invited yet." in page


def test_the_line_on_todays_page_names_the_later_waves(cast, as_person):
    services.begin_wave(cast.programme, kinds=["apply"], starts_on=date(2026, 9, 1), by=cast.chidi)
    services.begin_wave(cast.programme, kinds=["match"], starts_on=date(2026, 9, 1), by=cast.chidi)

    page = as_person(cast.chidi).get(reverse("home:today", args=[cast.programme.public_id]))

    assert [phase.name for phase in page.context["today"].phases] == [
        "Apply",
        "Match and consent, wave 2",
    ]
