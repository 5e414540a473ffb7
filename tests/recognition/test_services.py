import pytest

from tests.pairs.factories import make_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.together.pairs.services import end_pair
from turnabout.together.recognition.services import give_thanks

CANARY = "canary-of-thanks"


def test_the_mail_says_only_that_there_are_thanks(cast, outbox):
    pair = make_pair(cast)
    give_thanks(pair, CANARY, by=cast.ada)

    copies = outbox()

    thanks = next(copy for copy in copies if copy.subject == "Thanks for you")
    assert thanks.to_address == f'"Bruno Keller" <{cast.bruno.address}>'
    assert CANARY not in bytes(thanks.message).decode()
    assert CANARY not in str(OutboxMessage.objects.values())


def test_a_second_tap_sends_no_second_thanks(cast):
    pair = make_pair(cast)

    first = give_thanks(pair, "thank you", by=cast.ada)
    again = give_thanks(pair, "thank you", by=cast.ada)
    others = [give_thanks(pair, "and you", by=cast.ada), give_thanks(pair, "thanks", by=cast.bruno)]

    assert first == again
    assert OutboxMessage.objects.filter(kind="recognition/thanks").count() == 1 + len(others)


def test_thanks_stay_within_a_pair_that_is_together(cast):
    pair = make_pair(cast)

    with pytest.raises(Refusal):
        give_thanks(pair, "thank you", by=cast.dana)
    end_pair(pair, by=cast.bruno)
    pair.refresh_from_db()
    with pytest.raises(Refusal):
        give_thanks(pair, "thank you", by=cast.ada)


@pytest.mark.capability("S096")
def test_the_mentee_reads_what_the_mentor_thanked_for(cast, as_person):
    pair = make_pair(cast)
    page = f"/recognition/of/{pair.public_id}/thank/"

    as_person(cast.ada).get(page)
    empty = as_person(cast.ada).post(page, {"words": ""})
    sent = as_person(cast.ada).post(page, {"words": CANARY})
    read = as_person(cast.bruno).get(f"/pairs/{pair.public_id}/").content.decode()
    own = as_person(cast.ada).get(f"/pairs/{pair.public_id}/").content.decode()

    assert (empty.status_code, sent.status_code) == (200, 302)
    assert read.count(CANARY) == 1
    assert own.count(CANARY) == 1
