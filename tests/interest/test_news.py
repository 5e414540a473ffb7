import pytest
from django.urls import reverse

from tests.interest.factories import make_poll
from tests.interest.test_explaining import link_in
from tests.interest.test_views import text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.interest import services
from turnabout.joining.interest.models import News, Subscription


@pytest.mark.capability("S074")
def test_somebody_without_an_account_asks_for_news_gets_it_and_leaves(
    cast, client, as_person, outbox
):
    poll = make_poll(cast)
    asked = client.post(url("news_join", poll), {"address": cast.ada.address.upper()})
    assert "Look into your mail" in text_of(asked)
    (letter,) = outbox()
    assert letter.subject == "Was it you who asked for news?"
    client.get(link_in(letter)[0])
    assert Subscription.objects.count() == 0
    joined = client.post(reverse("interest:my_news"), follow=True)
    assert "You get the news" in text_of(joined)

    chidi = as_person(cast.chidi)
    page = text_of(chidi.get(reverse("interest:news")))
    assert "One person asked for news" in page
    assert cast.ada.name not in page
    check = chidi.post(
        reverse("interest:news"), {"subject": "We begin in May", "body": "Join.\n\nAsk us."}
    )
    assert "One letter would go out" in text_of(chidi.get(check.url))
    assert OutboxMessage.objects.waiting().count() == 0
    chidi.post(check.url)
    news = outbox()[-1]
    assert (news.subject, news.to_mailbox) == ("We begin in May", cast.ada.address)

    client.logout()
    client.get(link_in(news)[0])
    assert "Do you want the news?" in text_of(
        client.post(reverse("interest:my_news"), {"stop": "1"}, follow=True)
    )
    second = services.draft_news(cast.organisation, subject="More", body="More.", by=cast.chidi)
    assert services.send_news(second, by=cast.chidi) == 0


def test_an_address_that_is_nobodys_here_gets_the_same_page_and_no_mail(cast, client):
    poll = make_poll(cast)

    known = client.post(url("news_join", poll), {"address": cast.ada.address})
    unknown = client.post(url("news_join", poll), {"address": "nobody@example.org"})
    elsewhere = client.post(url("news_join", poll), {"address": cast.dana.address})

    assert text_of(known) == text_of(unknown) == text_of(elsewhere)
    assert OutboxMessage.objects.count() == 1


def test_an_address_that_is_none_is_asked_for_again(cast, client):
    page = client.post(url("news_join", make_poll(cast)), {"address": "ada"})

    assert page.status_code == 422
    assert "ada" in page.content.decode()


def test_news_are_sent_once_and_a_draft_can_be_thrown_away(cast, as_person):
    services.confirm_news(cast.ada)
    services.confirm_news(cast.ada)
    news = services.draft_news(cast.organisation, subject="A", body="B", by=cast.chidi)
    assert services.send_news(news, by=cast.chidi) == 1

    with pytest.raises(Refusal, match="sent already"):
        services.send_news(news, by=cast.chidi)
    with pytest.raises(Refusal, match="cannot be called back"):
        services.discard_news(news, by=cast.chidi)
    draft = services.draft_news(cast.organisation, subject="C", body="D", by=cast.chidi)
    as_person(cast.chidi).post(reverse("interest:news_discard", args=[draft.public_id]))
    assert list(News.objects.values_list("subject", flat=True)) == ["A"]


def test_a_reader_who_leaves_before_the_letter_goes_gets_none(cast, outbox):
    services.confirm_news(cast.ada)
    news = services.draft_news(cast.organisation, subject="A", body="B", by=cast.chidi)
    services.send_news(news, by=cast.chidi)
    services.leave_news(cast.ada)

    assert outbox() == []


def test_the_news_of_another_organisation_are_nobodys_business_here(cast, as_person):
    news = services.draft_news(cast.organisation, subject="A", body="B", by=cast.chidi)

    assert as_person(cast.dana).get(f"/polls/news/{news.public_id}/").status_code == 404
