"""A person's notices on her own page, and her ways to fewer mails."""

import re
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse

from tests.applications.factories import make_application
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices import preferences, services
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage, Reader
from turnabout.foundation.notices.outbox import LinkWanted
from turnabout.joining.interest.models import Quiet, Subscription
from turnabout.joining.interest.services import confirm_news

ASK, NEWS = "checkins/pulse", "recognition/thanks"


@pytest.fixture(autouse=True)
def _without_rows_to_be_about(monkeypatch):
    monkeypatch.setattr(notices, "_wanted", {})


@pytest.fixture
def received(cast, outbox):
    """Ada has been asked for something and told something."""
    for kind in (ASK, NEWS):
        notices.add(
            kind,
            to=cast.ada,
            context={
                "programme_name": "Fresh Eyes",
                "organisation_name": "Northmere Water",
                "number": 2,
                "partner_name": "Bruno Keller",
            },
            links={"action_url": LinkWanted("pair", "somewhere")},
        )
    return [message_from_bytes(bytes(copy.message), policy=policy.default) for copy in outbox()]


def path_in(mail, words):
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"{words} http://testserver(\S+)", text).group(1)


def one_click(mail):
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")


def test_a_mail_program_gets_her_fewer_mails_by_one_post_and_once(received, cast):
    asked, told = (one_click(mail) for mail in received)
    program = Client(enforce_csrf_checks=True)
    tap = {"List-Unsubscribe": "One-Click"}

    looked = [program.get(asked), program.get(told), program.post(asked, {"other": "words"})]
    assert ([answer.status_code for answer in looked], Reader.objects.get().asks_by) == (
        [200] * 3,
        "each",
    )
    answers = [program.post(asked, tap), program.post(asked, tap), program.post(told, tap)]

    assert [answer.status_code for answer in answers] == [200] * 3
    reader = Reader.objects.get()
    # The second post of the same mail does nothing more.
    assert (reader.asks_by, reader.muted) == ("digest", [NEWS])
    assert program.post(asked[:-3] + "/", tap).status_code == 409


def test_confirmations_offer_no_way_out_and_all_say_why_they_came(received, cast, outbox):
    notices.add("pairs/resumed", to=cast.ada, context={"partner_name": "Bruno Keller"})
    act = message_from_bytes(bytes(outbox()[-1].message), policy=policy.default)

    assert (act["List-Unsubscribe"], act["List-Unsubscribe-Post"]) == (None, None)
    assert all("You got this because" in str(mail.get_body(("plain",))) for mail in received)


def test_she_is_left_in_peace_for_a_week_from_the_mail_by_one_tap(received, client, cast):
    page = client.get(path_in(received[0], "Fewer mails:"), follow=True)
    assert page.request["PATH_INFO"] == reverse("accounts:preferences")
    assert Reader.objects.get().snoozed_until is None

    client.post(reverse("accounts:preferences"), {"snooze": "1"})

    assert Reader.objects.get().snoozed_until is not None
    # The link opens this and the words of her notices, and nothing behind them.
    row = OutboxMessage.objects.get(kind=ASK)
    listed = client.get(reverse("accounts:notices"))
    assert "The link to each is in its mail." in listed.content.decode()
    assert client.get(reverse("accounts:open_notice", args=[row.public_id])).status_code == 404

    client.post(reverse("accounts:preferences"), {"wake": "1"})

    assert Reader.objects.get().snoozed_until is None


def test_she_chooses_hours_news_and_the_way(received, as_person, cast):
    her = as_person(cast.ada)
    where = reverse("accounts:preferences")
    chosen = {"asks_by": "digest", "digest_day": "4", "digest_hour": "7", "news": ["interest/news"]}

    half = her.post(where, {**chosen, "quiet_from": "20"})
    whole = her.post(where, {**chosen, "quiet_from": "20", "quiet_until": "10"})

    reader = Reader.objects.get()
    assert (half.status_code, whole.status_code) == (422, 302)
    assert "Choose both hours" in half.content.decode()
    assert (reader.digest_day, reader.digest_hour) == (4, 7)
    assert (reader.quiet_from, reader.quiet_until, reader.asks_by) == (20, 10, "digest")
    assert NEWS in reader.muted
    assert "interest/news" not in reader.muted


def test_her_page_shows_what_is_left_to_do_in_the_words_of_the_mail(
    received, as_person, cast, monkeypatch, django_assert_num_queries
):
    her = as_person(cast.ada)
    where = reverse("accounts:notices")
    page = her.get(where).content.decode()
    row = OutboxMessage.objects.get(kind=ASK)

    assert "One thing waits for you" in page
    assert [mail["Subject"] in page for mail in received] == [True, True]
    assert her.get(reverse("accounts:open_notice", args=[row.public_id])).url == reverse(
        "pairs:detail", args=["somewhere"]
    )
    assert as_person(cast.bruno).get(where).context["to_do"].count() == 0

    her = as_person(cast.ada)
    for number in (1, 3):
        for _more in range(number - 1):
            OutboxMessage.objects.create(
                kind=ASK,
                recipient=cast.ada.public_id,
                title="Twenty seconds for you",
                is_to_do=True,
                created_at=row.created_at,
                due_at=row.due_at,
                sent_at=row.sent_at,
            )
        with django_assert_num_queries(9):
            her.get(where)

    # She answers; what was asked is not asked any more.
    monkeypatch.setattr(notices, "_wanted", {ASK: lambda message: False})
    Reader.objects.update(ignored=3)
    her.post(reverse("accounts:preferences"), {"wake": "1"})

    assert "Nothing waits for you" in her.get(where).content.decode()
    row.refresh_from_db()
    assert (row.links, row.context, Reader.objects.get().ignored) == ({}, {}, 0)
    assert KeptCopy.objects.count() == 2


def test_what_was_done_elsewhere_is_taken_off_by_the_worker_and_old_news_are_forgotten(
    received, cast, monkeypatch
):
    monkeypatch.setattr(notices, "_wanted", {ASK: lambda message: False})

    assert (services.settle_some(), services.settle_some()) == (1, 0)
    assert services.forget_told() == 0
    OutboxMessage.objects.filter(kind=NEWS).update(
        created_at=OutboxMessage.objects.get(kind=NEWS).created_at - services.KEPT_FOR * 2
    )
    assert services.forget_told() == 1
    assert not OutboxMessage.objects.shown().filter(kind=NEWS).exists()


def test_who_wants_no_more_of_a_poll_or_news_is_taken_off_their_lists(cast):
    """One tap in the mail does what the page of the room does."""
    confirm_news(cast.bruno)

    preferences.want_fewer(cast.ada.public_id, "interest/asked")
    preferences.want_fewer(cast.bruno.public_id, "interest/news")

    assert list(Quiet.objects.values_list("person", flat=True)) == [cast.ada.pk]
    assert not Subscription.objects.current().exists()
    told = Reader.objects.order_by("pk").values_list("asks_by", "muted")
    assert list(told) == [("each", []), ("each", ["interest/news"])]


def test_hours_offered_for_sessions_are_when_somebody_is_asked(cast):
    make_application(cast.mentor, hours=["tue-14", "thu-20"])

    assert notices.hours_of(cast.ada.public_id) == (14, 21)
    assert notices.hours_of(cast.bruno.public_id) is None
