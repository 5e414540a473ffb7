"""A coordinator puts a question set in her own words, and no promise moves with it."""

import re

import pytest
from django.urls import reverse

from tests.questions.factories import make_question_set
from turnabout.foundation.common.actors import Actor, enriched
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.questions import queries, services
from turnabout.frame.questions.models import Question, QuestionSet
from turnabout.frame.questions.services import building


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def actor_of(person):
    return enriched(Actor(person_ref=person.public_id))


def a_draft(**changes):
    settled = {"texts": {"en": "x"}, "hints": {}, "reasons": {}, "step": 1, "is_required": False}
    return building.Draft(**{**settled, **changes})


@pytest.fixture
def asked(cast):
    return make_question_set(cast.organisation, "mentor-application")


@pytest.fixture
def chidi(cast, as_person):
    return as_person(cast.chidi)


def page_of(question_set, key):
    return reverse("questions:question", args=[question_set.public_id, key])


def act_on(question_set, key, act):
    return reverse("questions:act", args=[question_set.public_id, key, act])


def typed(client, address, **changes):
    """What the form would send: everything as it stands, with these changes."""
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {key: value for key, value in {**said, **changes}.items() if value not in (None, False)}


@pytest.mark.capability("S047")
def test_a_coordinator_builds_a_questionnaire_and_an_applicant_answers_it(cast, chidi, asked):
    """S047, the builder: reword, add, order, take out, look at it, and go back."""
    listed = text_of(chidi.get(reverse("questions:sets")))
    assert "Apply as a mentor" in listed
    assert "Sealed for whoever answers." in listed
    assert ("at a check-in" in listed, "after a session, of the mentor" in listed) == (False, True)
    waiting = cast.organisation.question_sets.get(slug="check-in")
    told = text_of(chidi.get(reverse("questions:set", args=[waiting.public_id])))
    assert "No page asks this set yet." in listed
    assert "No page asks this set yet." in told

    why = page_of(asked, "why")
    sent = typed(chidi, why, text_en="Why you?", text_es="¿Por qué tú?", go="preview")
    seen = text_of(chidi.post(why, sent))
    assert ("Why you?" in seen, "¿Por qué tú?" in seen) == (True, True)
    assert Question.objects.get(question_set=asked, key="why").texts["en"] != "Why you?"
    assert chidi.post(why, {**sent, "go": "keep"}).status_code == 302

    add = reverse("questions:add", args=[asked.public_id])
    new = typed(
        chidi,
        add,
        kind="choice",
        text_en="Which shift?",
        reason_en="So that rooms are free.",
        choice_0_en="Early",
        choice_1_en="Late",
        readers=["coordinator"],
        is_required="on",
    )
    made = chidi.post(add, new)
    assert made.url.endswith("#question-own_which_shift")
    question = Question.objects.get(question_set=asked, key="own_which_shift")
    assert [row["slug"] for row in question.choices] == ["early", "late"]
    assert question.audience == ["self", "coordinator"]

    order = list(asked.questions.filter(step=1).values_list("key", flat=True))
    assert order == ["why", "knows", "languages", "own_which_shift"]
    chidi.post(act_on(asked, "own_which_shift", "up"))
    order = list(asked.questions.filter(step=1).values_list("key", flat=True))
    assert order == ["why", "knows", "own_which_shift", "languages"]

    response = services.record_answers(
        asked, author=cast.ada, about="x", answers={"own_which_shift": "late"}
    )
    readers = frozenset({"coordinator"})
    reads = queries.answers_for(response, actor_of(cast.chidi), readers=readers)
    assert reads == {"own_which_shift": "late"}

    shown = text_of(
        chidi.get(reverse("questions:as_asked", args=[asked.public_id]), {"language": "es"})
    )
    assert "¿Por qué tú?" in shown
    assert "Which shift?" in shown
    one = text_of(chidi.get(reverse("questions:set", args=[asked.public_id])))
    assert "Not in Spanish" in one
    assert "Your question" in one

    chidi.post(act_on(asked, "own_which_shift", "out"))
    assert not asked.questions.filter(key="own_which_shift").exists()
    assert queries.answers_for(response, actor_of(cast.ada)) == {"own_which_shift": "late"}
    chidi.post(act_on(asked, "why", "back"))
    why_now = Question.objects.get(question_set=asked, key="why")
    assert building.says_what_was_shipped(why_now) is True
    told = AuditEntry.objects.filter(event__startswith="question").order_by("number")
    assert [entry.event for entry in told] == [
        "question_changed",
        "question_added",
        "questions_reordered",
        "question_taken_out",
        "question_restored",
    ]


