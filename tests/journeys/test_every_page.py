"""Every page that a door opens to: by phone by day, at a desk by night."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.doors import make_world
from tests.journeys.visitor import LOOKS, PICTURES
from tests.test_doors import DECLARED, DOORS

PARTS = 4
PAGES = [door for door in DOORS if door.method == "get"]


@pytest.fixture
def world(site):
    made = make_world()
    for module in DECLARED:
        if hasattr(module, "furnish"):
            module.furnish(made)
    return made


@pytest.mark.parametrize("part", range(PARTS))
def test_a_visitor_meets_no_page_that_is_hard_to_use(part, world, site, visit):
    visitor = visit("desktop")
    for door in PAGES[part::PARTS]:
        for actor in _first_to_enter(world, door):
            address = _address(world, door)
            answer = _sign_in(visitor, site, world, actor).get(address)
            if _runs_scripts(answer):
                visitor.page.goto(address)
                for look, scheme in (("phone", "light"), ("desktop", "dark")):
                    visitor.page.set_viewport_size(LOOKS[look])
                    schemes = ("light", "dark") if PICTURES else (scheme,)
                    visitor.inspects(f"{door.name} {actor}", schemes)
    assert visitor.complaints == []


def _first_to_enter(world, door):
    """One actor to whom the door opens with a page: somebody active before anybody else."""
    actors = sorted(world.actors, key=lambda actor: (actor != "nobody", "active" not in actor))
    return [actor for actor in actors if door.expected(actor) == 200][:1]


def _address(world, door):
    asked = door.data(world) if callable(door.data) else door.data
    return reverse(door.name, kwargs=door.about(world)) + (f"?{urlencode(asked)}" if asked else "")


def _runs_scripts(answer):
    """A page, and not the frame in which a mail is shown: axe could not look into that."""
    is_page = answer.headers["Content-Type"].startswith("text/html")
    return is_page and "sandbox" not in answer.headers.get("Content-Security-Policy", "")


def _sign_in(visitor, site, world, actor):
    client = Client()
    visitor.page.context.clear_cookies()
    if actor != "nobody":
        client.force_login(world.person(actor).user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        visitor.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}]
        )
    return client
