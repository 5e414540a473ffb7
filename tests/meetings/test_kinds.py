"""Talk, demo, shadowing, walkabout: chosen by the two, each with its guide and what they agree."""

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair, make_held_meeting
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.content.packs import load_page, page_slugs
from turnabout.together.meetings.kinds import CHOSEN, choose_kind
from turnabout.together.meetings.models import Meeting


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


@pytest.mark.capability("S025", "S110")
def test_the_two_choose_what_kind_of_session_it_will_be(cast, client, as_person):
    pair = make_booked_pair(cast)
    meeting = pair.meetings.first()
    page = reverse("meetings:kind", args=[meeting.public_id])
    before = OutboxMessage.objects.count()

    client.get(make_link(LinkPurpose("pair", cast.ada.public_id, pair.public_id)), follow=True)
    first = client.get(page).content.decode()
    seen = {}
    for kind in CHOSEN:
        client.post(page, {"kind": kind})
        seen[kind] = client.get(page).content.decode()
    nonsense = client.post(page, {"kind": "closing"})
    theirs = as_person(cast.bruno).get(f"/pairs/{pair.public_id}/").content.decode()

    meeting.refresh_from_db()
    assert "A talk" in first
    assert "Open the checklist" in seen["demo"]
    for kind, told in (("shadow", "One of you comes along"), ("walkabout", "three stops")):
        assert told in seen[kind]
        assert "What you agree on first" in seen[kind]
    assert nonsense.status_code == 409
    assert meeting.kind == "walkabout"
    assert "A walkabout: how it goes, or another kind" in theirs
    # Neither mail nor calendar tells of it.
    assert (OutboxMessage.objects.count(), meeting.sequence) == (before, 0)


def test_a_kind_is_chosen_by_the_two_alone_and_until_they_meet(cast, as_person):
    pair = make_booked_pair(cast)
    held = make_held_meeting(cast, pair)
    second, *_rest, closing = pair.meetings.filter(held_at=None)

    for meeting, by in ((held, cast.ada), (closing, cast.ada), (second, cast.chidi)):
        with pytest.raises(Refusal):
            choose_kind(meeting, Meeting.Kind.SHADOW, by=by)
    page = reverse("meetings:kind", args=[held.public_id])
    assert "This kind" not in as_person(cast.ada).get(page).content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_has_a_guide_with_what_is_agreed_first(language):
    slugs = [slug for slug in page_slugs() if slug.startswith("kinds/")]
    ends = {"en": "## What you agree on first", "es": "## Lo que acordáis primero"}[language]

    assert len(slugs) == 7
    for slug in slugs:
        page = load_page(slug, language)
        assert page.language == language
        assert page.body_markdown.count(ends) == 1, slug
