"""Chat is an extra: neutral words, to hosts that the owner named, and never instead of a mail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from turnabout.faces.home import jobs
from turnabout.foundation.common import outside
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import chat, webhooks
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices.models import ChatNote, KeptCopy, Webhook
from turnabout.foundation.notices.services import deliver_due

SLACK = "https://hooks.slack.com/services/T0/B0/secret"
NINE = MONDAY + timedelta(minutes=10)


@pytest.fixture
def hosts(settings):
    settings.CHAT_HOSTS = ["hooks.slack.com", ".webhook.office.com"]


@pytest.fixture
def posted(hosts, monkeypatch):
    """What arrived at the other end, which is the network's edge."""
    arrived = []

    class Edge:
        status, error = 200, None

        sock = None

        def __init__(self, host, _port, address, is_secure, _seconds):
            assert is_secure
            self.host, self.address = host, address

        def request(self, _method, where, body, headers):
            if Edge.error:
                raise Edge.error
            arrived.append((self.host, self.address, where, body.decode()))

        def getresponse(self):
            return self

        def getheader(self, _name):
            return "https://elsewhere.example/"

        def read1(self, _most):
            return b""

        def close(self):
            pass

    arrived_at = Edge
    monkeypatch.setattr(outside, "_Connection", Edge)
    monkeypatch.setattr(
        outside.socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("34.1.2.3", 443))]
    )
    return arrived, arrived_at


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.slack.com/services/x",
        "https://hooks.slack.com:8443/x",
        "https://me@hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/x",
        "https://webhook.office.com.evil.example/",
        "https://evilwebhook.office.com.example/",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://hooks.slack.com:bad/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_named_hosts_are_written_to(hosts, address):
    with pytest.raises(Refusal):
        webhooks.host_of(address)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("34.1.2.3", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:0a00:0001::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_nothing_is_posted_into_a_private_network(address, is_public):
    assert outside.is_public(address) is is_public


def test_a_name_that_leads_inside_and_an_answer_that_leads_elsewhere_are_not_followed(
    posted, monkeypatch, cast
):
    arrived, edge = posted
    hook = chat.set_up(cast.ada.public_id, address=SLACK, dialect="slack")
    edge.status = 302
    with pytest.raises(Refusal, match="HTTP 302"):
        chat.test(hook)
    hook.refresh_from_db()
    assert (hook.last_error, hook.failing_since is None) == ("HTTP 302", False)

    edge.status = 200
    inside = [(0, 0, 0, "", ("34.1.2.3", 443)), (0, 0, 0, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: inside)
    with pytest.raises(Refusal, match="inside a network"):
        chat.test(hook)
    assert len(arrived) == 1


def test_a_person_hears_in_her_own_chat_that_a_mail_came_and_never_what(posted, cast):
    arrived, edge = posted
    with clock(MONDAY):
        hook = chat.set_up(cast.ada.public_id, address=SLACK, dialect="slack")
        notices.add("pairs/resumed", to=cast.ada, context={"partner_name": "Bruno Keller"})
        notices.add("pairs/resumed", to=cast.bruno, context={"partner_name": "Ada Nowak"})
        edge.error = TimeoutError()
        assert deliver_due() == 2
        assert chat.post_due() == 0
    # The mails left, whatever chat does; the line is tried again.
    assert KeptCopy.objects.count() == 2
    hook.refresh_from_db()
    assert hook.last_error == "Nothing answers at this address."
    edge.error = None
    with clock(MONDAY + timedelta(minutes=2)):
        assert (chat.post_due(), chat.post_due()) == (1, 0)

    ((host, address, where, body),) = arrived
    assert (host, address, where) == ("hooks.slack.com", "34.1.2.3", "/services/T0/B0/secret")
    assert "Something waits for you." in body
    assert "Bruno" not in body
    assert b"secret" not in bytes(Webhook.objects.get().sealed)


def test_what_cannot_be_posted_is_dropped_after_a_few_tries(posted, cast):
    _arrived, edge = posted
    edge.error = ConnectionRefusedError()
    with clock(MONDAY):
        chat.set_up(cast.ada.public_id, address=SLACK, dialect="json")
        chat.say(cast.ada.public_id, title="A", text="B", path="/")
    at = MONDAY
    for _try in range(10):
        with clock(at):
            chat.post_due()
        at += timedelta(hours=2)

    note = ChatNote.objects.get()
    assert (note.attempts, note.sent_at, note.dropped_at is None) == (4, None, False)


def test_whoever_runs_a_programme_sets_up_tries_and_takes_away_its_chat(
    posted, as_person, cast, monkeypatch
):
    arrived, _edge = posted
    where = reverse("home:chat", args=[cast.programme.public_id])
    hers = as_person(cast.chidi)

    refused = hers.post(where, {"address": "https://10.0.0.1/x", "dialect": "teams"})
    kept = hers.post(where, {"address": SLACK, "dialect": "teams"})
    tried = hers.post(where, {"test": "1"}, follow=True)

    assert (refused.status_code, kept.status_code, tried.status_code) == (422, 302, 200)
    assert "is not among the hosts" in refused.content.decode()
    assert "Chat by way of hooks.slack.com" in tried.content.decode()
    assert "secret" not in tried.content.decode()
    # On a working morning it says how much waits, once.
    monkeypatch.setattr(jobs.Task.objects, "filter", lambda **_about: OpenTasks())
    with clock(NINE):
        assert (jobs.tell_programmes_in_chat(), jobs.tell_programmes_in_chat()) == (1, 0)
        chat.post_due()
    with clock(NINE - timedelta(days=1)):
        assert jobs.tell_programmes_in_chat() == 0
    assert "3 things wait on the page \\u201cToday\\u201d." in arrived[-1][3]

    hers.post(where, {"remove": "1"})

    assert not Webhook.objects.exists()
    assert as_person(cast.ada).get(where).status_code == 403
    own = reverse("accounts:own_chat")
    assert as_person(cast.ada).get(own).status_code == 200


class OpenTasks:
    def open(self):
        return self

    def count(self):
        return 3


def test_without_named_hosts_there_is_no_chat(settings, as_person, cast):
    settings.CHAT_HOSTS = []

    where = reverse("home:chat", args=[cast.programme.public_id])
    assert as_person(cast.chidi).get(where).status_code == 404
    assert chat.post_due() == jobs.tell_programmes_in_chat() == 0
