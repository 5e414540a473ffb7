"""What must be settled before Django reads its settings."""

import os
import tempfile
from pathlib import Path

import pytest

_folder = Path(tempfile.mkdtemp(prefix="turnabout-tests-"))
os.environ.update(
    TURNABOUT_MODE="development",
    TURNABOUT_DATA=str(_folder),
    TURNABOUT_SECRET_KEY="only-for-tests",
    TURNABOUT_SITE_ADDRESS="http://testserver",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)


def pytest_addoption(parser):
    parser.addoption("--capabilities", action="store_true", help="keep what the tests walked")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.path.parent.name != "journeys")
