from datetime import date, timedelta

import pytest

from tests.factories import MONDAY
from tests.pairs.factories import make_asked_pair, make_pair, make_run, make_signed_pair, sign
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.joining.matching.events import letters_wanted, run_published
from turnabout.joining.matching.models import Bond
from turnabout.joining.matching.problem import taken_places
from turnabout.together.pairs import services
from turnabout.together.pairs.events import agreement_signed, pair_formed
from turnabout.together.pairs.jobs import close_unanswered_pairs
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.sealing import (
    clauses_of_agreement,
    commitment_words,
    goal_words,
    note_words,
)


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def kinds():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


def heard(signal):
    told = []

    def listener(**facts):
        told.append({key: facts[key] for key in facts if key not in ("signal", "sender")})

    signal.connect(listener, weak=False)
    return told, lambda: signal.disconnect(listener)


def test_a_published_run_opens_a_pair_and_asks_only_the_mentor(cast):
    run = make_run(cast.programme, (cast.mentor, cast.mentee))

    run_published.send(sender=None, run=run)
    run_published.send(sender=None, run=run)

    asked = OutboxMessage.objects.order_by("pk").values_list("kind", "recipient", "due_at")
    assert Pair.objects.count() == 1
    assert list(asked) == [
        ("pairs/ask-mentor", cast.ada.public_id, MONDAY),
        ("pairs/remind-mentor", cast.ada.public_id, MONDAY + timedelta(days=3)),
    ]


def test_a_proposal_that_nobody_approved_opens_no_pair(cast):
    run = make_run(cast.programme, (cast.mentor, cast.mentee), approved=False)

    assert services.open_pairs(run) == []


def test_the_mentee_is_asked_once_the_mentor_has_said_yes(cast):
    pair = make_asked_pair(cast)

    services.accept_proposal(pair, by=cast.ada)

    assert kinds() == [
        "pairs/ask-mentor",
        "pairs/remind-mentor",
        "pairs/ask-mentee",
        "pairs/remind-mentee",
    ]


def test_both_say_yes_and_the_pair_is_formed(cast):
    told, stop = heard(pair_formed)

    pair = make_pair(cast)
    stop()

    assert told == [{"pair": pair}]
    assert pair.is_together
    assert kinds()[4:] == ["pairs/formed", "pairs/formed"]
    assert list(Bond.objects.values_list("mentor", "mentee", "until")) == [
        (cast.ada.pk, cast.bruno.pk, None)
    ]


def test_nobody_says_yes_twice_or_before_her_turn(cast):
    pair = make_asked_pair(cast)

    with pytest.raises(Refusal):
        services.accept_proposal(pair, by=cast.bruno)
    with pytest.raises(Refusal):
        services.decline_proposal(pair, by=cast.bruno)
    services.accept_proposal(pair, by=cast.ada)
    with pytest.raises(Refusal):
        services.accept_proposal(pair, by=cast.ada)
    with pytest.raises(Refusal):
        services.decline_proposal(pair, by=cast.ada)


def test_a_stranger_answers_for_nobody(cast):
    pair = make_asked_pair(cast)

    with pytest.raises(Refusal):
        services.accept_proposal(pair, by=cast.dana)
    with pytest.raises(Refusal):
        services.decline_proposal(pair, by=cast.dana)


def test_a_mentor_who_says_no_leaves_no_trace_for_the_mentee(cast):
    pair = make_asked_pair(cast)

    services.decline_proposal(pair, by=cast.ada)

    assert Pair.objects.open().count() == 0
    assert not OutboxMessage.objects.filter(recipient=cast.bruno.public_id).exists()
    last = AuditEntry.objects.latest("number")
    assert (last.event, last.by, last.facts) == ("pair_proposed", "", {})


def test_a_mentor_reads_the_same_on_the_same_day_whatever_the_reason(cast):
    """Twin worlds: the mentee said no, and nobody answered."""
    said_no = make_asked_pair(cast)
    services.accept_proposal(said_no, by=cast.ada)
    services.decline_proposal(said_no, by=cast.bruno)
    silent = make_asked_pair(cast)
    services.accept_proposal(silent, by=cast.ada)
    with clock(silent.answer_until):
        close_unanswered_pairs()

    told = OutboxMessage.objects.filter(kind="pairs/unformed").values_list(
        "recipient", "due_at", "context"
    )
    assert len(told) == 2
    assert told[0] == told[1]
    assert told[0][1] == said_no.answer_until