def test_old_answers_keep_the_question_they_answered(cast, chidi, asked):
    response = services.record_answers(
        asked, author=cast.ada, about="x", answers={"why": "To be heard."}
    )
    old = Question.objects.get(question_set=asked, key="why")

    address = page_of(asked, "why")
    chidi.post(address, typed(chidi, address, text_en="Why now?"))

    new = Question.objects.get(question_set=asked, key="why")
    assert (new.version, new.texts["en"]) == (2, "Why now?")
    assert response.answers.get().question == old
    assert queries.questions_answered(response)["why"].texts == old.texts
    assert queries.answers_for(response, actor_of(cast.ada)) == {"why": "To be heard."}

    services.record_answers(asked, author=cast.ada, about="x", answers={"why": "To lead."})
    assert response.answers.get().question == new
    assert queries.answers_for(response, actor_of(cast.ada)) == {"why": "To lead."}
    services.record_answers(asked, author=cast.ada, about="x", answers={"why": None})
    assert response.answers.count() == 0


def test_where_it_stands_and_whether_it_is_needed_is_no_new_version(cast, chidi, asked):
    services.record_answers(asked, author=cast.ada, about="x", answers={"why": "To be heard."})

    address = page_of(asked, "why")
    chidi.post(address, typed(chidi, address, is_required=False, step="2"))

    why = Question.objects.get(question_set=asked, key="why")
    assert (why.version, why.is_required, why.step) == (1, False, 2)
    assert asked.questions.filter(step=2).last() == why


def test_who_sees_it_is_narrowed_and_never_widened(cast, chidi, asked):
    add = reverse("questions:add", args=[asked.public_id])
    new = typed(chidi, add, kind="short", text_en="Anything else?", readers=["coordinator"])
    chidi.post(add, new)
    key = "own_anything_else"
    address = page_of(asked, key)
    services.record_answers(asked, author=cast.ada, about="x", answers={key: "No."})

    form = chidi.get(address).context["form"]
    assert [value for value, _words in form.fields["readers"].choices] == ["coordinator"]
    sent = typed(chidi, address, readers=["coordinator", "partner"])
    assert chidi.post(address, sent).status_code == 200
    assert Question.objects.get(key=key).audience == ["self", "coordinator"]
    question = Question.objects.get(key=key)
    wide = a_draft(texts=question.texts, readers=frozenset({"partner"}))
    with pytest.raises(Refusal, match="cannot be widened"):
        building.change_question(question, wide, by=cast.chidi)

    chidi.post(address, typed(chidi, address, readers=[]))
    assert Question.objects.get(key=key).audience == ["self"]
    assert chidi.get(address).context["form"].fields.get("readers") is None


def test_a_shipped_question_is_never_read_by_more_than_it_was_shipped_for(chidi, asked):
    values = chidi.get(page_of(asked, "values")).context["form"]
    avoid = chidi.get(page_of(asked, "avoid"))

    assert [value for value, _words in values.fields["readers"].choices] == ["matching"]
    assert "readers" not in avoid.context["form"].fields
    assert "Seen by you and the matching, which shows nobody an answer." in text_of(avoid)


def test_what_the_matching_needs_stays_and_is_only_reworded(chidi, asked):
    address = page_of(asked, "values")
    taken = chidi.post(act_on(asked, "values", "out"))
    assert taken.status_code == 409
    assert "A rule of the matching reads it." in text_of(taken)
    one = text_of(chidi.get(reverse("questions:set", args=[asked.public_id])))
    assert "A rule of the matching reads it." in one

    without = chidi.post(address, typed(chidi, address, choice_0_en="", choice_0_es=""))
    assert without.status_code == 409
    assert "A rule knows these choices by name." in text_of(without)
    unread = chidi.post(address, typed(chidi, address, readers=[], text_en="Kept words"))
    assert "so it stays among its readers" in text_of(unread)
    assert "Kept words" in unread.content.decode()

    assert chidi.post(address, typed(chidi, address, choice_0_en="Fair play")).status_code == 302
    row = Question.objects.get(question_set=asked, key="values").choices[0]
    assert row["texts"]["en"] == "Fair play"


