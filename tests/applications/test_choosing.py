"""Reading, talking and deciding, as readers, coordinators and applicants meet them."""

import pytest
from django.urls import reverse

from tests.applications.factories import make_application
from tests.applications.test_views import MENTOR_STEPS, invited, opened, walk
from tests.applications.walks import at, decides, reader
from turnabout.frame.questions.models import Question
from turnabout.joining.applications.models import Application, Decision
from turnabout.joining.matching.problem import load_problem
from turnabout.joining.matching.queries.rules import rules_in_force

READING = {
    "communication": "4",
    "leading": "3",
    "scarce_skill": "4",
    "motivation": "4",
    "openness": "3",
    "suggestion": "take_part",
    "reason": "Says what she would change, and how.",
    "knows_person": "no",
}
TALK = {"motivation": "4", "communication": "3", "dates": "yes", "read_back": "yes"}


@pytest.mark.capability("S038", "S039")
def test_applicants_read_the_rubric_readers_use_it_and_a_decision_keeps_its_reason(
    cast, as_person, letters
):
    membership = invited(cast, "mentor")
    client = opened(membership)
    told = client.get(reverse("applications:apply", args=[membership.public_id]))
    walk(client, membership, MENTOR_STEPS)
    letters()
    application = Application.objects.get(membership=membership)
    eva, chidi = as_person(reader(cast)), as_person(cast.chidi)

    refused = eva.post(at("read", application), {**READING, "communication": ""})
    eva.post(at("read", application), READING)
    page = chidi.get(at("one", application)).content.decode()
    decides(chidi, application, "accepted", "Knows the front and says it clearly.")
    after = chidi.get(at("one", application)).content.decode()

    for criterion in (
        "Says things clearly",
        "Could lead a conversation with somebody senior",
        "Brings a skill or a view that our seniors lack",
        "Wants to learn and to see change",
    ):
        assert criterion in told.content.decode()
        assert criterion in page
    assert refused.status_code == 200
    assert ("Eva Lind" in page, "4 of 4" in page) == (True, True)
    assert "Knows the front and says it clearly." in after
    assert [mail.subject for mail in letters()] == ["Fresh Eyes: there is room for you"]
    assert Application.objects.get(pk=application.pk).outcome == "accepted"


def test_the_rubric_that_is_edited_is_the_one_applicants_read(cast):
    membership = invited(cast, "mentor")
    question = Question.objects.get(question_set__slug="selection-rubric", key="leading")
    question.texts = {"en": "Could chair a round of ten people"}
    question.save()

    page = opened(membership).get(reverse("applications:apply", args=[membership.public_id]))

    assert "Could chair a round of ten people" in page.content.decode()


def test_a_first_reading_is_without_names_where_the_programme_says_so(cast, as_person):
    application = make_application(cast.mentor, offers=["frontline-reality"])
    eva, chidi = as_person(reader(cast)), as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    listed = reverse("applications:received", args=[cast.programme.public_id])
    chidi.post(choosing, {"answer_days": "7", "hides_names": "on"})

    pages = [listed, f"{listed}?find=Ada", at("one", application), at("read", application)]
    before = ["Ada Nowak" in eva.get(page).content.decode() for page in pages]
    eva.post(at("read", application), READING)
    after = ["Ada Nowak" in eva.get(page).content.decode() for page in pages]
    coordinator = "Ada Nowak" in chidi.get(listed).content.decode()

    assert (before, after, coordinator) == ([False] * 4, [True] * 4, True)


def test_a_reader_reads_for_herself_before_she_sees_what_others_wrote(cast, as_person):
    application = make_application(cast.mentor)
    eva, finn = as_person(reader(cast)), as_person(reader(cast, name="Finn Berg"))
    eva.post(at("read", application), READING)

    before = "Eva Lind" in finn.get(at("one", application)).content.decode()
    finn.post(at("read", application), READING)
    after = "Eva Lind" in finn.get(at("one", application)).content.decode()

    assert (before, after) == (False, True)


