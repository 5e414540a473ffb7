"""Goals with steps and a ladder, promises with an end, and what goes both ways."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MONDAY
from tests.pairs.dumps import dump
from tests.pairs.factories import make_pair, make_signed_pair, sign
from tests.pairs.test_agreement import own_browser
from tests.pairs.test_views import text_of
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.paths import load_paths
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.applications.models import Application
from turnabout.together.pairs import promise_queries, services
from turnabout.together.pairs.models import Goal
from turnabout.together.pairs.paper import GoalDetails, read_goals


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def own_goals(pair, side):
    return next(one.goals for one in promise_queries.goals_on_page(pair) if one.side == side)


@pytest.mark.capability("S010", "S016", "S017", "S045", "S062", "S082", "S116", "S120")
def test_a_goal_goes_from_a_topic_over_steps_to_then_and_now(cast):
    install_catalogue(cast.organisation)
    topic = Topic.objects.get(organisation=cast.organisation, slug="ai-assistants")
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)

    application = Application.objects.create(
        membership=cast.mentee, begun_at=MONDAY, saved_at=MONDAY
    )
    application.wants.create(topic=topic, decision="Which tool we buy")

    first = text_of(bruno.get(f"{root}/"))
    begun = bruno.get(f"{root}/goals/?wish={topic.public_id}").context["form"]
    bruno.post(
        f"{root}/goals/",
        {
            "words": "Draft a letter with an assistant",
            "known": "One a week",
            "decides": "Which tool we buy",
            "topic": topic.public_id,
            "rung_from": "1",
            "rung_to": "2",
        },
    )
    goal = pair.goals.get()
    page = f"/pairs/goals/{goal.public_id}/"
    services.write_goal(pair, "Be asked again", by=cast.ada)
    agreement = services.draft_agreement(pair, {}, by=cast.ada)
    sign(agreement, by=cast.ada)
    sign(agreement, by=cast.bruno)
    for _tap in range(2):
        ada.post(page, {"words": "Try it on one real mail", "due_on": "2026-03-20"})
    wrong = bruno.post(page, {"words": "Without a day", "due_on": ""})
    step = goal.steps.get()
    bruno.post(f"/pairs/steps/{step.public_id}/done/")
    bruno.post(f"{page}rung/", {"rung": "2"})
    bruno.post(f"{page}rung/", {"rung": "nonsense"})
    seen = [text_of(client.get(page)) for client in (ada, bruno)]
    then_and_now = [text_of(client.get(f"{root}/progress/")) for client in (ada, bruno)]

    assert (begun["topic"].value(), begun["decides"].value()) == (
        topic.public_id,
        "Which tool we buy",
    )
    assert "Ada writes the agreement first" in first
    assert "Write your goals" in first
    assert "Without a day" in text_of(wrong)
    for one in seen:
        for words in ("One a week", "Which tool we buy", "Try it on one real mail", "at the start"):
            assert words in one
    assert "Give an assistant one task that took you an hour" in seen[0]
    assert "Say it anew" not in seen[0]
    for one in then_and_now:
        for words in ("1 of 1 steps done", "2 March", "Choose the task", "Be asked again"):
            assert words in one

    bruno.post(f"/pairs/goals/{goal.public_id}/met/")
    asked = text_of(
        ada.get(f"/pairs/goals/{own_goals(pair, 'mentor')[0].read.goal.public_id}/next/")
    )
    unmet = own_goals(pair, "mentor")[0].read.goal
    empty = ada.post(f"/pairs/goals/{unmet.public_id}/next/", {"words": "", "due_on": ""})
    ada.post(f"/pairs/goals/{unmet.public_id}/next/", {"words": "Ask once", "due_on": "2026-04-01"})
    after = text_of(bruno.get(f"{root}/progress/"))

    assert "Nobody asks why" in asked
    assert empty.status_code == 200
    assert "Say thank you for this one" in after
    assert "next: Ask once" in after
    assert "by 1 April" in after
    assert str(sentence("pairs.goals")) in after


def test_a_signed_goal_is_said_anew_and_both_words_stay(cast):
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}"
    ada = own_browser(cast.ada)
    goal = services.write_goal(pair, "Speak up", by=cast.ada)
    services.add_step(goal, "In the next meeting", date(2026, 3, 9), by=cast.bruno)
    agreement = services.draft_agreement(pair, {}, by=cast.ada)
    sign(agreement, by=cast.ada)
    sign(agreement, by=cast.bruno)
    page = f"/pairs/goals/{goal.public_id}/"
    form = ada.get(f"{page}revise/").context["form"]
    words = {name: form[name].value() or "" for name in form.fields}

    same = ada.post(f"{page}revise/", words)
    revised = [ada.post(f"{page}revise/", {**words, "words": "Speak up twice"}) for _tap in "12"]
    newest = Goal.objects.get(replaces=goal)
    then_and_now = text_of(ada.get(f"{root}/progress/"))

    assert same["Location"] == page
    assert {one["Location"] for one in revised} == {f"/pairs/goals/{newest.public_id}/"}
    assert "2 March: Speak up<" in then_and_now
    assert "Speak up twice" in then_and_now
    assert newest.steps.count() == 1
    assert (pair.agreements.count(), pair.agreements.first().is_signed_by_one) == (2, False)
    same_again = services.revise_goal(
        goal, "Speak up twice", by=cast.ada, details=read_goals(pair, [newest])[0].details
    )
    assert same_again == newest
    services.drop_goal(newest, by=cast.ada)
    assert "let go 2 March" in text_of(ada.get(f"{root}/progress/"))
    assert own_goals(pair, "mentor") == ()
    with pytest.raises(Refusal):
        services.revise_goal(newest, "Again", by=cast.ada, details=GoalDetails())


@pytest.mark.capability("S016")
def test_the_steps_of_a_view_say_what_one_does_in_words_that_fit_it(cast):
    install_catalogue(cast.organisation)
    view = Topic.objects.get(organisation=cast.organisation, slug="recognition")
    pair = make_pair(cast)
    bruno = own_browser(cast.bruno)
    said = {"words": "Name who did the work", "topic": view.public_id, "rung_from": "1"}
    bruno.post(f"/pairs/{pair.public_id}/goals/", {**said, "rung_to": "2"})
    goal = pair.goals.get()
    page = f"/pairs/goals/{goal.public_id}/"

    bruno.post(f"{page}rung/", {"rung": "2"})
    seen = text_of(bruno.get(page))

    assert read_goals(pair, [goal])[0].details.rung_now == 1
    goal.refresh_from_db()
    assert read_goals(pair, [goal])[0].details.rung_now == 2
    assert "<b>1. With a guide</b><br>Ask a guide whose work goes unnamed" in seen
    assert "<b>3. Helps others see it</b><br>Ask other leaders, when they present" in seen
    assert '<option value="2" selected>2. Unprompted</option>' in seen
    assert ("Alone" in seen, "Can teach" in seen) == (False, False)


@pytest.mark.capability("S120")
def test_a_learning_path_gives_its_goals_once_and_only_where_there_is_room(cast):
    install_catalogue(cast.organisation)
    pair = make_pair(cast)
    root = f"/pairs/{pair.public_id}/goals/"
    bruno = own_browser(cast.bruno)
    path = load_paths()[0]

    offered = text_of(bruno.get(root))
    for _tap in range(2):
        bruno.post(f"{root}path/", {"path": path.slug})
    read = read_goals(pair, list(pair.goals.all()))
    full = text_of(bruno.get(root))

    assert str(path.name) in offered
    assert [one.words for one in read] == [goal.goal.in_language("en") for goal in path.goals]
    assert all(one.details.topic for one in read)
    assert "Take these goals" not in full
    assert bruno.post(f"{root}path/", {"path": "no-such-path"}).status_code == 404
    services.drop_goal(read[0].goal, by=cast.bruno)
    services.write_goal(pair, "One of my own", by=cast.bruno)
    with pytest.raises(Refusal):
        services.take_path(pair, load_paths()[1], by=cast.bruno)


def test_acts_on_goals_refuse_whoever_may_not_and_what_is_settled(cast):
    pair = make_signed_pair(cast)
    goal = services.write_goal(pair, "Speak up", by=cast.ada)
    due = date(2026, 3, 9)
    refused = (
        lambda: services.turn_goal_into_action(goal, "next", due, by=cast.bruno),
        lambda: services.turn_goal_into_action(goal, " ", due, by=cast.ada),
        lambda: services.note_rung(goal, 2, by=cast.bruno),
        lambda: services.add_step(goal, "a step", due, by=cast.dana),
        lambda: services.revise_goal(goal, "Other", by=cast.bruno, details=GoalDetails()),
    )
    for act in refused:
        with pytest.raises(Refusal):
            act()
    for count in range(8):
        services.add_step(goal, f"step {count}", due, by=cast.ada)
    with pytest.raises(Refusal):
        services.add_step(goal, "a ninth", due, by=cast.ada)
    services.turn_goal_into_action(goal, "next", due, by=cast.ada)
    for act in (
        lambda: services.turn_goal_into_action(goal, "next", due, by=cast.ada),
        lambda: services.add_step(goal, "later", due, by=cast.ada),
        lambda: services.mark_goal_met(goal, by=cast.ada),
    ):
        with pytest.raises(Refusal):
            act()
    services.note_rung(goal, 2, by=cast.ada)

    assert read_goals(pair, [goal])[0].details.rungs == ()


@pytest.mark.capability("S079", "S081", "S083", "S094")
def test_a_promise_ends_done_handed_over_or_declined_and_the_other_hears(cast, outbox):
    pair = make_signed_pair(cast)
    root = f"/pairs/{pair.public_id}"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    outbox()
    ally = text_of(bruno.get(f"{root}/heard/?ally=credit"))
    for heard, owner in (
        ("Nobody is named", ""),
        ("Too many forms", "mentee"),
        ("A hint", "mentor"),
    ):
        ada.post(f"{root}/heard/", {"heard": heard, "owner": owner})
    named, forms, hint = pair.commitments.all()
    page = "/pairs/heard/{}/".format

    plan = text_of(bruno.get(page(named.public_id)))
    bruno.post(page(named.public_id), {"will_do": "Name them", "due_on": "2026-03-09"})
    wrong = bruno.post(f"{page(named.public_id)}another-day/", {"due_on": "soon"})
    bruno.post(f"{page(named.public_id)}another-day/", {"due_on": "2026-03-30"})
    bruno.post(page(named.public_id), {"words": "Named in the letter", "ends": "done"})
    answer = text_of(bruno.get(f"{page(forms.public_id)}?end=1"))
    bruno.post(page(forms.public_id), {"words": "Chidi's team goes on", "ends": "handed"})
    not_hers = bruno.post(page(hint.public_id), {"words": "No", "ends": "declined"})
    ada.post(page(hint.public_id), {"words": "No time this year", "ends": "declined"})
    ada.post(f"{page(forms.public_id)}mattered/", {"mattered": "yes"})
    for person, thing in ((cast.bruno, forms), (cast.dana, named), (cast.bruno, hint)):
        with pytest.raises(Refusal):
            services.say_whether_it_mattered(thing, True, by=person)

    assert "Good work is not named with the name of whoever did it." in ally
    assert "say thank you, think, then choose" in plan
    assert wrong.status_code == 200
    assert "Somebody else goes on with it" in answer
    assert not_hers.status_code == 409
    for client in (ada, bruno):
        seen = text_of(client.get(f"{root}/"))
        for words in (
            "first promised for 9 March",
            "Named in the letter",
            "Handed over",
            "team goes on",
            "Ada: this one matters",
            "No time this year",
            "Ada Nowak answers for it",
            str(sentence("pairs.promises")),
        ):
            assert words in seen
    letters = [copy for copy in outbox() if copy.subject == "An answer to something you said"]
    assert [copy.to_address.split('"')[1] for copy in letters] == ["Ada Nowak"] * 2 + [
        "Bruno Keller"
    ]
    assert not any(b"Named in the letter" in bytes(copy.message) for copy in letters)
    for act in (
        lambda: services.put_off_commitment(hint, date(2026, 4, 1), by=cast.ada),
        lambda: services.hand_over_commitment(named, "x", by=cast.bruno),
        lambda: services.hand_over_commitment(named, " ", by=cast.bruno),
    ):
        with pytest.raises(Refusal):
            act()


@pytest.mark.capability("S027", "S066", "S109")
def test_give_and_take_shows_the_balance_to_the_two_alone(cast):
    pair = make_signed_pair(cast)
    page = f"/pairs/{pair.public_id}/both-ways/"
    ada, bruno = own_browser(cast.ada), own_browser(cast.bruno)
    empty = text_of(ada.get(page))
    for _tap in range(2):
        bruno.post(page, {"words": "How a board is read"})
    ada.post(page, {"words": "How a budget is argued"})
    wrong = ada.post(page, {"words": ""})
    thing = services.note_commitment(pair, "Leaks are ignored", by=cast.ada)
    services.plan_commitment(thing, "Answer each", date(2026, 3, 9), by=cast.bruno)
    services.finish_commitment(thing, "Answered", by=cast.bruno)
    goal = services.write_goal(pair, "Judge an answer", by=cast.bruno)
    services.mark_goal_met(goal, by=cast.bruno)

    seen = {name: text_of(client.get(page)) for name, client in (("ada", ada), ("bruno", bruno))}

    assert empty.count("Nothing noted yet.") == 2
    assert wrong.status_code == 200
    for one in seen.values():
        for words in ("How a board is read", "How a budget is argued", "Answer each", "3 things"):
            assert one.count(words) == 1
        assert "2 things" in one
        assert str(sentence("pairs.balance")) in one
    assert "From you to Bruno Keller" in seen["ada"]
    assert "From Ada Nowak to you" in seen["bruno"]
    assert own_browser(cast.chidi).get(page).status_code == 403
    assert own_browser(cast.dana).get(page).status_code == 404
    for words in (b"How a board is read", b"Leaks are ignored", b"Judge an answer"):
        assert words not in dump()


def test_pages_of_a_pair_take_the_same_queries_for_few_and_many_goals(cast):
    pair = make_signed_pair(cast)
    ada = own_browser(cast.ada)
    pages = ("", "goals/", "progress/", "both-ways/", "agreement/")
    counts = []
    for number in (1, 3):
        for count in range(number):
            with clock(MONDAY + timedelta(hours=number)):
                goal = services.write_goal(
                    pair, f"{number} {count}", by=(cast.ada, cast.bruno)[number > 1]
                )
                services.add_step(goal, "a step", MONDAY.date(), by=cast.ada)
                services.note_commitment(pair, f"{number} {count}", by=cast.ada)
                services.note_exchange(pair, f"{number} {count}", by=cast.ada)
        taken = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert ada.get(f"/pairs/{pair.public_id}/{page}").status_code == 200
            taken.append(len(captured))
        counts.append(taken)

    assert counts[0] == counts[1]
