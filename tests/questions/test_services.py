import pytest

from tests.questions.factories import make_question_set
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.defaults import load_defaults
from turnabout.frame.programmes.own_sets import PREFIX
from turnabout.frame.questions import queries, services
from turnabout.frame.questions.models import Answer, Question, QuestionSet, Response
from turnabout.frame.questions.needs import why_it_waits
from turnabout.frame.questions.sets import load_question_sets


def actor_of(person):
    return enriched(Actor(person_ref=person.public_id))


def test_the_shipped_sets_are_installed_once(cast):
    services.install_question_sets(cast.organisation)
    services.install_question_sets(cast.organisation)

    assert QuestionSet.objects.count() == len(load_question_sets())
    assert Question.objects.count() == sum(len(row.questions) for row in load_question_sets())


def test_every_shipped_question_is_of_exactly_one_of_three_kinds(cast):
    services.install_question_sets(cast.organisation)

    for question in Question.objects.select_related("question_set"):
        is_open = question.question_set.purpose == "programme"
        assert bool(question.audience) is is_open, question.key


def test_an_answer_for_the_programme_is_open_and_read_by_whom_the_question_names(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")

    response = services.record_answers(
        question_set,
        author=cast.ada,
        about="a membership",
        answers={"why": "To be heard.", "languages": ["en"], "topics": {"offer": ["sql"]}},
    )

    assert Answer.objects.filter(sealed=None).count() == 3
    own = queries.answers_for(response, actor_of(cast.ada))
    assert own == {"why": "To be heard.", "languages": ["en"], "topics": {"offer": ["sql"]}}
    coordinator = actor_of(cast.chidi)
    assert queries.answers_for(response, coordinator, readers=frozenset({"coordinator"})) == {
        "why": "To be heard.",
        "languages": ["en"],
    }
    partner = actor_of(cast.bruno)
    assert queries.answers_for(response, partner, readers=frozenset({"partner"})) == {
        "languages": ["en"]
    }
    assert queries.answers_for(response, actor_of(cast.dana)) == {}


def test_what_only_the_matching_may_read_is_not_read_by_somebody_who_claims_to_be_it(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")
    response = services.record_answers(
        question_set, author=cast.ada, about="x", answers={"topics": {"off_limits": ["sql"]}}
    )

    readers = frozenset({"matching", "self"})
    assert queries.answers_for(response, actor_of(cast.chidi), readers=readers) == {}
    assert queries.answers_for_matching(response) == {"topics": {"off_limits": ["sql"]}}


def test_the_matching_reads_only_what_the_questions_give_it(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")
    response = services.record_answers(
        question_set, author=cast.ada, about="x", answers={"why": "To be heard."}
    )

    assert queries.answers_for_matching(response) == {}


def test_an_answer_for_care_is_sealed_under_its_authors_key_and_read_by_her_alone(cast):
    question_set = make_question_set(cast.organisation, "pulse-mentor")
    key = question_set.questions.filter(kind="scale").first().key

    response = services.record_answers(
        question_set, author=cast.ada, about="a meeting", answers={key: 4}
    )

    answer = Answer.objects.get()
    assert (answer.value, answer.sealed is not None) == (None, True)
    assert queries.answers_for(response, actor_of(cast.ada)) == {key: 4}
    for reader in (cast.bruno, cast.chidi, cast.dana):
        readers = frozenset({"coordinator", "partner", "reader", "self", "matching"})
        assert queries.answers_for(response, actor_of(reader), readers=readers) == {}
    assert queries.answers_for_matching(response) == {}
    vault.destroy_key(services.holder_of(cast.ada))
    with pytest.raises(Refusal, match="erased"):
        queries.answers_for(response, actor_of(cast.ada))


def test_a_sealed_answer_does_not_open_in_another_place(cast):
    question_set = make_question_set(cast.organisation, "pulse-mentor")
    first, second = question_set.questions.filter(kind="scale")[:2]
    response = services.record_answers(
        question_set, author=cast.ada, about="a meeting", answers={first.key: 4}
    )
    Answer.objects.update(question=second)

    with pytest.raises(Refusal, match="cannot be opened"):
        queries.answers_for(response, actor_of(cast.ada))


def test_an_answer_for_figures_has_no_author_no_hour_and_no_reader(cast):
    question_set = make_question_set(cast.organisation, "baseline")
    key = question_set.questions.filter(kind="scale").first().key

    with pytest.raises(Refusal, match="without the person"):
        services.record_answers(question_set, author=cast.ada, about="x", answers={key: 4})
    one = services.record_answers(question_set, author=None, about="x", answers={key: 4})
    other = services.record_answers(question_set, author=None, about="x", answers={key: 4})

    assert one != other
    assert [row.author for row in Response.objects.all()] == [None, None]
    assert {(row.begun_at.hour, row.begun_at.minute) for row in Response.objects.all()} == {(0, 0)}
    readers = frozenset({"coordinator", "partner", "reader", "self", "matching"})
    assert queries.answers_for(one, actor_of(cast.ada), readers=readers) == {}
    assert queries.answers_for(one, Actor(), readers=readers) == {}


def test_answering_again_changes_the_same_response_and_none_takes_an_answer_back(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")

    def answer(answers, **more):
        return services.record_answers(
            question_set, author=cast.ada, about="x", answers=answers, **more
        )

    begun = answer({"why": "One.", "languages": ["en"]}, is_complete=False)
    assert begun.completed_at is None
    again = answer({"why": None, "languages": ["es"]})
    answer({})

    assert again == begun
    assert again.completed_at is not None
    assert Response.objects.get().completed_at == again.completed_at
    assert queries.answers_for(again, actor_of(cast.ada)) == {"languages": ["es"]}


def test_an_answer_needs_a_question_an_author_and_a_reader(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")

    with pytest.raises(Refusal, match="no such question"):
        services.record_answers(question_set, author=cast.ada, about="x", answers={"salary": 1})
    with pytest.raises(Refusal, match="somebody who is known"):
        services.record_answers(question_set, author=None, about="x", answers={"why": "y"})
    question_set.questions.filter(key="why").update(audience=[])
    with pytest.raises(Refusal, match="does not say who reads"):
        services.record_answers(question_set, author=cast.ada, about="x", answers={"why": "y"})


def test_people_see_the_sets_of_their_organisation_and_their_own_responses(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")
    response = services.record_answers(question_set, author=cast.ada, about="x", answers={})

    assert set(QuestionSet.objects.visible_to(actor_of(cast.ada))) == set(QuestionSet.objects.all())
    assert list(QuestionSet.objects.visible_to(actor_of(cast.dana))) == []
    assert list(QuestionSet.objects.visible_to(Actor())) == []
    assert list(Response.objects.visible_to(actor_of(cast.ada))) == [response]
    assert list(Response.objects.visible_to(actor_of(cast.chidi))) == []
    assert list(Response.objects.visible_to(Actor())) == []
    assert can(actor_of(cast.ada), "edit", response) is False


def test_an_answer_given_just_now_is_complete_now(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")

    response = services.record_answers(question_set, author=cast.ada, about="x", answers={})

    assert response.completed_at <= now()


def test_every_shipped_set_is_chosen_for_a_page_or_says_that_nothing_asks_it_yet():
    uses = [one for group in load_defaults() for one in group.defaults]
    asked = {slug for one in uses if one.key.startswith(PREFIX) for slug, _name in one.choices}

    shipped = {one.slug for one in load_question_sets()}

    assert {slug for slug in shipped if why_it_waits(slug)} == shipped - asked
