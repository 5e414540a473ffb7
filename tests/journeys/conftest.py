"""A real browser, a real server, and an accessibility check on every page that a journey meets."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests import browser as chromium
from tests.journeys.visitor import LOOKS, Visitor

# Filming wants the ffmpeg that `playwright install ffmpeg` brings.
FILMS = os.environ.get("TURNABOUT_FILM", "")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "keys"]))


@pytest.fixture(scope="session")
def chromium_browser():
    if not chromium.path():
        if os.environ.get("CI"):
            pytest.fail(f"No Chromium for the browser tests. Remedy: {chromium.REMEDY}")
        pytest.skip(f"No Chromium. Remedy: {chromium.REMEDY}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def site(live_server, settings):
    """The running site; its address is what the links in mails lead to."""
    settings.SITE_ADDRESS = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server


@pytest.fixture
def visit(site, chromium_browser):
    """Open the site as a new visitor: `visit("phone", script=False)`.

    `is_filmed` keeps a film of her visit where TURNABOUT_FILM names a folder.
    """
    contexts = []
    checked = set()

    def new_visitor(look, *, script=True, is_filmed=False):
        film = {"record_video_dir": FILMS, "record_video_size": LOOKS[look]}
        context = chromium_browser.new_context(
            viewport=LOOKS[look],
            color_scheme="light",
            reduced_motion="reduce",
            java_script_enabled=script,
            base_url=site.url,
            locale="en-GB",
            **(film if is_filmed and FILMS else {}),
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return Visitor(context.new_page(), Axe() if script else None, checked)

    yield new_visitor
    for context in contexts:
        context.close()
