"""Phases that close keep new things from beginning; a second wave is matched beside the first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.applications.test_views import MENTEE_STEPS, MENTOR_STEPS, invited, opened, walk
from tests.factories import MONDAY
from tests.matching.factories import make_mentee, make_mentor, publish_and_ask
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.programmes import services as programmes
from turnabout.frame.programmes.models import Phase
from turnabout.frame.programmes.over import APPLYING, MATCHING, SESSIONS, TOGETHER, over
from turnabout.frame.programmes.queries import phases_of
from turnabout.joining.applications.queries.choosing import chooses
from turnabout.joining.matching import queries as matching_queries
from turnabout.joining.matching import services as matching
from turnabout.joining.matching.models import Bond, Proposal
from turnabout.together.meetings import queries as meetings_queries
from turnabout.together.meetings import services as meetings
from turnabout.together.pairs import services as pairs
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition.services import give_thanks


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def begin_wave(cast, *kinds):
    programmes.begin_wave(cast.programme, kinds=kinds, starts_on=MONDAY.date(), by=cast.chidi)
    for phase in Phase.objects.filter(programme=cast.programme, opened_at=None):
        programmes.open_phase(phase, by=cast.chidi)


def close_all(cast, *kinds):
    for phase in Phase.objects.filter(programme=cast.programme, kind__in=kinds, closed_at=None):
        programmes.close_phase(phase, by=cast.chidi)


def match_and_agree(cast):
    """A run of everybody who is free, published, and a yes from both of each pair."""
    run = matching.request_run(cast.programme, by=cast.chidi)
    matching.approve_rest(run, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)
    made = list(Pair.objects.filter(proposal__run=run))
    for pair in made:
        pairs.accept_proposal(pair, by=pair.mentor)
        pairs.accept_proposal(pair, by=pair.mentee)
    return run, made


def test_people_of_a_second_wave_are_matched_beside_the_first_which_stays_untouched(cast):
    begin_wave(cast, "apply", "match")
    for name in ("Priya", "Noor"):
        make_mentor(cast.programme, name)
    for name in ("Greg", "Henk"):
        make_mentee(cast.programme, name)
    first_run, first = match_and_agree(cast)
    close_all(cast, "apply", "match")
    assert (len(first), over(cast.programme, MATCHING).coordinators) == (2, ("Chidi Okafor",))
    with pytest.raises(Refusal, match=r"No new run is made\. The phase “Match and consent” is clo"):
        matching.request_run(cast.programme, by=cast.chidi)
    before = standing(first_run)
    letters = letters_to(first)

    begin_wave(cast, "apply", "match")
    later = [invited(cast, "mentor"), invited(cast, "mentee", "Wanda Kruk")]
    for membership, steps in zip(later, (MENTOR_STEPS, MENTEE_STEPS), strict=True):
        walk(opened(membership), membership, steps)
    run, second = match_and_agree(cast)

    assert [(pair.mentor, pair.mentee) for pair in second] == [tuple(one.person for one in later)]
    assert (run.counts["mentors"], run.counts["mentees"]) == (1, 1)
    assert standing(first_run) == before
    assert letters_to(first) == letters
    assert Bond.objects.standing().filter(programme=cast.programme).count() == 3
    assert matching_queries.what_became_of(run).together == 1


def standing(run):
    """Everything that a run led to, as rows."""
    made = Pair.objects.filter(proposal__run=run)
    people = made.values("mentor")
    return [
        list(rows.order_by("pk").values())
        for rows in (
            made,
            Proposal.objects.filter(run=run),
            Bond.objects.filter(mentor__in=people),
            type(run).objects.filter(pk=run.pk),
        )
    ]


def letters_to(made):
    people = [person.public_id for pair in made for person in (pair.mentor, pair.mentee)]
    return OutboxMessage.objects.filter(recipient__in=people).count()


def test_what_belongs_to_a_closed_phase_begins_no_more_and_what_has_begun_goes_on(cast):
    begin_wave(cast, "apply", "sessions-1", "sessions-2", "close")
    pair = make_signed_pair(cast)
    starts = meetings_queries.propose_dates(pair)
    booked = meetings.book_meetings(pair, starts[:1], by=cast.bruno)[0]
    close_all(cast, "sessions-1")
    assert over(cast.programme, SESSIONS) is None
    close_all(cast, "apply", "sessions-2", "close")

    with pytest.raises(Refusal, match=r"No new session is booked\. The phase .* Chidi Okafor can"):
        meetings.book_meetings(pair, starts[1:2], by=cast.bruno)
    for begin in (
        lambda: pairs.write_goal(pair, "Ask more", by=cast.ada),
        lambda: pairs.draft_agreement(pair, {}, by=cast.ada),
        lambda: give_thanks(pair, "Thank you", by=cast.ada),
    ):
        with pytest.raises(Refusal, match=r"is closed\. Chidi Okafor can hold it again"):
            begin()
    with clock(booked.ends_at + timedelta(hours=1)):
        meetings.mark_held(booked, by=cast.bruno)
    assert not OutboxMessage.objects.filter(kind="checkins/pulse").exists()
    pairs.note_commitment(pair, "Fewer slides", by=cast.bruno)

    programmes.repeat_phase(
        Phase.objects.get(programme=cast.programme, kind="close"), by=cast.chidi
    )
    assert over(cast.programme, TOGETHER) is None
    give_thanks(pair, "Thank you", by=cast.ada)


def test_pages_say_beforehand_what_is_closed_and_who_can_hold_it_again(cast, as_person):
    begin_wave(cast, "apply", "match")
    membership = invited(cast, "mentor")
    client = opened(membership)
    close_all(cast, "apply", "match")

    applying = client.get(reverse("applications:apply", args=[membership.public_id]))
    page = as_person(cast.chidi).get(reverse("matching:overview", args=[cast.programme.public_id]))

    closed = "is closed. Chidi Okafor can hold it again."
    assert f"The phase “Apply” {closed}" in applying.content.decode()
    assert f"The phase “Match and consent” {closed}" in page.content.decode()
    phase = over(cast.programme, MATCHING).phase
    assert reverse("programmes:phase_page", args=[phase.public_id]) in page.content.decode()
    assert reverse("programmes:phase_page", args=[phase.public_id]) not in applying.content.decode()
    address = reverse("applications:apply", args=[membership.public_id])
    sent = [client.post(f"{address}?step={step}", said) for step, said in MENTOR_STEPS.items()]
    assert [answer.status_code for answer in sent] == [302, 302, 409]


def test_phases_say_what_they_still_need(cast):
    begin_wave(cast, "interest", "apply", "match", "train", "sessions-1", "midpoint", "follow-up")

    def missing():
        cast.programme.refresh_from_db()
        return {one.kind.slug: len(one.missing) for one in phases_of(cast.programme)}

    assert missing() == {
        "interest": 1, "apply": 0, "match": 2, "train": 1, "sessions-1": 1, "midpoint": 1,
        "follow-up": 1,
    }  # fmt: skip
    pair = make_booked_pair(cast)
    make_held_meeting(cast, pair)
    pairs.note_commitment(pair, "Fewer slides", by=cast.bruno)
    assert missing() | {"match": 0} == {
        "interest": 1, "apply": 0, "match": 0, "train": 0, "sessions-1": 0, "midpoint": 0,
        "follow-up": 0,
    }  # fmt: skip


def test_a_programme_without_phases_begins_what_it_likes(cast):
    assert [over(cast.programme, kinds) for kinds in (APPLYING, MATCHING, TOGETHER)] == [None] * 3
    assert not chooses(cast.programme)
