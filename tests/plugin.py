"""What must be settled before Django reads its settings, and what makes a run short."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from turnabout.foundation.common.memory import keep_what_is_loaded, with_room_for_calls

# The process that begins a run makes the folder; its workers find it named.
FOLDER = Path(
    os.environ.get("TURNABOUT_TESTS_FOLDER") or tempfile.mkdtemp(prefix="turnabout-tests-")
)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ.update(
    TURNABOUT_MODE="development",
    TURNABOUT_TESTS_FOLDER=str(FOLDER),
    TURNABOUT_DATA=str(FOLDER / WORKER),
    TURNABOUT_SECRET_KEY="only-for-tests",
    TURNABOUT_SITE_ADDRESS="http://testserver",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)
(FOLDER / WORKER).mkdir(exist_ok=True)


def pytest_addoption(parser):
    parser.addoption("--capabilities", action="store_true", help="keep what the tests walked")


def pytest_collection_finish():
    keep_what_is_loaded()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    as_ever = item.config.pluginmanager.subset_hook_caller(
        "pytest_runtest_protocol", [sys.modules[__name__]]
    )
    return with_room_for_calls(lambda: as_ever(item=item, nextitem=nextitem))


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.path.parent.name != "journeys")
