"""A mentor and a senior apply on a phone; a reader and a coordinator choose at a desk."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.applications.factories import furnish_organisation, make_application
from tests.cast import make_cast
from tests.factories import make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link

HOURS = ["mon-09", "mon-10", "wed-14"]


@pytest.fixture
def town(site):
    cast = make_cast()
    furnish_organisation(cast.organisation)
    return cast


def invited(cast, name, role):
    person = make_person(cast.organisation, name=name, rank=2 if role == "mentor" else 7)
    return make_member(cast.programme, person, role, state="invited")


def link(membership):
    return make_link(LinkPurpose("apply", membership.person.public_id, membership.public_id))


def signs_in(visitor, site, person):
    client = Client()
    client.force_login(person.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}]
    )
    return visitor


def test_both_sides_apply_on_a_phone(town, visit):
    mentor = visit("phone").goes_to(link(invited(town, "Ivo Brandt", "mentor")))
    mentor.types("What would make taking part", "To be heard.").picks("knows", "frontline")
    mentor.picks("languages", "en").picks("promises").taps("Keep and go on")
    mentor.picks("topic_spreadsheets", "offer").picks("topic_trello-boards", "offer")
    for hour in HOURS:
        mentor.picks("hours", hour)
    mentor.taps("Keep and go on").reads("How well do you know what you offer?")
    mentor.picks("level_trello-boards", "3").picks("manager", "ask").picks("commitment", "yes")
    mentor.picks("accept_duties").taps("Send my application").reads("What you accepted")

    senior = visit("phone").goes_to(link(invited(town, "Lena Sol", "mentee")))
    senior.reads("Your experience is what makes this worth an hour")
    senior.page.locator("summary", has_text="learning path").click()
    senior.page.locator("[value='package:product-whole']").click()
    senior.page.wait_for_load_state("load")
    senior.inspects("senior with a path").picks("promises").taps("Keep and go on")
    senior.reads("For your eyes only").picks("now_product-management", "0")
    for hour in HOURS:
        senior.picks("hours", hour)
    senior.picks("commitment", "yes").picks("languages", "en").taps("Keep and go on")
    senior.types("What could you change", "The plan for May.")
    senior.picks("accept_time").picks("accept_safety").taps("Send my application")

    assert mentor.complaints + senior.complaints == []


@pytest.mark.parametrize("look", ["phone", "desktop"])
def test_a_reader_and_a_coordinator_choose(town, visit, site, look):
    eva = make_person(town.organisation, name="Eva Lind")
    make_user(eva)
    make_member(town.programme, eva, "reader")
    town.ada.manager = make_person(town.organisation, name="Greg Lund")
    town.ada.save()
    make_application(town.mentor, offers=["spreadsheets", "frontline-reality"])
    for number in range(12):
        role = "mentor" if number % 3 else "mentee"
        member = make_member(
            town.programme, make_person(town.organisation, name=f"P{number}"), role
        )
        make_application(member, offers=["trello-boards"] if role == "mentor" else [])
    listed = reverse("applications:received", args=[town.programme.public_id])

    chidi = signs_in(visit(look), site, town.chidi)
    chidi.goes_to(listed).taps("To the places").types("Places for mentors", "4")
    chidi.types("Places for mentees", "6").picks("hides_names").taps("Keep")
    reader = signs_in(visit(look), site, eva).goes_to(listed).taps("Application", nth=0)
    reader.taps("Give a reading").inspects("reading")
    for key in ("communication", "leading", "scarce_skill", "motivation", "openness"):
        reader.picks(key, "3")
    reader.picks("suggestion", "take_part").picks("knows_person", "no")
    reader.types("Your reason in one sentence", "Knows the front.").taps("Keep this")
    chidi.goes_to(listed).taps("Ada Nowak").taps("Note a talk").inspects("talk")
    chidi.picks("motivation", "4").picks("communication", "3").picks("dates", "yes")
    chidi.picks("level_spreadsheets", "3").picks("read_back", "yes").taps("Keep this")
    chidi.inspects("one application").taps("Decide").picks("outcome", "reserve")
    chidi.types("Why, in one sentence", "More people than places.").taps("Read the letter")
    chidi.taps("Decide and send this letter")
    chidi.goes_to(reverse("applications:choosing", args=[town.programme.public_id]))
    chidi.page.locator("summary", has_text="read the letter first").click()
    chidi.inspects("choosing with a reserve list").taps("How the places fell")

    assert chidi.complaints + reader.complaints == []
