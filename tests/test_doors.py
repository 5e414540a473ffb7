"""Who may enter which URL, walked for every route and every actor."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.doors import make_world

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


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.name}.{door.method}")
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(door):
    world = make_world()
    for module in DECLARED:
        if hasattr(module, "furnish"):
            module.furnish(world)
    url = reverse(door.name, kwargs=door.about(world))

    seen = {actor: _status(world, actor, door, url) for actor in world.actors}

    assert seen == {actor: door.expected(actor) for actor in world.actors}


def _status(world, actor, door, url):
    client = Client()
    if actor != "nobody":
        client.force_login(world.person(actor).user)
    data = door.data(world) if callable(door.data) else door.data
    with transaction.atomic():
        answer = getattr(client, door.method)(url, data or {})
        transaction.set_rollback(True)
    return answer.status_code
