import re

import pytest

from tests.interest.factories import make_poll
from tests.interest.test_views import text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.joining.interest.models import PollAnswer
from turnabout.joining.interest.receipts import Receipt, make_receipt, read_receipt


def answered(client, poll, **said):
    client.get(url("answer", poll))
    return client.post(url("answer", poll), said, follow=True)


def test_a_respondent_gets_a_receipt_that_is_shown_once_and_kept_nowhere(cast, client):
    poll = make_poll(cast, topics=["ai", "data"])

    page = answered(client, poll, interest="mentee", topics=["ai"])

    code = re.search(r"readonly>([^<]+)<", page.content.decode()).group(1)
    assert read_receipt(f" {code}\n") == Receipt(poll.public_id, "mentee", ("ai",))
    assert "Your receipt" not in text_of(client.get(url("thanks", poll)))
    kept = [str(value) for row in PollAnswer.objects.values() for value in row.values()]
    assert not any(code in value for value in kept)


def test_somebody_who_would_not_take_part_gets_no_receipt(cast, client):
    page = answered(client, make_poll(cast), interest="no")

    assert "Your receipt" not in text_of(page)


def test_a_receipt_that_was_cut_or_changed_is_refused(cast):
    code = make_receipt(make_poll(cast), side="mentor", topics=("ai",))

    other = "y" if code[20] == "x" else "x"

    for broken in (code[:-3], code[:20] + other + code[21:], "", "é"):
        with pytest.raises(Refusal, match="not complete"):
            read_receipt(broken)
