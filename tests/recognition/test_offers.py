"""What somebody offers beyond her pair: of her own will, to whom she chooses, asked in private."""

from datetime import timedelta

import pytest

from tests.content.test_editing import text_of
from tests.factories import MONDAY, make_member, make_person, make_user
from tests.pairs.dumps import dump
from tests.pairs.factories import make_pair
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.programmes.services import (
    end_membership,
    pause_membership,
    resume_membership,
)
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.services import install_catalogue
from turnabout.together.pairs.services import pause_pair
from turnabout.together.recognition import services
from turnabout.together.recognition.models import ANSWER_DAYS, OfferAsk, OpenOffer

OFFERS = "/recognition/offers/"
LINE = "canary of an ask"


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def topic_of(cast, slug="ai-assistants"):
    install_catalogue(cast.organisation)
    return Topic.objects.get(organisation=cast.organisation, slug=slug)


def make_offer(cast, words="Half an hour on real mails", **fields):
    return services.open_offer(cast.mentor, topic_of(cast), words, by=cast.ada, **fields)


def someone(cast, name, role=""):
    person = make_person(cast.organisation, name=name)
    make_user(person)
    if role:
        make_member(cast.programme, person, role)
    return person


@pytest.mark.capability("S067")
def test_a_mentor_offers_others_something_and_only_the_two_know_who_asked(cast, as_person, outbox):
    pair = make_pair(cast)
    topic, eva = topic_of(cast), someone(cast, "Eva Lund", "mentee")
    colleague, sponsor = someone(cast, "Finn Berg"), someone(cast, "Sofia Brandt", "sponsor")
    form = f"{OFFERS}of/{cast.programme.public_id}/"
    readers = [eva, cast.bruno, cast.chidi, sponsor, colleague]
    before = [text_of(as_person(who).get(OFFERS)) for who in readers]
    alone = text_of(as_person(cast.ada).get(OFFERS))
    empty = as_person(cast.ada).post(form, {"topic": topic.public_id, "words": "", "on_day": "x"})
    said = {"topic": topic.public_id, "words": "Half an hour on real mails", "on_day": ""}
    for _tap in range(2):
        as_person(cast.ada).post(form, said)
    offer = OpenOffer.objects.get()
    seen = [text_of(as_person(who).get(OFFERS)) for who in readers]
    beside = text_of(as_person(cast.bruno).get(f"/pairs/{pair.public_id}/"))

    blank = as_person(eva).post(f"{OFFERS}{offer.public_id}/ask/", {"words": " "})
    for _tap in range(2):
        as_person(eva).post(f"{OFFERS}{offer.public_id}/ask/", {"words": LINE})
    ask = OfferAsk.objects.get()
    outbox()
    waiting = text_of(as_person(cast.ada).get(f"/pairs/{pair.public_id}/"))
    asked = text_of(as_person(cast.ada).get(OFFERS))
    unclear = as_person(cast.ada).post(f"/recognition/asks/{ask.public_id}/answer/", {"says": "?"})
    as_person(cast.ada).post(f"/recognition/asks/{ask.public_id}/answer/", {"says": "yes"})
    again = as_person(cast.ada).post(f"/recognition/asks/{ask.public_id}/answer/", {"says": "no"})
    answered = text_of(as_person(eva).get(OFFERS))
    with clock(MONDAY + timedelta(minutes=1)):
        mails = outbox()
    others = [
        as_person(who).get(address).content.decode()
        for who in (cast.bruno, cast.chidi, sponsor, colleague)
        for address in (OFFERS, f"/programmes/{cast.programme.public_id}/")
    ]
    as_person(cast.ada).post(f"{OFFERS}{offer.public_id}/end/")
    ended = text_of(as_person(eva).get(OFFERS))

    assert all("Nothing is on offer yet" in page for page in before)
    assert "Nothing, and that is fine" in alone
    assert str(sentence("recognition.offer")) in alone
    assert (empty.status_code, seen[-1].count("Half an hour")) == (422, 0)
    for page in seen[:-1]:
        assert "One thing is on offer" in page
        assert "Half an hour on real mails Ada Nowak" in page
    assert "See the one thing that others offer" in beside
    assert (blank.status_code, OfferAsk.objects.count()) == (422, 1)
    assert "One person asks for what you offer" in waiting
    assert f"Eva Lund {LINE}" in asked
    assert (unclear.status_code, again.status_code) == (409, 409)
    assert f"Ada says yes. {cast.ada.address}" in answered
    assert {mail.subject: mail.to_mailbox for mail in mails if "ask" in mail.subject} == {
        "Somebody asks for what you offer": cast.ada.address,
        "Yes to what you asked": eva.address,
    }
    for page in (*others, *(bytes(mail.message).decode() for mail in mails)):
        assert LINE not in page
        assert "Eva Lund" not in page or "Subject: Yes" in page
    assert LINE.encode() not in dump()
    assert "Nothing is on offer yet" in ended
    assert "Ada says yes" in ended


