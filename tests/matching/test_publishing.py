"""The screen before publishing, the minutes in which it can be undone, and the suggestions."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_programme
from tests.matching.factories import make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock, now
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.models import Address
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.jobs import hand_on_publications
from turnabout.joining.matching.models import HOLD, Bond, Proposal
from turnabout.together.pairs.models import Pair

QUERIES = 37


@pytest.fixture
def run(cast):
    """Two mentors with the pair of the plan, and two mentees whom nobody is asked about."""
    for name in ("Ada Berg", "Priya Raman"):
        make_mentor(cast.programme, name)
    for name in ("Bruno Lund", "Greg Holm", "Ines Vega", "Tomas Roy"):
        make_mentee(cast.programme, name)
    found = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(found, by=cast.chidi)
    return found


def address(page, run, **more):
    return reverse(f"matching:{page}", kwargs={"public_id": run.public_id, **more})


def test_many_without_an_address_are_counted_and_the_way_to_publish_stays_near(cast, as_person):
    for number in range(6):
        make_mentor(cast.programme, f"Mentor {number}")
        make_mentee(cast.programme, f"Mentee {number}")
    run = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    Address.objects.filter(person__name__startswith="Mentor").delete()

    page = as_person(cast.chidi).get(address("publish", run)).content.decode()

    before, _, within = page.partition("No letter reaches 6 mentors.")
    assert "No letter reaches" not in before
    assert within.split("</summary>")[1].count("No letter reaches Mentor") == 6


def test_the_screen_shows_who_gets_what_and_every_letter_in_text_and_as_it_looks(
    cast, run, as_person
):
    Address.objects.filter(person__name="Priya Raman").delete()

    answer = as_person(cast.chidi).get(address("publish", run))

    page = answer.content.decode()
    addressed = {one.mentor.person.name: one for one in answer.context["page_obj"]}
    assert answer.context["letters"] == 1
    assert addressed["Ada Berg"].address in page
    assert "No letter reaches Priya Raman: the staff list has no address." in page
    assert [letter.name for letter in answer.context["samples"]] == [
        "ask-mentor",
        "remind-mentor",
        "ask-mentee",
        "remind-mentee",
        "formed",
        "unformed",
    ]
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    for letter in answer.context["samples"]:
        shown = as_person(cast.chidi).get(address("letter", run, name=letter.name))
        assert shown.content.decode() == letter.html
        assert letter.text.splitlines()[0] in page
        assert "default-src 'none'" in shown["Content-Security-Policy"]
    missing = as_person(cast.chidi).get(address("letter", run, name="nothing"))
    assert missing.status_code == 404
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_screen_takes_as_many_queries_for_one_letter_as_for_three(cast, as_person, rows):
    for number in range(rows):
        make_mentor(cast.programme, f"Mentor {number}")
        make_mentee(cast.programme, f"Mentee {number}")
    found = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(found, by=cast.chidi)
    chidi = as_person(cast.chidi)

    with CaptureQueriesContext(connection) as queries_made:
        chidi.get(address("publish", found))

    assert len(queries_made) == QUERIES


def test_nothing_leaves_for_some_minutes_and_the_screen_says_until_when(cast, run, as_person):
    chidi = as_person(cast.chidi)
    chidi.post(address("publish", run))
    run.refresh_from_db()

    page = chidi.get(address("publish", run)).content.decode()
    with clock(run.letters_from - timedelta(seconds=1)):
        early = hand_on_publications(), Pair.objects.count()
    with clock(run.letters_from):
        late = hand_on_publications(), hand_on_publications(), Pair.objects.count()

    zone = cast.organisation.zone
    assert f"2 letters leave from {run.letters_from.astimezone(ZoneInfo(zone)):%H:%M} on" in page
    assert "Undo, ask nobody" in page
    assert (early, late) == ((0, 0), (1, 0, 2))
    assert chidi.get(address("publish", run)).status_code == 302


@pytest.mark.parametrize("most", [1, 3])
def test_undoing_leaves_everything_as_it_was_before(cast, run, as_person, most):
    services.choose_suggestions(cast.programme, most, by=cast.chidi)
    chidi = as_person(cast.chidi)
    before = _state(cast.programme), shown_on(chidi, run)

    published = [chidi.post(address("publish", run)).status_code for _tap in range(2)]
    held = queries.places_left(cast.programme)
    undone = chidi.post(address("undo", run))
    again = chidi.post(address("undo", run))
    with clock(now() + HOLD):
        handed_on = hand_on_publications()

    assert (_state(cast.programme), shown_on(chidi, run)) == before
    assert sorted(held.values()) == [0] * (4 if most == 1 else 6) + [1] * (2 if most == 1 else 0)
    assert published == [302, 302]
    assert (undone.status_code, again.status_code, handed_on) == (302, 409, 0)
    assert not OutboxMessage.objects.exists()
    assert list(
        AuditEntry.objects.filter(event__startswith="publication").values_list("event", flat=True)
    ) == ["publication_undone"]


def shown_on(client, run):
    page = client.get(address("publish", run)).context["page_obj"]
    return [
        (one.mentor.pk, [who.pk for who in one.about], [who.pk for who in one.instead])
        for one in page
    ]


def _state(programme):
    """Everything that a publication touches, as it stands."""
    return (
        list(programme.runs.values("published_at", "handed_on_at", "counts")),
        list(Proposal.objects.order_by("pk").values()),
        list(Pair.objects.values()),
        list(Bond.objects.values()),
        queries.places_left(programme),
    )


def test_once_a_letter_may_have_left_nothing_is_undone(cast, run):
    publish_and_ask(run, by=cast.chidi)

    with pytest.raises(Refusal, match="can no longer be undone"):
        services.undo_publication(run, by=cast.chidi)

    assert Pair.objects.count() == 2


def test_whoever_leaves_in_those_minutes_is_not_asked_and_the_other_is_free(cast, run):
    services.publish_run(run, by=cast.chidi)
    gone = run.proposals.order_by("pk").first()
    type(gone.mentor).objects.filter(pk=gone.mentor_id).update(ended_at=now())

    with clock(now() + HOLD):
        hand_on_publications()
        left = queries.places_left(cast.programme)

    assert Pair.objects.count() == 1
    assert left[gone.mentee_id] == 1


def test_a_coordinator_lets_mentors_choose_from_three_and_nobody_is_suggested_twice(
    cast, run, as_person
):
    chidi = as_person(cast.chidi)
    chidi.post(address("suggest", run), {"most": "3"})
    odd = chidi.post(address("suggest", run), {"most": "seven"})

    shown = chidi.get(address("publish", run)).context["page_obj"]
    publish_and_ask(run, by=cast.chidi)

    instead = [member.pk for one in shown for member in one.instead]
    rows = run.proposals.filter(beside__isnull=False)
    assert odd.status_code == 409
    assert len(instead) == len(set(instead)) == 2
    assert set(rows.values_list("mentee", flat=True)) == set(instead)
    assert Pair.objects.count() == 4
    assert OutboxMessage.objects.filter(kind="pairs/ask-mentor").count() == 2
    assert not any(queries.places_left(cast.programme).values())


def test_who_is_suggested_in_one_programme_keeps_her_place_in_another(cast, run):
    other = make_programme(cast.organisation, name="Other Eyes")
    services.choose_suggestions(cast.programme, 3, by=cast.chidi)
    ines = make_mentee(other, "Ines Other")

    publish_and_ask(run, by=cast.chidi)

    assert queries.places_left(other) == {ines.pk: 1}
    assert queries.most_suggestions(other) == 1
