"""The pages of circles, launches and showcases, walked by whoever plans, leads and comes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from tests.gatherings.factories import make_circle
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.together.gatherings.models import Gathering


def text_of(answer):
    return answer.content.decode()


def a_form(femi, **fields):
    settled = {
        "kind": "circle",
        "audience": "mentors",
        "facilitator": femi.public_id if femi else "",
        "day": "2026-03-16",
        "hour": "10:00",
        "minutes": "60",
        "times": "1",
        "weeks": "6",
        "place": "https://meet.example.org/circle",
        "agenda": "What a good hour needs",
        "go": "look",
    }
    return {**settled, **fields}


def test_a_series_is_read_first_then_planned_and_is_on_the_list(cast, femi, as_person):
    client = as_person(cast.chidi)
    root = f"/gatherings/of/{cast.programme.public_id}/"

    empty = text_of(client.get(root))
    first = client.get(f"{root}plan/")
    days = {
        kind: client.get(f"{root}plan/?kind={kind}").context["form"].initial["day"].isoformat()
        for kind in ("circle", "launch", "showcase")
    }
    looked = client.post(f"{root}plan/", a_form(femi, times="3"))
    before = Gathering.objects.count()
    sent = client.post(f"{root}plan/", a_form(femi, times="3", go="send"), follow=True)
    again = client.post(f"{root}plan/", a_form(femi, times="3", go="send"))

    assert "Nothing planned yet" in empty
    assert "Read it first" in text_of(first)
    assert days == {"circle": "2026-04-06", "launch": "2026-03-09", "showcase": "2026-08-17"}
    assert "One person is invited. Each gets 3 mails" in text_of(looked)
    assert "Would you come to the circle of mentors?" in text_of(looked)
    assert before == 0
    # Clocks are put forward on 29 March; the hour of the day stays.
    starts = [one.isoformat() for one in Gathering.objects.values_list("starts_at", flat=True)]
    assert starts == [
        "2026-03-16T10:00:00+00:00",
        "2026-04-27T09:00:00+00:00",
        "2026-06-08T09:00:00+00:00",
    ]
    assert "3 hours with many are planned" in text_of(sent)
    assert "This is planned already." in text_of(again)
    assert root in text_of(client.get(f"/programmes/{cast.programme.public_id}/"))


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(cast, femi, as_person):
    client = as_person(cast.chidi)
    plan = f"/gatherings/of/{cast.programme.public_id}/plan/"

    for fields, told in (
        ({"day": "2026-03-29", "hour": "01:30"}, "01:30 does not exist. Take 02:00"),
        ({"day": "2026-10-25", "hour": "01:30"}, "01:30 comes twice. Take an hour that comes once"),
        ({"day": "2026-03-08", "hour": "01:30", "times": "4", "weeks": "1"}, "On 29 March"),
        ({"hour": "25:00"}, "This is no time of day."),
        ({"day": "2026-01-05"}, "The hour has to lie ahead."),
        ({"audience": "both"}, "A circle of mentors is for mentors alone."),
        ({"audience": "chosen"}, "Choose at least one person below."),
        ({"minutes": "5"}, "id_minutes_error"),
        ({"times": "400"}, "id_times_error"),
    ):
        answer = client.post(plan, a_form(femi, **fields))
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "What a good hour needs" in text_of(answer)


def test_chosen_mentors_are_invited_and_a_launch_needs_no_leader(cast, femi, as_person):
    client = as_person(cast.chidi)
    plan = f"/gatherings/of/{cast.programme.public_id}/plan/"
    both = {"audience": "chosen", "chosen": [cast.ada.public_id, cast.bruno.public_id]}

    circle = client.post(plan, a_form(femi, **both, go="send"))
    launch = a_form(None, **both, kind="launch", go="send", agenda="", place="", weeks="")
    client.post(plan, launch)
    gathering = Gathering.objects.get()
    page = reverse("gatherings:detail", args=[gathering.public_id])

    assert "A circle of mentors is for mentors alone." in text_of(circle)
    assert gathering.invitations.count() == 2
    assert "2 people are invited" in text_of(client.get(page))
    attendance = reverse("gatherings:attendance", args=[gathering.public_id])
    with clock(gathering.ends_at):
        assert "Who was there?" in text_of(client.get(page))
        ids = gathering.invitations.values_list("public_id", flat=True)
        client.post(attendance, {"there": list(ids)[:1]})
        assert text_of(client.get(page)).count("was there<") == 1


def test_a_mentor_answers_by_one_tap_from_the_mail_and_finds_it_on_her_page(
    cast, femi, client, as_person
):
    pair = make_booked_pair(cast)
    circle = make_circle(cast, femi, agenda="What a good hour needs", place="https://x.example.org")
    page = reverse("gatherings:detail", args=[circle.public_id])
    link = make_link(LinkPurpose("gathering", cast.ada.public_id, circle.public_id))

    asked = text_of(client.get(link, follow=True))
    client.post(page, {"comes": "yes"})
    coming = text_of(client.get(page))
    client.post(page, {"comes": "no"})
    not_coming = text_of(client.get(page))
    elsewhere = client.get(f"/pairs/{pair.public_id}/").status_code
    client = as_person(cast.ada)
    home = text_of(client.get(f"/pairs/{pair.public_id}/"))
    with clock(circle.ends_at):
        passed = text_of(client.get(page))
        circle.invitations.update(was_there=False)
        missed = text_of(client.get(page))
        circle.invitations.update(was_there=True)
        there = text_of(client.get(page))
        counted = text_of(client.get(f"/pairs/{pair.public_id}/"))

    for told in (
        "Do you come?",
        "What a good hour needs",
        "What you agree on first",
        "stays there",
    ):
        assert told in asked
    assert "You come" in coming
    assert "You do not come" in not_coming
    assert elsewhere == 404
    assert page in home
    assert "This hour has come" in passed
    assert "Nobody asks why." in missed
    assert "You were there" in there
    assert "You were at 1 of 1 circle of mentors." in counted
    assert "people are invited" not in asked + there


def test_the_facilitator_sees_who_is_invited_and_notes_who_was_there(cast, femi, client, as_person):
    circle = make_circle(cast, femi)
    page = reverse("gatherings:attendance", args=[circle.public_id])
    invitation = circle.invitations.get()

    link = make_link(LinkPurpose("lead-gathering", femi.public_id, circle.public_id))
    ahead = text_of(client.get(link, follow=True))
    with clock(circle.ends_at):
        asked = text_of(client.get(page))
        client.post(page, {"there": [invitation.public_id, "somebody"]})
        noted = text_of(client.get(page))
    client = as_person(femi)
    landed = client.get("/", follow=True)

    invitation.refresh_from_db()
    assert "Ada Nowak" in ahead
    assert 'name="there"' not in ahead
    assert 'name="there"' in asked
    assert "checked" in noted
    assert invitation.was_there
    assert landed.redirect_chain[-1][0] == "/gatherings/to-lead/"
    assert "Fresh Eyes" in text_of(landed)
    for closed in (
        f"/gatherings/of/{cast.programme.public_id}/",
        reverse("gatherings:change", args=[circle.public_id]),
        f"/pairs/of/{cast.programme.public_id}/",
    ):
        assert client.get(closed).status_code in (403, 404)
    Gathering.objects.all().delete()
    assert "Nothing to lead yet" in text_of(client.get("/gatherings/to-lead/"))


def test_a_coordinator_moves_and_cancels_it(cast, femi, as_person):
    circle = make_circle(cast, femi)
    client = as_person(cast.chidi)
    page, change, cancel = (
        reverse(f"gatherings:{name}", args=[circle.public_id])
        for name in ("detail", "change", "cancel")
    )

    form = client.get(change).context["form"]
    values = {field.html_name: field.value() for field in form}
    gap = client.post(change, {**values, "day": "2026-03-29", "hour": "01:30"})
    moved = client.post(change, {**values, "day": "2026-03-10", "hour": "11:00"}, follow=True)
    stale = client.post(change, {**values, "day": "2026-03-11", "hour": "11:00"})
    asked = client.get(cancel)
    cancelled = client.post(cancel, follow=True)

    circle.refresh_from_db()
    assert circle.starts_at == MONDAY + timedelta(days=8, hours=2)
    assert (gap.status_code, stale.status_code) == (422, 409)
    assert "Whoever is invited hears" in text_of(moved)
    assert "It leaves the calendar of one person" in text_of(asked)
    assert "cancelled" in text_of(cancelled)
    assert "It does not take place." in text_of(client.get(page))
    assert OutboxMessage.objects.filter(kind="gatherings/cancelled").count() == 2
    attendance = reverse("gatherings:attendance", args=[circle.public_id])
    led = client.get(attendance).status_code
    cast.programme.memberships.filter(role="facilitator").update(ended_at=MONDAY)
    assert (led, client.get(attendance).status_code) == (403, 200)


@pytest.mark.parametrize("more", [1, 3])
def test_lists_cost_the_same_however_many_there_are(
    cast, femi, as_person, more, django_assert_num_queries
):
    for day in range(more):
        make_circle(cast, femi, starts=(MONDAY + timedelta(days=7 + day),))
    listed = f"/gatherings/of/{cast.programme.public_id}/"
    for person, page, queries in ((cast.chidi, listed, 9), (femi, "/gatherings/to-lead/", 8)):
        client = as_person(person)
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200
