"""Who may enter which URL, walked for every route and every actor."""

from contextlib import ExitStack
from functools import partial
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.doors import make_world
from turnabout.config import urls
from turnabout.foundation.accounts import middleware
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.actors import enriched

ROOMS = (
    "accounts",
    "directory",
    "topics",
    "questions",
    "programmes",
    "content",
    "interest",
    "applications",
    "matching",
    "pairs",
    "meetings",
    "gatherings",
    "recognition",
    "checkins",
    "concerns",
    "signals",
    "figures",
    "home",
    "rehearsal",
    "privacy",
    "api",
)
DATABASES = ("default", "keys")
DECLARED = [
    import_module(f"tests.{room}.doors")
    for room in ROOMS
    if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.doors")
]
DOORS = [door for module in DECLARED for door in module.DOORS]


def routes(resolver=None, namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_route_has_a_door():
    assert sorted(set(routes()) - {door.name for door in DOORS}) == []


def test_every_door_is_a_route():
    assert sorted({door.name for door in DOORS} - set(routes())) == []


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all doors, in a transaction: each request is undone, and the world at the end.

    What a single test settles for itself comes too late here, so it is settled for all.
    """
    folder = tmp_path_factory.mktemp("doors")
    kept = {
        "DATA_FOLDER": folder,
        "VAULT_KEY_FILE": folder / "vault.key",
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with ExitStack() as stack:
        with django_db_blocker.unblock(), override_settings(**kept):
            for alias in DATABASES:
                stack.enter_context(transaction.atomic(using=alias))
            world = make_world()
            for module in DECLARED:
                if hasattr(module, "furnish"):
                    module.furnish(world)
            signed_in = {actor: _signed_in(world, actor) for actor in world.actors}
        yield world, signed_in, kept
        with django_db_blocker.unblock():
            for alias in DATABASES:
                transaction.set_rollback(True, using=alias)
            stack.close()


@pytest.fixture(scope="module")
def known():
    """Who acts, by her bare right: found once, for each request leaves the world as it was."""
    return {}


@pytest.fixture
def briskly(known, monkeypatch):
    """Only the status of a refusal counts here, so its page is not drawn a thousand times."""

    def who_acts(bare):
        if bare not in known:
            known[bare] = enriched(bare)
        return known[bare]

    monkeypatch.setattr(middleware, "enriched", who_acts)
    for status in (403, 404):
        answer = partial(_without_a_page, status=status)
        monkeypatch.setattr(urls, f"handler{status}", answer, raising=False)


def _without_a_page(request, exception, *, status):
    return HttpResponse(status=status)


def test_a_refusal_is_a_page_for_everybody(furnished, settings):
    world, signed_in, kept = furnished
    for name, value in kept.items():
        setattr(settings, name, value)
    for name, status in (("applications:one", 404), ("programmes:detail", 403)):
        door = next(door for door in DOORS if door.name == name)
        url = reverse(name, kwargs=door.about(world))
        refused = [actor for actor in world.actors if door.expected(actor) == status]

        seen = {_answer(Client(), signed_in[actor], door, url, None) for actor in refused}

        assert {answer.status_code for answer in seen} == {status}
        assert all(b"<h1" in answer.content for answer in seen)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.name}.{door.method}")
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(door, furnished, settings, briskly):
    world, signed_in, kept = furnished
    for name, value in kept.items():
        setattr(settings, name, value)
    cache.clear()
    url = reverse(door.name, kwargs=door.about(world))
    data = door.data(world) if callable(door.data) else door.data
    client = Client()

    seen = {
        actor: _answer(client, cookies, door, url, data).status_code
        for actor, cookies in signed_in.items()
    }

    assert seen == {actor: door.expected(actor) for actor in world.actors}


def _signed_in(world, actor):
    client = Client()
    if actor != "nobody":
        client.force_login(world.person(actor).user)
    return client.cookies


def _answer(client, cookies, door, url, data):
    client.cookies = cookies.copy()
    with ExitStack() as stack:
        for alias in DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        answer = getattr(client, door.method)(url, data or {})
        for alias in DATABASES:
            transaction.set_rollback(True, using=alias)
    return answer


# What an assistant comes to besides what is open to everybody: times and places, and what is hers.
AN_ASSISTANTS = {
    "meetings:delegate",
    "meetings:move",
    "meetings:my_calendar",
    "meetings:times",
    "applications:hours",
}
# Pages about herself, and those that are the same for every colleague who is signed in.
HER_OWN = (
    "accounts:",
    "account_",
    "privacy:",
    "home:home",
    "home:begin",
    "programmes:list",
    "concerns:raise",
)
THE_SAME_FOR_ALL = ("content:", "topics:", "questions:", "interest:")


@pytest.mark.capability("S024")
@pytest.mark.parametrize("comes_by", ["password", "link"])
def test_an_assistant_finds_times_places_neutral_titles_and_nothing_else(
    comes_by, furnished, settings, briskly
):
    """Every address of the resolver, signed in and by the link of a mail."""
    world, signed_in, kept = furnished
    for name, value in kept.items():
        setattr(settings, name, value)
    person, member = world.person("delegate.active"), world.members["delegate.active"]
    cookies = signed_in["delegate.active"]
    client = Client()
    if comes_by == "link":
        client.get(make_link(LinkPurpose("delegate", person.public_id, member.public_id)))
        cookies = client.cookies.copy()
    names = [one.name for one in world.people.values() if one not in (person, member.principal)]
    opened, told = set(), set()

    for door in DOORS:
        if door.is_public or door.name.startswith((*HER_OWN, *THE_SAME_FOR_ALL)):
            continue
        if comes_by == "password" and door.expected("delegate.active") == 404:
            continue  # held to it above, door by door
        url = reverse(door.name, kwargs=door.about(world))
        data = door.data(world) if callable(door.data) else door.data
        answer = _answer(client, cookies, door, url, data)
        assert answer.status_code in (200, 302, 404), door.name
        if answer.status_code == 200:
            opened.add(door.name)
            said = answer.content.decode()
            told |= {(door.name, name) for name in names if name in said}
        elif answer.status_code == 302:
            opened.add(f"{door.name} leads to {answer['Location']}")

    expected = AN_ASSISTANTS - ({"applications:hours"} if comes_by == "link" else set())
    assert (opened, told) == (expected, set())
