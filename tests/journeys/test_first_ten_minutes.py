"""A coordinator's first ten minutes on a clean installation. Nothing leaves it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.odd_staff import odd_staff
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage
from turnabout.frame.directory.models import Person

CHOSEN = {"Does what": "Job title", "Cost centre": "Department or team", "Where": "Place of work"}


@pytest.mark.capability("S073")
def test_a_coordinator_sees_everything_in_ten_minutes_and_nothing_is_sent(visit, tmp_path):
    staff = tmp_path / "export FINAL (2).csv"
    staff.write_bytes(odd_staff(1000))
    chidi = visit("desktop", is_filmed=True)

    _begins(chidi)
    set_up = _chooses_a_preset_and_writes_an_aim(chidi)
    _brings_in_a_list(chidi, staff)
    _opens_a_poll(chidi.goes_to(set_up))
    before = _rehearses_a_match(chidi.goes_to(set_up))
    after = _changes_a_rule(chidi)
    _reads_every_mail(chidi.goes_to(set_up))

    assert before != after
    assert chidi.complaints == []
    assert OutboxMessage.objects.count() == 0
    assert KeptCopy.objects.count() == 0


def _begins(chidi):
    chidi.goes_to("/").types("What is your organisation called?", "Odd Works")
    chidi.page.get_by_label("Which clock").select_option("Europe/London")
    chidi.types("Your name", "Chidi Okafor").types("Your mail address", "chidi@odd-works.example")
    chidi.types("A password", "a long password of mine").taps("Begin")


def _chooses_a_preset_and_writes_an_aim(chidi):
    chidi.taps("choose a kind of programme first").taps("Choose Ways of working")
    chidi.types("What is it called?", "Fresh Eyes")
    chidi.types("One aim", "Leaders decide with those who know the work.")
    chidi.taps("Set up the programme")
    return chidi.page.url


def _brings_in_a_list(chidi, staff):
    chidi.taps("Try the matching on your staff list").taps("Bring in a staff list")
    chidi.page.set_input_files("input[type=file]", staff)
    chidi.taps("Read this list").reads("1000 rows were read")
    for column, meaning in CHOSEN.items():
        chidi.page.get_by_role("row", name=column).locator("select").select_option(label=meaning)
    chidi.taps("See what would change").reads("1000 new").taps("Change 1000 people")
    assert Person.objects.count() == 1001


def _opens_a_poll(chidi):
    chidi.taps("Ask with a poll").taps("Open the poll").reads("The open link")


def _rehearses_a_match(chidi):
    chidi.taps("Try the matching on your staff list")
    chidi.reads("What they wish, offer and have time for is made up").reads("wish.")
    return chidi.text


def _changes_a_rule(chidi):
    chidi.taps("Change a rule").types("Levels between the two", "3").taps("Keep these rules")
    chidi.page.go_back()
    chidi.page.go_back()
    chidi.page.reload()
    return chidi.looks().reads("As shipped").text


def _reads_every_mail(chidi):
    chidi.taps("Every mail, as it arrives")
    mails = chidi.page.locator("main details")
    for at in range(mails.count()):
        mails.nth(at).locator("summary").click()
        frame = mails.nth(at).frame_locator("iframe")
        expect(frame.locator("body")).to_contain_text(re.compile(r"\w"))
