"""Leaving the programme or the organisation, and a staff list that was taken back."""

from datetime import timedelta

import pytest

from tests.directory.lists import HEADER, as_csv
from tests.factories import MONDAY, make_member, make_person
from tests.pairs.factories import make_asked_pair, make_pair, make_run
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.services import (
    apply_import,
    choose_columns,
    read_staff_list,
    undo_import,
)
from turnabout.frame.programmes.services import end_membership
from turnabout.joining.matching.problem import taken_places
from turnabout.together.pairs import services


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def test_whoever_leaves_the_programme_leaves_her_pairs_like_anybody(cast):
    """Twin worlds: the mentor ended it, and the mentor left the programme."""
    by_hand = make_pair(cast)
    services.end_pair(by_hand, by=cast.ada)
    by_leaving, asked = make_pair(cast), make_asked_pair(cast)

    end_membership(cast.mentor, by=cast.chidi)

    by_leaving.refresh_from_db()
    asked.refresh_from_db()
    assert (by_leaving.ended_at, asked.closed_unformed_at) == (MONDAY, MONDAY)
    mails = OutboxMessage.objects.filter(kind="pairs/ended", recipient=cast.bruno.public_id)
    first, second = mails.values_list("due_at", "context")
    assert first == second


def without_the_mentor(cast):
    rows = [HEADER]
    for person in (cast.bruno, cast.chidi):
        rows.append((person.hr_id, person.name, person.address, "", "", "", "", ""))
    batch = read_staff_list(cast.organisation, data=as_csv(rows), name="staff.csv", by=cast.chidi)
    choose_columns(batch, columns={}, is_whole=True)
    apply_import(batch, by=cast.chidi, many_may_leave=True)
    return batch


def test_a_staff_list_without_the_mentor_ends_her_pair_like_any_other(cast):
    """Twin worlds: the mentor ended it, and the mentor left the organisation."""
    by_hand = make_pair(cast)
    services.end_pair(by_hand, by=cast.ada)
    by_leaving = make_pair(cast)

    without_the_mentor(cast)

    by_leaving.refresh_from_db()
    cast.mentor.refresh_from_db()
    assert (by_leaving.ended_at, cast.mentor.ended_at) == (MONDAY, MONDAY)
    mails = OutboxMessage.objects.filter(kind="pairs/ended", recipient=cast.bruno.public_id)
    first, second = mails.values_list("recipient", "due_at", "context")
    assert first == second
    assert first[0] == cast.bruno.public_id
    ended = AuditEntry.objects.filter(event="pair_ended").values_list("by", "facts")
    assert list(ended) == [("", {}), ("", {})]


def test_a_list_taken_back_gives_a_pair_back_to_the_two(cast, outbox):
    ended_before = make_pair(cast)
    with clock(MONDAY + timedelta(hours=1)):
        services.end_pair(ended_before, by=cast.ada)
    pair, asked = make_pair(cast), make_asked_pair(cast)
    with clock(MONDAY + timedelta(hours=2)):
        batch = without_the_mentor(cast)

    with clock(MONDAY + timedelta(hours=3)):
        undone = undo_import(batch, by=cast.chidi)
    with clock(MONDAY + timedelta(days=2)):
        told = [(copy.subject, copy.to_address) for copy in outbox()]

    cast.mentor.refresh_from_db()
    states = []
    for one in (pair, ended_before, asked):
        one.refresh_from_db()
        states.append(one.is_together)
    assert (undone.resumed, cast.mentor.ended_at) == (1, None)
    assert states == [True, False, False]
    assert taken_places(cast.programme)["mentor", cast.ada.pk] == 1
    assert sum(subject == "Your pairing goes on" for subject, _to in told) == 2
    assert sum(subject == "Your pairing has ended" for subject, _to in told) == 2


def test_a_list_taken_back_parts_nobody_from_a_new_partner(cast):
    pair = make_pair(cast)
    with clock(MONDAY + timedelta(hours=1)):
        batch = without_the_mentor(cast)
    with clock(MONDAY + timedelta(hours=2)):
        eva = make_member(cast.programme, make_person(cast.organisation, name="Eva"), "mentor")
        services.open_pairs(make_run(cast.programme, (eva, cast.mentee)))

        undo_import(batch, by=cast.chidi)

    pair.refresh_from_db()
    cast.mentor.refresh_from_db()
    assert (pair.is_together, cast.mentor.ended_at) == (False, None)
