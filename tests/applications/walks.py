"""Steps that many walks through choosing begin with."""

from django.test import Client
from django.urls import reverse

from tests.applications.factories import make_application
from tests.factories import make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link


def at(name, thing):
    return reverse(f"applications:{name}", args=[thing.public_id])


def reader(cast, name="Eva Lind"):
    person = make_person(cast.organisation, name=name)
    make_user(person)
    make_member(cast.programme, person, "reader")
    return person


def applicants(cast, count, role="mentor", **fields):
    made = []
    for number in range(count):
        person = make_person(cast.organisation, name=f"Person {number}", rank=2)
        made.append(make_application(make_member(cast.programme, person, role), **fields))
    return made


def by_link(purpose, person, about):
    client = Client()
    link = make_link(LinkPurpose(purpose, person.public_id, about.public_id))
    client.get(link.removeprefix("http://127.0.0.1:8000"))
    return client


def decides(client, application, outcome, reason="Fewer places than people.", **more):
    data = {"outcome": outcome, "reason": reason, **more}
    page = client.post(at("decide", application), {**data, "go": "look"})
    client.post(at("decide", application), {**data, "go": "send"})
    return page