def test_nobody_reads_or_decides_on_her_own_report(cast, as_person):
    application = make_application(cast.mentor)
    eva = reader(cast)
    for leader, expected in ((eva, [404] * 3), (cast.chidi, [200, 403, 403])):
        cast.ada.manager = leader
        cast.ada.save()
        client = as_person(leader)
        pages = (at("one", application), at("read", application), at("decide", application))
        assert [client.get(page).status_code for page in pages][: len(expected)] == expected


@pytest.mark.capability("S047")
def test_what_a_talk_confirms_is_counted_by_the_matching_and_what_is_written_is_not(
    cast, as_person
):
    application = make_application(
        cast.mentor, offers=["spreadsheets", "trello-boards", "frontline-reality"]
    )
    make_application(cast.mentee, wants=["spreadsheets"])
    chidi = as_person(cast.chidi)
    rules = rules_in_force(cast.programme)

    asked = chidi.get(at("talk", application)).content.decode()
    chidi.post(at("talk", application), {**TALK, "level_spreadsheets": "1", "helps": "Time."})
    page = chidi.get(at("one", application)).content.decode()
    offered = load_problem(cast.programme, rules=rules).mentors[0].offers
    client = opened(cast.mentor)
    url = reverse("applications:apply", args=[cast.mentor.public_id])
    again = client.get(f"{url}?step=3").context["form"].fields

    assert dict(offered) == {"spreadsheets": 1, "trello-boards": 2, "frontline-reality": 2}
    assert ("shown in a talk" in page, "Time." in page) == (True, True)
    assert ("level_spreadsheets" in again, "level_trello-boards" in again) == (False, True)
    assert ("level_trello-boards" in asked, "level_frontline-reality" in asked) == (True, False)


def test_every_decision_keeps_a_reason_and_its_letter_is_read_before_it_leaves(
    cast, as_person, letters
):
    application = make_application(cast.mentor)
    chidi = as_person(cast.chidi)

    without = chidi.post(at("decide", application), {"outcome": "declined", "go": "send"})
    page = chidi.post(
        at("decide", application),
        {"outcome": "declined", "reason": "Few places.", "words": "Do come again.", "go": "look"},
    )
    unsent = letters()
    decides(chidi, application, "declined", "Few places.", words="Do come again.")
    [mail] = letters()

    assert without.context["form"].errors["reason"] == [
        "Every decision keeps its reason. Write one sentence."
    ]
    assert unsent == []
    text = page.context["letter"].text
    assert ("Do come again." in text, "Few places." in text) == (True, False)
    assert mail.subject == "Fresh Eyes: about your application" == page.context["letter"].subject
    assert "Do come again." in mail.body
    assert "Few places." not in mail.body
    assert [(one.outcome, one.reason) for one in Decision.objects.all()] == [
        ("declined", "Few places.")
    ]
    assert list(Application.objects.to_match()) == []


def test_a_decision_is_changed_by_a_later_one_and_the_same_one_is_refused(cast, as_person, letters):
    application = make_application(cast.mentor)
    chidi = as_person(cast.chidi)

    decides(chidi, application, "reserve")
    again = chidi.post(
        at("decide", application), {"outcome": "reserve", "reason": "Again.", "go": "send"}
    )
    out = list(Application.objects.to_match())
    decides(chidi, application, "accepted", "A place came free.")

    assert (again.status_code, out) == (409, [])
    assert list(Application.objects.to_match()) == [application]
    assert [one.outcome for one in Decision.objects.all()] == ["reserve", "accepted"]
    assert [mail.subject for mail in letters()] == ["Fresh Eyes: there is room for you"]


def test_a_stranger_finds_nothing_of_choosing(cast, as_person):
    application = make_application(cast.mentor)
    dana = as_person(cast.dana)

    pages = [at(name, application) for name in ("one", "read", "talk", "decide", "ask_for_time")]
    pages += [
        reverse(f"applications:{name}", args=[cast.programme.public_id])
        for name in ("received", "choosing", "places")
    ]

    assert [dana.get(page).status_code for page in pages] == [404] * len(pages)