def test_the_days_to_answer_end_once(cast):
    pair = make_asked_pair(cast)

    with clock(pair.mentor_until - timedelta(minutes=1)):
        early = close_unanswered_pairs()
    with clock(pair.mentor_until):
        first, second = close_unanswered_pairs(), close_unanswered_pairs()

    assert (early, first, second) == (0, 1, 0)
    assert not services.close_unanswered(pair)
    assert not OutboxMessage.objects.filter(kind="pairs/unformed").exists()


def test_the_mentor_writes_first_and_both_sign(cast):
    told, stop = heard(agreement_signed)
    pair = make_pair(cast)

    with pytest.raises(Refusal):
        services.draft_agreement(pair, {}, by=cast.bruno)
    first = services.draft_agreement(pair, {"place": "The canteen."}, by=cast.ada)
    sign(first, by=cast.ada)
    sign(first, by=cast.bruno)
    stop()

    assert told == [{"agreement": first}]
    assert first.is_signed_by_both
    words = {row["slug"]: row for row in clauses_of_agreement(first, pair)}
    assert words["place"] == {"slug": "place", "words": "The canteen."}
    assert "8 sessions of 60 minutes" in words["rhythm"]["texts"]["en"]
    assert kinds()[-2:] == ["pairs/signed", "pairs/signed"]


def test_nobody_signs_twice_or_words_that_were_replaced(cast):
    pair = make_pair(cast)
    first = services.draft_agreement(pair, {}, by=cast.ada)
    sign(first, by=cast.ada)

    with pytest.raises(Refusal):
        sign(first, by=cast.ada)
    second = services.draft_agreement(pair, {"place": "Elsewhere"}, by=cast.bruno)
    with pytest.raises(Refusal):
        sign(first, by=cast.bruno)
    with pytest.raises(Refusal):
        sign(second, by=cast.dana)

    assert (second.version, second.is_signed_by_both) == (2, False)


def test_two_writers_at_once_lose_no_words(cast):
    pair = make_pair(cast)
    services.draft_agreement(pair, {}, by=cast.ada, follows=0)
    services.draft_agreement(pair, {"place": "At Bruno's"}, by=cast.bruno, follows=1)

    with pytest.raises(Refusal):
        services.draft_agreement(pair, {"place": "At Ada's"}, by=cast.ada, follows=1)

    assert pair.agreements.count() == 2


def test_only_the_mentor_writes_how_she_is_named(cast):
    pair = make_pair(cast)
    services.draft_agreement(pair, {"credit": "In public"}, by=cast.ada)

    second = services.draft_agreement(pair, {"credit": "Not at all"}, by=cast.bruno)

    words = {row["slug"]: row.get("words") for row in clauses_of_agreement(second, pair)}
    assert words["credit"] == "In public"


def test_a_required_clause_is_not_left_empty(cast):
    pair = make_pair(cast)

    with pytest.raises(Refusal):
        services.draft_agreement(pair, {"place": "   "}, by=cast.ada)


def test_an_ended_pair_agrees_on_nothing_new(cast):
    pair = make_pair(cast)
    services.end_pair(pair, by=cast.ada)
    pair.refresh_from_db()

    with pytest.raises(Refusal):
        services.draft_agreement(pair, {}, by=cast.ada)
    with pytest.raises(Refusal):
        services.write_goal(pair, "a goal", by=cast.ada)
    with pytest.raises(Refusal):
        services.note_commitment(pair, "a thing", by=cast.ada)


def test_goals_are_three_and_freeze_at_signing(cast):
    pair = make_pair(cast)
    goals = [services.write_goal(pair, f"goal {count}", by=cast.ada) for count in range(3)]
    with pytest.raises(Refusal):
        services.write_goal(pair, "a fourth", by=cast.ada)
    agreement = services.draft_agreement(pair, {}, by=cast.ada)
    sign(agreement, by=cast.ada)
    sign(agreement, by=cast.bruno)

    services.mark_goal_met(goals[0], by=cast.ada)
    services.drop_goal(goals[1], by=cast.ada)
    with pytest.raises(Refusal):
        services.drop_goal(goals[1], by=cast.ada)
    with pytest.raises(Refusal):
        services.mark_goal_met(goals[0], by=cast.ada)
    with pytest.raises(Refusal):
        services.drop_goal(goals[2], by=cast.bruno)

    goals[2].refresh_from_db()
    assert goals[2].frozen_at == MONDAY
    assert goal_words(goals[2], pair) == "goal 2"