def test_a_set_for_figures_or_for_care_names_no_reader_and_asks_no_free_text(cast, chidi):
    for slug, kinds in (
        ("baseline", ["choice", "choices", "scale", "number", "yes_no"]),
        ("pulse-mentor", ["choice", "choices", "scale", "short", "long", "number", "yes_no"]),
    ):
        question_set = make_question_set(cast.organisation, slug)
        add = reverse("questions:add", args=[question_set.public_id])
        form = chidi.get(add).context["form"]
        assert [kind for kind, _words in form.fields["kind"].choices] == kinds
        assert "readers" not in form.fields
        new = typed(
            chidi, add, kind="scale", text_en="Calm?", low_en="No", high_en="Yes", points="5"
        )
        assert chidi.post(add, new).status_code == 302
        assert question_set.questions.get(key="own_calm").audience == []
        with pytest.raises(Refusal, match="cannot be asked in this set"):
            building.add_question(question_set, a_draft(kind="accept"), by=cast.chidi)


def test_nobody_learns_whether_a_question_for_care_was_answered(cast, chidi):
    question_set = make_question_set(cast.organisation, "pulse-mentor")
    address = page_of(question_set, "wish_not")

    quiet = chidi.get(address).content
    services.record_answers(question_set, author=cast.ada, about="x", answers={"wish_not": True})

    def bare(page):
        return re.sub(rb'value="[^"]{60,}"|nonce="[^"]+"', b"", page)

    assert bare(chidi.get(address).content) == bare(quiet)


def test_a_licensed_scale_needs_the_reference_of_its_permission(cast, chidi):
    question_set = make_question_set(cast.organisation, "end")
    add = reverse("questions:add", args=[question_set.public_id])
    scale = {"kind": "scale", "text_en": "I am full of energy", "low_en": "No", "high_en": "Yes"}
    licensed = {"source_kind": "licensed", "source_name": "A scale"}

    refused = chidi.post(add, typed(chidi, add, **scale, **licensed))
    assert "only with the reference of the permission" in text_of(refused)
    unread = a_draft(kind="yes_no", source={"kind": "licensed"})
    with pytest.raises(Refusal, match="needs the reference"):
        building.add_question(question_set, unread, by=cast.chidi)

    chidi.post(add, typed(chidi, add, **scale, **licensed, source_permission="L-2026-14"))
    one = text_of(chidi.get(reverse("questions:set", args=[question_set.public_id])))
    assert "By permission: L-2026-14." in one


def test_before_and_after_are_said_to_belong_together(cast, chidi):
    baseline = make_question_set(cast.organisation, "baseline")

    page = text_of(chidi.get(page_of(baseline, "valued")))

    assert "“At the end” asks the same." in page


def test_the_whole_set_goes_back_and_answers_stay(cast, chidi, asked):
    add = reverse("questions:add", args=[asked.public_id])
    chidi.post(add, typed(chidi, add, kind="yes_no", text_en="Night shift?"))
    response = services.record_answers(
        asked, author=cast.ada, about="x", answers={"own_night_shift": True, "why": "W"}
    )
    chidi.post(act_on(asked, "access_needs", "out"))
    chidi.post(act_on(asked, "why", "down"))
    words = reverse("questions:set", args=[asked.public_id])
    chidi.post(words, typed(chidi, words, title_en="Join us", step_1_es="Primero", seconds="99"))
    asked.refresh_from_db()
    assert (asked.titles["en"], asked.steps[0]["titles"]["es"], asked.seconds) == (
        "Join us",
        "Primero",
        99,
    )
    # The menu says it once.
    assert text_of(chidi.get(reverse("questions:sets"))).count("Your words") == 2
    assert "Taken out" in text_of(chidi.get(words))

    chidi.post(reverse("questions:restore", args=[asked.public_id]))

    asked.refresh_from_db()
    shipped = building.shipped_set(asked)
    assert [one.key for one in asked.questions.all()] == [one.key for one in shipped.questions]
    assert all(building.says_what_was_shipped(one) for one in asked.questions.all())
    assert asked.titles["en"] == "Apply as a mentor"
    assert queries.answers_for(response, actor_of(cast.ada)) == {
        "own_night_shift": True,
        "why": "W",
    }
    assert text_of(chidi.get(reverse("questions:sets"))).count("Your words") == 1


