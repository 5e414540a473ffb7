"""What the two sign: both sides of one paper, changed by two at once, signed as it was shown."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair
from tests.pairs.factories import make_pair, make_pairs, make_signed_pair, sign
from tests.pairs.test_views import text_of
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.content.services import edit_page, say_in_own_words
from turnabout.frame.directory.events import people_moved
from turnabout.frame.programmes import services as programmes
from turnabout.together.meetings.services import mark_held
from turnabout.together.pairs import services
from turnabout.together.pairs.agreement_queries import pair_words, read_paper
from turnabout.together.pairs.models import Agreement, Revisit
from turnabout.together.pairs.paper import digest_of, frozen_goals, read_goals
from turnabout.together.pairs.sealing import words_of


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def own_browser(person):
    """Two people at once need a browser each."""
    client = Client()
    client.force_login(person.user)
    return client


def form_of(client, root):
    """The words that the form shows, as a browser would send them back."""
    form = client.get(f"{root}write/").context["form"]
    return {name: form[name].value() for name in form.fields}


def paper_of(pair):
    latest = pair.agreements.first()
    return read_paper(latest, pair, is_latest=True)


@pytest.mark.capability(
    "S010", "S011", "S012", "S041", "S042", "S064", "S066", "S076", "S121", "S122", "S123"
)
def test_both_sides_stand_beside_each_other_and_both_sign_what_they_were_shown(cast):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    mentors = form_of(ada, root)
    ada.post(f"{root}write/", {**mentors, "mentor-brings": "Two years of support calls"})
    mentees = form_of(bruno, root)
    bruno.post(f"{root}write/", {**mentees, "mentee-goals": "I want to judge a dashboard"})
    services.write_goal(pair, "Read it alone", by=cast.bruno)
    services.write_goal(pair, "Speak to the board", by=cast.ada)

    pages = [client.get(root) for client in (ada, bruno)]
    seen = [text_of(page) for page in pages]
    signing = {
        "agreement": pages[0].context["agreement"].public_id,
        "shown": pages[0].context["paper"].shown,
    }
    signed_by_mentor = ada.post(f"{root}sign/", signing)
    without_tick = bruno.post(f"{root}sign/", signing)
    signed_by_mentee = bruno.post(f"{root}sign/", {**signing, "steps_back": "yes"})
    latest = pair.agreements.first()

    assert "mentee-goals" not in mentors
    assert "mentor-goals" not in mentees
    assert pages[0].context["paper"] == pages[1].context["paper"]
    columns = pages[0].context["paper"].columns
    assert [[clause.slug for clause in column.clauses] for column in columns] == [
        ["mentor-goals", "mentor-brings", "mentor-part"],
        ["mentee-goals", "mentee-brings", "mentee-part"],
    ]
    for page in seen:
        for words in (
            "Two years of support calls",
            "dashboard</ins>",
            "Read it alone",
            "Speak to the board",
            "Be patient, and explain things in detail.",
            "Set the goals, each with the decision it would improve",
            "Each of us is here to learn from the other",
            "8 sessions of 60 minutes",
            "What is said stays here.",
            str(sentence("pairs.agreement")),
        ):
            assert words in page
    assert "steps_back" in seen[1]
    assert "steps_back" not in seen[0]
    assert [signed_by_mentor.status_code, signed_by_mentee.status_code] == [302, 302]
    assert ada.post(f"{root}sign/", signing).status_code == 302
    assert without_tick.status_code == 409
    assert "Tick that you hold nothing against the other" in text_of(without_tick)
    assert (latest.mentor_recused_at, latest.mentee_recused_at) == (None, MONDAY)
    assert latest.mentor_signed_words == latest.mentee_signed_words == signing["shown"]
    assert [goal["words"] for goal in frozen_goals(latest, pair)] == [
        "Read it alone",
        "Speak to the board",
    ]
    assert "Promised besides" in text_of(ada.get(root))


def test_two_who_write_at_once_lose_no_word_of_either(cast):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    services.draft_agreement(pair, {}, by=cast.ada)
    theirs, mine = form_of(bruno, root), form_of(ada, root)
    bruno.post(f"{root}write/", {**theirs, "place": "The canteen", "contact": "By chat."})

    late = ada.post(f"{root}write/", {**mine, "place": "The park", "feedback": "One thing."})
    again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
    twice = [ada.post(f"{root}write/", again).status_code for _tap in range(2)]

    page = text_of(late)
    assert late.status_code == 409
    assert "The park" in page
    assert "The canteen" in page
    assert "Bruno wrote meanwhile" in page
    assert twice == [302, 302]
    assert pair.agreements.count() == 3
    words = pair_words(pair.agreements.first(), pair)
    assert [words[slug] for slug in ("place", "contact", "feedback")] == [
        "The park",
        "By chat.",
        "One thing.",
    ]
    assert pair_words(pair.agreements.get(version=2), pair)["place"] == "The canteen"


def test_no_signature_stands_under_words_that_were_not_shown(cast):
    """Signed while edited, signed while a goal changes, reopened, signed again."""
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    first = services.draft_agreement(pair, {}, by=cast.ada)
    shown = {"agreement": first.public_id, "shown": digest_of(first, pair), "steps_back": "yes"}

    goal = services.write_goal(pair, "New while he reads", by=cast.ada)
    goal_changed = bruno.post(f"{root}sign/", shown)
    sign(first, by=cast.ada)
    revised = services.revise_goal(goal, "Said anew", by=cast.ada, details=read_details(goal, pair))
    second = pair.agreements.first()
    old_version = bruno.post(f"{root}sign/", {**shown, "shown": digest_of(first, pair)})
    no_digest = bruno.post(f"{root}sign/", {"agreement": second.public_id, "steps_back": "yes"})

    assert [goal_changed.status_code, old_version.status_code, no_digest.status_code] == [409] * 3
    assert "The goals in it changed while you were reading" in text_of(goal_changed)
    assert "New while he reads" in text_of(goal_changed)
    assert "There is a newer version" in text_of(old_version)
    assert "Said anew" in text_of(old_version)
    assert (second.version, second.is_signed_by_one) == (2, False)

    sign(second, by=cast.bruno)
    sign(second, by=cast.ada)
    third = services.draft_agreement(pair, {"place": "Elsewhere"}, by=cast.bruno)
    sign(third, by=cast.ada)
    services.drop_goal(revised, by=cast.ada)
    fourth = pair.agreements.first()
    sign(fourth, by=cast.ada)
    sign(fourth, by=cast.bruno)

    told = [
        (one.version, one.is_signed_by_both, len(frozen_goals(one, pair)))
        for one in pair.agreements.order_by("version")
    ]
    assert told == [(1, False, 0), (2, True, 1), (3, False, 0), (4, True, 0)]
    first.refresh_from_db()
    assert (first.mentor_signed_at, first.mentee_signed_at) == (MONDAY, None)
    page = text_of(ada.get(f"{root}?version=2"))
    assert "Said anew" in page
    assert "Signed by both" in page


def read_details(goal, pair):
    return read_goals(pair, [goal])[0].details


def test_a_comment_changes_no_words_and_waits_until_it_is_settled(cast):
    pair = make_pair(cast)
    first = services.draft_agreement(pair, {}, by=cast.ada)
    sign(first, by=cast.ada)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)

    asked = text_of(bruno.get(f"{root}place/comment/"))
    empty = bruno.post(f"{root}place/comment/", {"words": ""})
    for _tap in range(2):
        kept = bruno.post(f"{root}place/comment/", {"words": "Could we walk?"})
    services.draft_agreement(pair, {"contact": "By chat."}, by=cast.ada)
    carried = text_of(ada.get(root))
    comment = first.comments.get()
    settled = ada.post(f"/pairs/comments/{comment.public_id}/settle/")

    assert "A comment changes no words" in asked
    assert empty.status_code == 200
    assert (kept.status_code, kept["Location"]) == (302, f"{root}#place")
    assert carried.count("Could we walk?") == 1
    assert (settled.status_code, "Could we walk?" in text_of(ada.get(root))) == (302, False)
    assert "Could we walk?" in text_of(ada.get(f"{root}?version=1"))
    assert bruno.get(f"{root}nothing/comment/").status_code == 404
    first.refresh_from_db()
    assert first.mentor_signed_at == MONDAY
    with pytest.raises(Refusal):
        services.settle_comment(comment, by=cast.dana)
    with pytest.raises(Refusal):
        services.comment_on_clause(first, "place", "I look in", by=cast.dana)
    with pytest.raises(Refusal):
        services.comment_on_clause(first, "no-such-clause", "Where?", by=cast.ada)


@pytest.mark.capability("S014", "S033", "S063", "S065")
def test_conduct_is_written_by_the_pair_or_set_by_the_programme(cast):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    starters = form_of(ada, root)
    ada.post(f"{root}write/", {**starters, "conduct": "We say what we think, kindly."})
    own = text_of(bruno.get(root))

    programmes.change_rules(cast.programme, values={"conduct_by": "programme"}, by=cast.chidi)
    programmes.change_guidance(
        cast.programme,
        objectives=[],
        guidelines=["No sessions in the week of the audit."],
        support=[],
        by=cast.chidi,
    )
    edit_page(
        cast.organisation,
        "agreement/conduct",
        language="en",
        title="Ours",
        body="- We begin with a good question.\n- We end on time.",
        by=cast.chidi,
        programme=cast.programme,
    )
    pair.programme.refresh_from_db()
    fields = form_of(bruno, root)
    bruno.post(f"{root}write/", {**fields, "conduct": "Mine", "place": "The park"})
    imposed = paper_of(pair)

    assert "We listen to the end and ask before we advise." in starters["conduct"]
    assert "We say what we think, kindly." in own
    assert "conduct" not in fields
    standing = {clause.slug: clause for clause in imposed.common}
    assert standing["conduct"].words == "We begin with a good question.\nWe end on time."
    assert standing["house"].words == "No sessions in the week of the audit."
    assert standing["conduct"].stands
    assert standing["house"].stands
    assert standing["passing"].words.startswith("We move on at once.")


def test_where_nobody_is_the_junior_one_both_promise_to_step_back(cast):
    programmes.change_rules(cast.programme, values={"direction": "any"}, by=cast.chidi)
    pair = make_pair(cast)
    agreement = services.draft_agreement(pair, {}, by=cast.ada)

    with pytest.raises(Refusal):
        services.sign_agreement(agreement, by=cast.ada, shown=digest_of(agreement, pair))
    sign(agreement, by=cast.ada)

    words = {clause.slug: clause.words for clause in paper_of(pair).common}
    assert agreement.mentor_recused_at == MONDAY
    assert words["power"].startswith("Nothing that is said here is held against either of us")


@pytest.mark.capability("S012", "S015")
def test_the_two_are_asked_to_look_again_at_the_third_session_the_middle_and_the_end(
    cast, as_person
):
    pair = make_booked_pair(cast)
    root = f"/pairs/{pair.public_id}/"
    asked = []
    for meeting in pair.meetings.order_by("number"):
        with clock(meeting.starts_at + timedelta(hours=2)):
            mark_held(meeting, by=cast.bruno)
        asked.append(list(pair.revisits.values_list("reason", flat=True)))
    pages = [text_of(as_person(person).get(root)) for person in (cast.ada, cast.bruno)]
    mails = OutboxMessage.objects.filter(kind="pairs/revisit")

    assert [len(reasons) for reasons in asked] == [0, 1, 1, 2, 2, 2, 2, 3]
    assert asked[-1] == ["third_session", "middle", "end"]
    assert mails.count() == 6
    assert all("Does your agreement still fit?" in page for page in pages)

    as_person(cast.ada).post(f"{root}agreement/stands/")
    waiting = text_of(as_person(cast.ada).get(root))
    as_person(cast.bruno).post(f"{root}agreement/stands/")
    again = as_person(cast.bruno).post(f"{root}agreement/stands/")

    assert "You said that it fits. Your partner is asked, too." in waiting
    assert "Does your agreement still fit?" not in text_of(as_person(cast.ada).get(root))
    assert again.status_code == 409
    assert Revisit.objects.filter(settled_at=None).count() == 0


def test_a_change_in_the_organisation_asks_once_and_a_new_version_settles_it(cast, outbox):
    pair, outsiders = make_signed_pair(cast), [cast.chidi]
    outbox()

    services.look_again_after(make_pair(cast), 2)
    people_moved.send(sender=None, people=outsiders)
    people_moved.send(sender=None, people=[cast.ada])
    people_moved.send(sender=None, people=[cast.bruno])
    letters = [copy for copy in outbox() if "agreement still fit" in copy.subject]
    services.draft_agreement(pair, {"place": "Elsewhere"}, by=cast.ada)

    assert list(pair.revisits.values_list("reason", "settled_at")) == [("organisation", MONDAY)]
    assert len(letters) == 2
    with pytest.raises(Refusal):
        services.say_it_still_fits(pair, by=cast.dana)


def test_erased_words_leave_version_day_and_signatures_without_a_name(cast, as_person):
    pair = make_signed_pair(cast)
    services.write_goal(pair, "To be erased", by=cast.ada)
    agreement = pair.agreements.get(version=1)
    agreement.drafted_by = None
    agreement.save(update_fields=["drafted_by"])

    with pytest.raises(Refusal):
        words_of(Agreement(pair=pair, clauses=agreement.clauses), "clauses", pair)
    vault.destroy_key(pair.key_holder)
    page = text_of(as_person(cast.bruno).get(f"/pairs/{pair.public_id}/agreement/?version=1"))
    own = as_person(cast.bruno).get(f"/pairs/{pair.public_id}/")

    assert "The words of this version were erased." in page
    assert "Version 1 signed, Monday 2 March" in page
    assert own.status_code == 200
    assert "To be erased" not in text_of(own)


@pytest.mark.capability("S012")
def test_own_clauses_hold_for_what_is_written_from_now_on_and_never_for_what_was_signed(cast):
    pair = make_signed_pair(cast)
    root = f"/pairs/{pair.public_id}/agreement/"
    ada = own_browser(cast.ada)
    signed, digest = paper_of(pair), digest_of(pair.agreements.first(), pair)

    def say(kind, **words):
        say_in_own_words(cast.organisation, kind, language="en", words=words, by=cast.chidi)

    say(
        "agreement-programme",
        learning_heading="Curious, both",
        learning="We ask, over {sessions} sessions.",
        moving_growth="Said elsewhere.",
    )
    say("agreement-pair", place="A bench outside.", place_heading="Our place")
    say("ally", voice="Quiet people are talked over.")

    assert (paper_of(pair), digest_of(pair.agreements.first(), pair)) == (signed, digest)
    asked = ada.get(f"{root}write/")
    assert asked.context["form"]["place"].label == "Our place"
    assert "Quiet people are talked over." in text_of(
        ada.get(reverse("pairs:hear", args=[pair.public_id]))
    )
    ada.post(f"{root}write/", form_of(ada, root))
    say("agreement-programme")
    say("agreement-pair")
    second = text_of(ada.get(root))
    for words in ("Curious, both", "We ask, over 8 sessions.", "Our place", "not the mentee’s"):
        assert words in second
    assert "Said elsewhere." not in second
    assert "Two who learn" in text_of(ada.get(f"{root}?version=1"))

    [other] = make_pairs(cast, 1)
    say("agreement-pair", place="A bench outside.")
    first = services.draft_agreement(other, {}, by=other.mentor)
    assert pair_words(first, other)["place"] == "A bench outside."