def test_what_was_heard_is_promised_and_done(cast):
    pair = make_pair(cast)
    heard_thing = services.note_commitment(pair, "leaks", by=cast.ada)

    with pytest.raises(Refusal):
        services.plan_commitment(heard_thing, "answer", date(2026, 3, 9), by=cast.ada)
    with pytest.raises(Refusal):
        services.say_whether_it_mattered(heard_thing, True, by=cast.ada)
    services.plan_commitment(heard_thing, "answer", date(2026, 3, 9), by=cast.bruno)
    services.finish_commitment(heard_thing, "answered", by=cast.bruno)
    services.say_whether_it_mattered(heard_thing, True, by=cast.ada)
    with pytest.raises(Refusal):
        services.say_whether_it_mattered(heard_thing, True, by=cast.bruno)
    with pytest.raises(Refusal):
        services.finish_commitment(heard_thing, "again", by=cast.bruno)

    heard_thing.refresh_from_db()
    fields = ("heard", "will_do", "outcome")
    read = [commitment_words(heard_thing, field, pair) for field in fields]
    assert (read, heard_thing.mattered) == (["leaks", "answer", "answered"], True)


def test_a_promise_is_declined_with_a_reason(cast):
    pair = make_pair(cast)
    heard_thing = services.note_commitment(pair, "leaks", by=cast.bruno)

    with pytest.raises(Refusal):
        services.decline_commitment(heard_thing, " ", by=cast.bruno)
    services.decline_commitment(heard_thing, "no money", by=cast.bruno)

    assert heard_thing.declined_at == MONDAY
    assert commitment_words(heard_thing, "outcome", pair) == "no money"


def test_a_private_note_is_its_authors(cast):
    pair = make_pair(cast)
    note = services.write_private_note(pair, "only me", by=cast.ada)

    with pytest.raises(Refusal):
        services.write_private_note(pair, "me too", by=cast.dana)
    with pytest.raises(Refusal):
        services.erase_private_note(note, by=cast.bruno)
    assert note_words(note) == "only me"
    services.erase_private_note(note, by=cast.ada)

    assert pair.notes.count() == 0


def test_nobody_keeps_notes_before_the_pair_is_formed(cast):
    pair = make_asked_pair(cast)

    with pytest.raises(Refusal):
        services.write_private_note(pair, "too early", by=cast.ada)


def test_a_second_tap_writes_nothing_a_second_time(cast):
    pair = make_pair(cast)
    writers = (
        services.write_goal,
        services.note_commitment,
        services.write_private_note,
    )

    for write in writers:
        first = write(pair, "the same words", by=cast.ada)
        assert write(pair, "the same words", by=cast.ada) == first
        assert write(pair, "other words", by=cast.ada) != first
    with clock(MONDAY + timedelta(minutes=2)):
        later = services.write_goal(pair, "the same words", by=cast.ada)

    assert later.pk is not None
    assert (pair.goals.count(), pair.commitments.count(), pair.notes.count()) == (3, 2, 2)


def test_a_pause_tells_both_on_another_day_and_ends_once_both_are_ready(cast):
    pair = make_signed_pair(cast)

    services.pause_pair(pair, by=cast.ada, back_on=date(2026, 4, 1))
    with pytest.raises(Refusal):
        services.pause_pair(pair, by=cast.bruno)

    told = OutboxMessage.objects.filter(kind="pairs/paused")
    assert {one.recipient for one in told} == {cast.ada.public_id, cast.bruno.public_id}
    assert {one.due_at.isoformat() for one in told} == {"2026-03-03T09:00:00+00:00"}
    assert [services.say_ready(pair, by=person) for person in (cast.ada, cast.ada)] == [False] * 2
    assert services.say_ready(pair, by=cast.bruno)
    with pytest.raises(Refusal):
        services.say_ready(pair, by=cast.ada)
    assert kinds()[-2:] == ["pairs/resumed"] * 2