def test_bad_input_is_answered_with_a_sentence_and_nothing_typed_is_lost(chidi, asked):
    add = reverse("questions:add", args=[asked.public_id])

    wordless = chidi.post(add, typed(chidi, add, kind="choice", hint_en="A hint"))
    assert "Write it in at least one language." in text_of(wordless)
    assert "A hint" in wordless.content.decode()
    one_choice = chidi.post(add, typed(chidi, add, kind="choice", text_en="Q", choice_0_en="A"))
    assert "at least two choices" in text_of(one_choice)
    endless = chidi.post(add, typed(chidi, add, kind="scale", text_en="Q", low_en="A"))
    assert "names both of its ends" in text_of(endless)
    many = typed(chidi, add, kind="choices", text_en="Q", choice_0_en="A", choice_1_en="B", most=5)
    assert "than there are choices" in text_of(chidi.post(add, many))
    words = reverse("questions:set", args=[asked.public_id])
    nameless = chidi.post(words, typed(chidi, words, title_en="", title_es=""))
    assert "Write this in at least one language." in text_of(nameless)
    assert chidi.post(act_on(asked, "why", "sideways")).status_code == 404
    assert chidi.get(page_of(asked, "none")).status_code == 404
    assert chidi.post(act_on(asked, "none", "back")).status_code == 409


def test_a_change_over_a_change_is_refused(cast, asked):
    question = asked.questions.get(key="why")
    services.record_answers(asked, author=cast.ada, about="x", answers={"why": "W"})
    draft = a_draft(texts={"en": "Other"}, is_required=True, readers=frozenset({"coordinator"}))
    building.change_question(question, draft, by=cast.chidi)

    with pytest.raises(Refusal, match="changed this question meanwhile"):
        building.change_question(question, draft, by=cast.chidi)


def test_the_services_refuse_what_no_form_offers(cast, asked):
    why = asked.questions.get(key="why")
    hours = asked.questions.get(key="hours")
    values = asked.questions.get(key="values")
    as_it_is = {"texts": hours.texts, "step": 2}
    for act, match in (
        (
            lambda: building.add_question(
                asked, a_draft(kind="short", readers=frozenset({"matching"})), by=cast.chidi
            ),
            "from the list",
        ),
        (lambda: building.change_question(hours, a_draft(**as_it_is), by=cast.chidi), "required"),
        (lambda: building.change_question(why, a_draft(texts={}), by=cast.chidi), "has words"),
        (lambda: building.change_question(why, a_draft(step=9), by=cast.chidi), "of the steps"),
        (
            lambda: building.change_question(
                values, a_draft(step=3, choices=values.choices), by=cast.chidi
            ),
            "stays among its readers",
        ),
    ):
        with pytest.raises(Refusal, match=match):
            act()


def test_a_set_asks_at_least_one_question_and_goes_back_only_to_what_was_shipped(cast):
    own = QuestionSet.objects.create(
        organisation=cast.organisation,
        slug="ours",
        purpose="programme",
        titles={"en": "Ours"},
        steps=[{"number": 1, "titles": {"en": "One"}}],
    )
    only = building.add_question(own, a_draft(kind="short"), by=cast.chidi)

    building.move_question(only, is_up=True, by=cast.chidi)
    with pytest.raises(Refusal, match="at least one question"):
        building.take_out_question(only, by=cast.chidi)
    with pytest.raises(Refusal, match="did not come with Turnabout"):
        building.restore_set(own, by=cast.chidi)
    assert own.questions.get().audience == ["self"]


def test_going_back_to_the_shipped_words_does_not_widen_who_reads(cast, chidi, asked):
    address = page_of(asked, "why")
    chidi.post(address, typed(chidi, address, readers=["coordinator"]))
    services.record_answers(asked, author=cast.ada, about="x", answers={"why": "W"})

    chidi.post(act_on(asked, "why", "back"))

    assert asked.questions.get(key="why").audience == ["self", "coordinator"]


def test_a_question_taken_out_with_answers_comes_back_as_a_newer_version(cast, chidi, asked):
    services.record_answers(asked, author=cast.ada, about="x", answers={"access_needs": "A lift"})
    chidi.post(act_on(asked, "access_needs", "out"))

    chidi.post(act_on(asked, "access_needs", "back"))

    assert asked.questions.get(key="access_needs").version == 2


def test_the_preview_frames_a_phone_in_each_language(cast, chidi, asked, as_person):
    address = reverse("questions:preview", args=[asked.public_id])

    page = chidi.get(address, {"step": "2", "language": "es"})

    frame = f"{reverse('questions:as_asked', args=[asked.public_id])}?step=2&amp;language=es"
    assert f'src="{frame}"' in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    inside = chidi.get(frame.replace("&amp;", "&"))
    assert "¿De qué hablarías?" in text_of(inside)
    assert "Topics: offer, ask first, off limits" not in text_of(inside)
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    ada = as_person(cast.ada)
    assert [ada.get(one).status_code for one in (address, reverse("questions:sets"))] == [403, 404]