def test_a_no_is_told_to_nobody_and_looks_like_no_answer(cast, as_person, outbox):
    eva, finn = someone(cast, "Eva Lund", "mentor"), someone(cast, "Finn Berg", "mentor")
    asks = [
        services.ask_for_offer(make_offer(cast, words), "please", by=who)
        for who, words in ((eva, "one"), (finn, "one of another kind"))
    ]
    services.answer_ask(asks[0], accepts=False, by=cast.ada)

    def told(who, at):
        with clock(at):
            page = text_of(as_person(who).get(OFFERS))
        return page[page.index("What you asked for") :]

    later = MONDAY + timedelta(days=ANSWER_DAYS)
    while_asked = [told(who, MONDAY + timedelta(hours=1)) for who in (eva, finn)]
    afterwards = [told(who, later) for who in (eva, finn)]
    with clock(later):
        with pytest.raises(Refusal, match="its days are over"):
            services.answer_ask(asks[1], accepts=True, by=cast.ada)
        hers = text_of(as_person(cast.ada).get(OFFERS))
        outbox()

    assert while_asked[0] == while_asked[1]
    assert "If nothing comes until 16 March" in while_asked[0]
    assert afterwards[0] == afterwards[1]
    assert "It did not come about this time" in afterwards[0]
    assert "Eva" not in hers
    assert "Finn" not in hers
    again = services.ask_for_offer(asks[0].offer, "please", by=eva)
    assert again == asks[0]
    for asked, who in zip(asks, (eva, finn), strict=True):
        with pytest.raises(Refusal, match="the first line stands"):
            services.ask_for_offer(asked.offer, "please do", by=who)


@pytest.mark.parametrize("way", ["pause", "leave", "left", "deactivated", "day"])
def test_who_pauses_or_leaves_offers_nothing_meanwhile(cast, as_person, way):
    eva = someone(cast, "Eva Lund", "mentee")
    offer = make_offer(cast, on_day=(MONDAY + timedelta(days=3)).date(), is_for_organisation=True)
    colleague = someone(cast, "Finn Berg")
    shown = [text_of(as_person(who).get(OFFERS)) for who in (eva, colleague)]
    match way:
        case "pause":
            pause_membership(cast.mentor, by=cast.ada)
        case "leave":
            end_membership(cast.mentor, by=cast.ada)
        case "left":
            type(cast.ada).objects.filter(pk=cast.ada.pk).update(left_on=MONDAY.date())
        case "deactivated":
            type(cast.ada.user).objects.filter(pk=cast.ada.user.pk).update(is_active=False)
    with clock(MONDAY + timedelta(days=4 if way == "day" else 0, minutes=1)):
        hidden = [text_of(as_person(who).get(OFFERS)) for who in (eva, colleague)]
        with pytest.raises(Refusal, match="not on offer any more"):
            services.ask_for_offer(offer, "please", by=eva)
        if way == "pause":
            own = text_of(as_person(cast.ada).get(OFFERS))
            assert "hidden while you pause" in own
            resume_membership(cast.mentor, by=cast.ada)
            assert "Half an hour" in text_of(as_person(eva).get(OFFERS))

    offer.refresh_from_db()
    assert [page.count("Half an hour") for page in shown + hidden] == [1, 1, 0, 0]
    assert "Fresh Eyes" not in shown[1]
    assert (offer.ended_at is not None) is (way == "leave")


def test_nothing_of_a_pair_shows_in_an_offer(cast, as_person):
    eva, pair = someone(cast, "Eva Lund", "mentee"), make_pair(cast)
    make_offer(cast)
    before = as_person(eva).get(OFFERS).content.decode()
    pause_pair(pair, by=cast.bruno)

    after = as_person(eva).get(OFFERS).content.decode()

    assert text_of_body(before) == text_of_body(after)
    assert "Bruno" not in after


def text_of_body(page):
    return page[page.index("<main") : page.index("</main>")].split("csrfmiddlewaretoken")[0]


def test_an_offer_is_of_a_topic_few_at_a_time_and_by_whoever_takes_part(cast, as_person):
    topic = topic_of(cast)
    lived = Topic.objects.filter(organisation=cast.organisation, is_lived_experience=True).first()
    yesterday = (MONDAY - timedelta(days=1)).date()
    page = text_of(as_person(cast.ada).get(f"{OFFERS}of/{cast.programme.public_id}/"))
    for refused in (
        lambda: services.open_offer(cast.mentor, lived, "what I lived", by=cast.ada),
        lambda: services.open_offer(cast.mentor, topic, "past", on_day=yesterday, by=cast.ada),
        lambda: services.open_offer(cast.mentor, topic, "not mine", by=cast.bruno),
        lambda: services.ask_for_offer(make_offer(cast), "mine", by=cast.ada),
        lambda: services.end_offer(make_offer(cast), by=cast.bruno),
    ):
        with pytest.raises(Refusal):
            refused()
    for words in ("two", "three"):
        make_offer(cast, words)
    with pytest.raises(Refusal, match="Three offers"):
        make_offer(cast, "four")
    ask = services.ask_for_offer(OpenOffer.objects.first(), LINE, by=cast.bruno)
    with pytest.raises(Refusal, match="Whoever offers it answers"):
        services.answer_ask(ask, accepts=True, by=cast.bruno)

    assert lived.names["en"] not in page
    vault.destroy_key(f"person:{cast.bruno.public_id}")
    assert "Bruno Keller" in text_of(as_person(cast.ada).get(OFFERS))


def test_the_link_of_a_mail_opens_one_programme_and_no_ask_where_an_assistant_reads(cast, client):
    eva = someone(cast, "Eva Lund", "mentee")
    services.ask_for_offer(make_offer(cast), LINE, by=eva)
    link = LinkPurpose("offers", cast.ada.public_id, cast.programme.public_id)
    client.get(make_link(link))
    by_link = text_of(client.get(OFFERS))
    form = client.get(f"{OFFERS}of/{cast.programme.public_id}/").status_code
    make_member(cast.programme, someone(cast, "Del"), "delegate", principal=cast.ada)
    with_assistant = text_of(client.get(OFFERS))
    client.get(make_link(LinkPurpose("offers", cast.ada.public_id, "another")))
    elsewhere = client.get(f"{OFFERS}of/{cast.programme.public_id}/").status_code

    assert LINE in by_link
    assert (form, elsewhere) == (200, 403)
    assert LINE not in with_assistant
    assert "Half an hour" in with_assistant
