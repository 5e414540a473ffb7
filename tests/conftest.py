import json
from collections import defaultdict
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from django.template import Template
from django.test.signals import template_rendered
from django.utils import translation

from tests import databases
from tests.capabilities import OUTCOMES
from tests.cast import make_cast
from turnabout.foundation.notices import pace
from turnabout.foundation.notices.models import KeptCopy
from turnabout.foundation.notices.services import deliver_due

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile(
    "everywhere", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("everywhere")
WITHOUT_DATABASE = ("journeys", "matching/engine", "matching/shell", "content/test_packs")


def pytest_collection_modifyitems(items):
    for item in items:
        path = Path(str(item.path)).as_posix()
        if not any(part in path for part in WITHOUT_DATABASE):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))
        for mark in item.iter_markers("capability"):
            item.user_properties.append(("capabilities", list(mark.args)))


_walked = defaultdict(dict)


def pytest_runtest_logreport(report):
    if report.when != "call" and report.outcome == "passed":
        return
    for name, numbers in report.user_properties:
        if name == "capabilities":
            for number in numbers:
                _walked[number][report.nodeid] = report.outcome


def pytest_sessionfinish(session):
    is_worker = hasattr(session.config, "workerinput")
    if is_worker or not session.config.getoption("--capabilities"):
        return
    OUTCOMES.parent.mkdir(exist_ok=True)
    OUTCOMES.write_text(json.dumps(_walked, indent=1, sort_keys=True))


def _render_and_tell_of_pages(template, context):
    """Tell the test client what a page was made of, but not each of its hundred parts."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(scope="session", autouse=True)
def _tells_of_pages(django_test_environment):
    Template._render = _render_and_tell_of_pages


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock():
        databases.use_copies()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(autouse=True)
def _settings_for_tests(request, settings, tmp_path):
    # Each client would read the whole folder of static files, which only a browser asks for.
    settings.WHITENOISE_USE_FINDERS = "journeys" in request.path.parts
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    settings.ERASURE_LIST_FILE = tmp_path / "erasures.jsonl"
    settings.DATA_FOLDER = tmp_path
    settings.EMAIL_BACKEND = "turnabout.foundation.notices.backends.KeptMail"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


# Each room's tests ask what its mails say. When mails leave is asked in tests/notices, where the
# pace that is shipped comes back.
AT_ONCE = pace.Pace(
    asks=1000,
    quiet_from=0,
    quiet_until=0,
    rests_at_weekends=False,
    digest_day=None,
    digest_hour=9,
    fewer_when_ignored=False,
)


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    monkeypatch.setattr(pace, "SHIPPED", AT_ONCE)


@pytest.fixture(autouse=True)
def _english_again():
    """A request leaves its language active in the thread; the next test begins in English."""
    yield
    translation.deactivate()


@pytest.fixture
def outbox():
    """Deliver what is due and return the kept copies, oldest first."""

    def delivered():
        deliver_due()
        return list(KeptCopy.objects.order_by("pk"))

    return delivered


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def as_person(client):
    """Sign somebody of the cast in: `as_person(cast.ada).get(url)`."""

    def signed_in(person):
        client.force_login(person.user)
        return client

    return signed_in