def test_an_ending_is_the_same_for_the_other_whoever_ended_it(cast):
    """Twin worlds: the mentor ended it, and the programme ended it."""
    by_mentor, by_programme = make_pair(cast), make_pair(cast)

    services.end_pair(by_mentor, by=cast.ada)
    services.end_pair(by_programme, by=cast.chidi)
    with pytest.raises(Refusal):
        services.end_pair(by_mentor, by=cast.bruno)

    mails = OutboxMessage.objects.filter(kind="pairs/ended", recipient=cast.bruno.public_id)
    first, second = mails.values_list("due_at", "context")
    assert first == second
    assert not Bond.objects.standing().exists()
    ended = AuditEntry.objects.filter(event="pair_ended").values_list("by", "facts")
    assert list(ended) == [("", {}), ("", {})]


def test_a_note_written_on_friday_leaves_on_monday(cast):
    with clock(MONDAY + timedelta(days=4)):
        pair = make_pair(cast)
    with clock(MONDAY + timedelta(days=4)):
        services.end_pair(pair, by=cast.ada)

    told = OutboxMessage.objects.filter(kind="pairs/ended")
    assert {one.due_at.isoformat() for one in told} == {"2026-03-09T09:00:00+00:00"}


def test_an_answered_question_is_not_sent_again_and_nobody_is_reminded_of_it(cast, outbox):
    pair = make_asked_pair(cast)
    services.accept_proposal(pair, by=cast.ada)
    services.accept_proposal(pair, by=cast.bruno)

    with clock(MONDAY + timedelta(days=4)):
        subjects = [copy.subject for copy in outbox()]

    assert sorted(subjects) == ["You and Ada Nowak are a pair", "You and Bruno Keller are a pair"]


def test_an_agreement_mail_is_dropped_when_it_is_out_of_date(cast, outbox):
    pair = make_pair(cast)
    outbox()
    first = services.draft_agreement(pair, {}, by=cast.ada)
    services.draft_agreement(pair, {}, by=cast.bruno)
    second = services.draft_agreement(pair, {}, by=cast.ada)
    sign(second, by=cast.bruno)

    waiting = [copy.subject for copy in outbox()][2:]

    assert first.version == 1
    assert waiting == ["Your agreement waits for you"]


def test_the_coordinator_reads_every_letter_before_it_leaves(cast):
    run = make_run(cast.programme, (cast.mentor, cast.mentee))

    answers = letters_wanted.send(sender=None, proposal=run.proposals.get(), at=MONDAY)

    [letters] = [found for _room, found in answers]
    assert [(letter.name, letter.to) for letter in letters] == [
        ("ask-mentor", "Ada Nowak"),
        ("remind-mentor", "Ada Nowak"),
        ("ask-mentee", "Bruno Keller"),
        ("remind-mentee", "Bruno Keller"),
        ("formed", "Ada Nowak"),
        ("unformed", "Ada Nowak"),
    ]
    assert letters[0].subject == "A question for you, in private"
    assert "You have until Sunday 8 March." in letters[0].text
    assert "You have until Sunday 8 March." in letters[0].html
    assert not any(cast.bruno.name in letter.text + letter.html for letter in letters[:4])
    assert not OutboxMessage.objects.exists()
    assert not Pair.objects.exists()


def test_a_no_gives_no_place_back_before_the_day_on_which_it_is_told(cast):
    pair = make_asked_pair(cast)
    services.decline_proposal(pair, by=cast.ada)

    taken = []
    for at in (MONDAY, pair.answer_until - timedelta(minutes=1), pair.answer_until):
        with clock(at):
            taken.append(taken_places(cast.programme)["mentor", cast.ada.pk])

    assert taken == [1, 1, 0]


def test_a_no_that_is_not_told_yet_still_counts_as_waiting(cast):
    pair = make_asked_pair(cast)
    services.accept_proposal(pair, by=cast.ada)
    services.decline_proposal(pair, by=cast.bruno)

    told = [Pair.objects.as_told(at).count() for at in (MONDAY, pair.answer_until)]

    assert told == [1, 0]
