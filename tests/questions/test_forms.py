import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.questions.factories import make_question_set
from turnabout.frame.questions import policy
from turnabout.frame.questions.forms import dress, field_for, form_for_step
from turnabout.frame.questions.models import Question, QuestionSet

WORDS = {"en": "A question", "es": "Una pregunta"}


def a_question(kind, purpose="programme", **fields):
    settled = {"key": "q", "texts": WORDS, "audience": ["self", "coordinator"]}
    return Question(question_set=QuestionSet(purpose=purpose), kind=kind, **{**settled, **fields})


def test_a_step_asks_its_ordinary_questions_and_leaves_the_others_to_their_room(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")

    first = form_for_step(question_set, 1, choices={"languages": [("en", "English")]})
    second = form_for_step(question_set, 2)

    assert list(first.fields) == ["why", "knows", "languages"]
    assert [row.key for row in first.special_questions] == []
    assert {row.kind for row in second.special_questions} == {"three_ways", "week", "people"}
    assert first.fields["languages"].choices == [("en", "English")]


def test_a_form_gives_the_answers_to_record(cast):
    question_set = make_question_set(cast.organisation, "mentor-application")
    data = {"why": "To be heard.", "languages": ["en"]}

    form = form_for_step(question_set, 1, data, choices={"languages": [("en", "English")]})

    assert form.is_valid()
    assert form.answers() == {"why": "To be heard.", "knows": None, "languages": ["en"]}


def test_every_kind_of_question_has_its_field():
    scale = field_for(
        a_question("scale", scale={"points": 3, "low": {"en": "never"}, "high": {"en": "always"}})
    )
    choices = [{"slug": "a", "texts": {"en": "A"}}, {"slug": "b", "texts": {"en": "B"}}]

    assert scale.choices == [("1", "1, never"), ("2", "2"), ("3", "3, always")]
    assert scale.clean("3") == 3
    assert field_for(a_question("yes_no")).clean("yes") is True
    assert field_for(a_question("yes_no", is_required=False)).clean("") is None
    assert field_for(a_question("number")).clean("4") == 4
    assert field_for(a_question("short")).clean(" x ") == "x"
    assert field_for(a_question("long")).clean("x") == "x"
    assert field_for(a_question("accept", is_required=True)).clean(True) is True
    assert field_for(a_question("choice", choices=choices)).clean("a") == "a"
    assert field_for(a_question("choices", choices=choices)).clean(["a", "b"]) == ["a", "b"]


def test_no_more_may_be_chosen_than_the_question_allows():
    choices = [{"slug": slug, "texts": {"en": slug}} for slug in "abc"]
    field = field_for(a_question("choices", choices=choices, most=2))

    with pytest.raises(ValidationError, match=r"Choose up to 2\. You chose 3\."):
        field.clean(["a", "b", "c"])


def test_words_come_in_the_readers_language():
    with translation.override("es"):
        assert field_for(a_question("short", hints={"en": "h", "es": "i"})).label == "Una pregunta"


def test_the_line_under_a_question_names_exactly_its_audience():
    def line(*audience, purpose="programme"):
        return policy.seen_by(a_question("short", purpose=purpose, audience=list(audience)))

    assert line("self") == "Seen only by you."
    assert line("coordinator") == "Seen by the coordinator."
    assert line("self", "coordinator") == "Seen by you and the coordinator."
    assert line("reader", "coordinator") == (
        "Seen by those who choose who takes part and the coordinator."
    )
    assert line("self", "coordinator", "partner", "matching") == (
        "Seen by you, the coordinator, your partner once you have both said yes"
        " and the matching, which shows nobody an answer."
    )
    assert line(purpose="care") == "Seen only by you, unless you choose to tell somebody."
    assert line(purpose="figures") == "Counted without your name. Seen by nobody as one answer."


def test_a_lock_stands_beside_what_only_its_author_sees():
    def locked(*audience, purpose="programme"):
        return policy.is_private(a_question("short", purpose=purpose, audience=list(audience)))

    assert [locked("self"), locked("self", "matching"), locked(purpose="care")] == [True] * 3
    assert [locked("coordinator"), locked("self", "partner")] == [False] * 2


def test_a_special_field_is_dressed_by_its_room():
    field = dress(forms.CharField(), a_question("topics", is_required=True))

    assert (field.label, field.required, field.sees) == (
        "A question",
        True,
        "Seen by you and the coordinator.",
    )
