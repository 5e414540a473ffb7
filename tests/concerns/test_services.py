import pytest

from tests.factories import make_member, make_person, make_user
from tests.pairs.factories import make_pair
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust import vault
from turnabout.listening.concerns.models import Concern
from turnabout.listening.concerns.services import (
    answer_concern,
    close_concern,
    desk_of,
    place_of,
    raise_concern,
)

CANARY = "canary-of-a-concern"


@pytest.fixture
def guardian(cast):
    person = make_person(cast.organisation, name="Maren Lindqvist")
    make_user(person)
    make_member(cast.programme, person, "guardian")
    return person


def test_a_concern_is_sealed_for_the_guardians_desk(cast, guardian, outbox):
    concern = raise_concern(cast.programme, CANARY, by=cast.ada)

    copies = outbox()

    holder = desk_of(cast.programme)
    assert vault.unseal(bytes(concern.words), holder=holder, place=place_of(concern)) == CANARY
    assert [copy.to_address for copy in copies] == [f'"Maren Lindqvist" <{guardian.address}>']
    letter = bytes(copies[0].message).decode()
    assert CANARY not in letter
    assert cast.ada.name not in letter
    assert f"http://testserver/concerns/of/{cast.programme.public_id}/desk/" in letter


def test_somebody_tells_without_her_name(cast, guardian):
    concern = raise_concern(cast.programme, CANARY, by=cast.ada, is_named=False)

    answer_concern(concern, by=guardian)

    assert concern.author is None
    assert not OutboxMessage.objects.filter(kind="concerns/answered").exists()


def test_the_guardian_answers_and_closes_once(cast, guardian):
    concern = raise_concern(cast.programme, CANARY, by=cast.ada)

    answer_concern(concern, by=guardian)
    close_concern(concern, by=guardian)
    with pytest.raises(Refusal):
        answer_concern(concern, by=guardian)
    with pytest.raises(Refusal):
        close_concern(concern, by=guardian)

    told = OutboxMessage.objects.get(kind="concerns/answered")
    assert told.recipient == cast.ada.public_id


def test_nobody_else_raises_or_settles(cast, guardian):
    with pytest.raises(Refusal):
        raise_concern(cast.programme, CANARY, by=cast.dana)
    concern = raise_concern(cast.programme, CANARY, by=cast.ada)
    for person in (cast.ada, cast.chidi):
        with pytest.raises(Refusal):
            answer_concern(concern, by=person)
        with pytest.raises(Refusal):
            close_concern(concern, by=person)


@pytest.mark.capability("S048")
def test_the_guardian_reads_what_nobody_else_can_open(cast, guardian, as_person):
    page = f"/concerns/of/{cast.programme.public_id}/raise/"
    desk = f"/concerns/of/{cast.programme.public_id}/desk/"
    empty_desk = as_person(guardian).get(desk).content.decode()

    asked = as_person(cast.ada).get(page)
    empty = as_person(cast.ada).post(page, {"words": ""})
    sent = as_person(cast.ada).post(page, {"words": CANARY, "is_named": "on"})
    read = as_person(guardian).get(desk).content.decode()

    assert "Nothing on your desk" in empty_desk
    assert (asked.status_code, empty.status_code, sent.status_code) == (200, 200, 200)
    assert (CANARY in read, cast.ada.name in read) == (True, True)
    for person in (cast.ada, cast.bruno, cast.chidi, cast.dana):
        assert as_person(person).get(desk).status_code == 404


def test_the_guardian_settles_from_the_desk(cast, guardian, as_person):
    concern = raise_concern(cast.programme, CANARY, by=cast.ada)

    answers = [
        as_person(guardian).post(f"/concerns/{concern.public_id}/{verb}/").status_code
        for verb in ("read", "close")
    ]

    concern.refresh_from_db()
    assert answers == [302, 302]
    assert concern.closed_at is not None
    desk = f"/concerns/of/{cast.programme.public_id}/desk/"
    assert "closed" in as_person(guardian).get(desk).content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_desk_takes_as_many_queries_for_many_and_reads_its_key_once(
    cast, guardian, as_person, number, django_assert_num_queries
):
    for count in range(number):
        raise_concern(cast.programme, f"concern {count}", by=cast.ada)
    client = as_person(guardian)
    desk = f"/concerns/of/{cast.programme.public_id}/desk/"
    client.get(desk)

    with django_assert_num_queries(8), django_assert_num_queries(1, using="keys"):
        assert client.get(desk).status_code == 200


def test_help_is_one_tap_from_a_mail(cast, client):
    pair = make_pair(cast)
    client.get(make_link(LinkPurpose("pair", cast.ada.public_id, pair.public_id)))

    page = client.get(f"/concerns/of/{cast.programme.public_id}/raise/")

    assert page.status_code == 200
    assert Concern.objects.count() == 0


def test_a_second_tap_tells_once_and_who_tells_nobody_is_told_so(cast, as_person):
    address = f"/concerns/of/{cast.programme.public_id}/raise/"
    alone = as_person(cast.ada).get(address).content.decode()
    for _tap in range(2):
        as_person(cast.ada).post(address, {"words": "Twice", "is_named": "on"})
        raise_concern(cast.programme, "Nameless", by=cast.ada, is_named=False)

    assert "Nobody is the guardian at the moment" in alone
    assert Concern.objects.count() == 2
