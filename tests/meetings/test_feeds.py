"""Calendars to subscribe to: one secret address for each person; times, places, neutral titles."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import MONDAY, make_member, make_person, make_user
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy
from turnabout.together.meetings import feeds, queries, services
from turnabout.together.meetings.models import Feed
from turnabout.together.pairs.services import end_pair

PAGE = "/meetings/my-calendar/"


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def address_on(page):
    return page.context["address"].removeprefix("http://testserver")


def titles(answer):
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [str(event["SUMMARY"]) for event in events]


@pytest.mark.capability("S024", "S072")
def test_each_opens_renews_and_closes_an_address_of_her_own(cast, as_person):
    pair = make_booked_pair(cast)
    client = as_person(cast.ada)

    closed = client.get(PAGE)
    opened = client.post(PAGE, {"act": "open"}, follow=True)
    first = address_on(opened)
    seen = client.get(first)
    client.post(PAGE, {"act": "open"})
    second = address_on(client.get(PAGE))
    gone, renewed = client.get(first), client.get(second)
    client.post(PAGE, {"act": "nothing"})
    client.post(PAGE, {"act": "close"})
    client.post(PAGE, {"act": "close"})

    assert closed.context["address"] == ""
    assert titles(seen) == [f"Fresh Eyes, session {number}" for number in range(1, 9)]
    assert (gone.status_code, renewed.status_code) == (404, 200)
    assert client.get(second).status_code == 404
    assert not Feed.objects.exists()
    assert (
        reverse("meetings:my_calendar") in client.get(f"/pairs/{pair.public_id}/").content.decode()
    )


def test_the_address_opens_for_whoever_has_it_and_tells_no_names(cast, client):
    make_booked_pair(cast)
    feed = feeds.open_feed(cast.ada)
    address = feeds.address_of(feed)

    answer = client.get(address)

    told = answer.content.decode()
    for name in (cast.ada.name, cast.bruno.name, "ATTENDEE", "ORGANIZER", "METHOD", "DESCRIPTION"):
        assert name not in told
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43
    assert secret not in str(list(Feed.objects.values()))
    assert client.post(address).status_code == 405
    cast.ada.left_on = MONDAY.date()
    cast.ada.save(update_fields=["left_on"])
    assert client.get(address).status_code == 404


def test_a_subscriber_who_has_it_already_gets_no_body(cast, client):
    pair = make_booked_pair(cast)
    address = feeds.address_of(feeds.open_feed(cast.ada))
    first = client.get(address)
    meeting = pair.meetings.first()

    def asked(**headers):
        return client.get(address, headers=headers).status_code

    tag, changed = first["ETag"], first["Last-Modified"]
    assert changed == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert [asked(if_none_match=one) for one in (tag, f'"x", W/{tag}', '"x"')] == [304, 304, 200]
    assert asked(if_modified_since=changed) == 304
    with clock(MONDAY + timedelta(hours=1)):
        assert client.get(address).content == first.content
        services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=cast.bruno)
        assert asked(if_none_match=tag) == 200
        assert asked(if_modified_since=changed) == 200
        assert asked(if_none_match="", if_modified_since=changed) == 200
        assert client.get(address)["Last-Modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"


@pytest.mark.capability("S024")
def test_an_assistants_calendar_has_times_and_places_while_she_is_one(cast, client):
    jana = make_person(cast.organisation, name="Jana Roth")
    make_user(jana)
    member = make_member(cast.programme, jana, "delegate", principal=cast.bruno)
    pair = make_booked_pair(cast)
    address = feeds.address_of(feeds.open_feed(jana))

    seen = client.get(address)
    end_pair(pair, by=cast.ada)
    after = client.get(address)
    member.ended_at = MONDAY
    member.save(update_fields=["ended_at"])

    assert len(titles(seen)) == 8
    assert cast.ada.name not in seen.content.decode()
    assert titles(after) == titles(client.get(address)) == []


def test_nobody_subscribes_without_dates_and_another_secret_of_the_site_closes_all(
    cast, as_person, settings
):
    assert as_person(cast.chidi).get(PAGE).status_code == 404
    feeds.open_feed(cast.ada)
    settings.SECRET_KEY = "another"

    page = as_person(cast.ada).get(PAGE)

    assert page.context["address"] == ""
    assert "The address you had no longer works." in page.content.decode()
    assert not KeptCopy.objects.exists()
