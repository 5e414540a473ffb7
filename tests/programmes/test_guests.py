"""Guest organisations: the host adds and removes them, their contact sees their people alone."""

import pytest
from django.urls import reverse

from tests.applications.walks import by_link
from tests.factories import make_user
from tests.programmes.test_views import text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import services
from turnabout.frame.programmes.models import Membership

GUEST = {"name": "Harbour Trust", "contact": "Mira Solen", "mail": "mira@harbour.example"}


def add_harbour(cast):
    guest = services.add_guest(cast.programme, by=cast.chidi, **GUEST)
    contact = Membership.objects.get(programme=cast.programme, role="guest_contact")
    make_user(contact.person)
    services.accept_invitation(contact)
    return guest, contact.person


def test_the_host_adds_a_guest_after_reading_the_letter_and_takes_it_out_again(cast, as_person):
    client, page = as_person(cast.chidi), url("guests", cast.programme)

    read = client.post(page, {**GUEST, "go": "look"})
    assert "Your organisation takes part as a guest." in text_of(read)
    assert not cast.programme.guests.exists()
    client.post(page, {**GUEST, "go": "send"})
    twice = client.post(page, {**GUEST, "go": "send"})
    guest = cast.programme.guests.get()
    contact = Membership.objects.get(role="guest_contact")
    letters = OutboxMessage.objects.filter(kind="programmes/invitation")
    assert (guest.name, twice.status_code, [one.recipient for one in letters]) == (
        "Harbour Trust",
        409,
        [contact.person.public_id],
    )
    assert "Mira Solen looks after them." in text_of(client.get(page))
    services.end_membership(contact, by=cast.chidi)
    assert "Nobody looks after them now." in text_of(client.get(page))
    client.post(page, {**GUEST, "go": "send"})
    contact = Membership.objects.current().get(role="guest_contact")

    client.post(
        reverse("programmes:remove_guest", args=[cast.programme.public_id, guest.public_id])
    )
    contact.refresh_from_db()
    assert (cast.programme.guests.count(), contact.ended_at is None) == (0, False)
    services.add_guest(cast.programme, by=cast.chidi, **GUEST)
    assert Organisation.objects.filter(name="Harbour Trust").count() == 1
    mine = {**GUEST, "name": "Pier Trust", "mail": cast.chidi.user.email}
    used = client.post(page, {**mine, "go": "send"})
    assert (used.status_code, "signs in here with this address" in text_of(used)) == (422, True)
    services.add_guest(cast.programme, by=cast.chidi, **{**GUEST, "mail": "second@harbour.example"})
    assert Membership.objects.current().filter(role="guest_contact").count() == 2
    with pytest.raises(Refusal, match="runs the programme"):
        services.add_guest(
            cast.programme, **{**GUEST, "name": cast.organisation.name}, by=cast.chidi
        )


@pytest.mark.capability("S113")
def test_its_contact_sees_and_invites_its_own_people_and_nobody_else(cast, as_person):
    guest, mira = add_harbour(cast)
    client, page = as_person(mira), url("guest_people", cast.programme)
    person = {"name": "Tomas Reel", "mail": "tomas@harbour.example", "role": "mentee"}

    assert client.get("/").url == page
    assert "Tomas Reel" in text_of(client.post(page, {**person, "go": "look"}))
    assert not Person.objects.filter(name="Tomas Reel").exists()
    client.post(page, {**person, "go": "send"})
    assert client.post(page, {**person, "go": "send"}).status_code == 422
    shown = client.get(page)
    tomas = Person.objects.get(name="Tomas Reel")

    assert [row.person for row, _role, _standing in shown.context["people"]] == [tomas]
    assert tomas.organisation == guest
    names = {cast.ada.name, cast.bruno.name}
    assert not {name for name in names if name in shown.content.decode()}
    actor = shown.wsgi_request.actor
    assert set(Person.objects.visible_to(actor)) == {mira}
    assert {row.person for row in Membership.objects.visible_to(actor)} == {mira, tomas}
    closed = ("detail", "members", "invite", "rules", "guests", "briefing")
    assert {client.get(url(name, cast.programme)).status_code for name in closed} == {403}
    elsewhere = ("matching:overview", "pairs:list", "applications:received", "figures:sponsor")
    seen = [
        client.get(reverse(name, args=[cast.programme.public_id])).status_code for name in elsewhere
    ]
    assert set(seen) <= {403, 404}

    services.remove_guest(cast.programme, guest, by=cast.chidi)
    assert client.get(page).status_code == 404
    with pytest.raises(Refusal, match="does not take part any more"):
        services.invite_of_guest(cast.programme, guest, by=mira, **person)


def test_a_contact_who_came_by_her_letter_is_led_to_the_way_in(cast):
    services.add_guest(cast.programme, by=cast.chidi, **GUEST)
    contact = Membership.objects.get(role="guest_contact")
    client = by_link("join", contact.person, contact)

    client.post(reverse("programmes:join", args=[contact.public_id]))

    assert client.get("/").url == reverse("account_login")


def test_a_coordinator_of_the_host_has_no_page_of_a_guest(cast, as_person):
    assert as_person(cast.chidi).get(url("guest_people", cast.programme)).status_code == 403
