"""What a mentor draws on of her own life: asked last, sealed, read by the matching, forgotten."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.applications.factories import furnish_organisation, make_application
from tests.applications.test_views import MENTOR_STEPS, invited, opened, walk
from tests.factories import MONDAY, make_member, make_programme
from tests.matching.factories import make_mentee, make_mentor
from turnabout.foundation.common.time import clock
from turnabout.frame.programmes.models import Phase, Programme
from turnabout.frame.questions.models import Question
from turnabout.joining.applications import lived, queries
from turnabout.joining.applications.jobs import forget_what_was_lived
from turnabout.joining.applications.lived import Lived
from turnabout.joining.applications.models import Application, LivedExperience
from turnabout.joining.matching import services as matching

CANARY = "faith-belief"


@pytest.fixture
def speaking(cast):
    """A programme in which personal experience may be a topic."""
    Programme.objects.update(settings={"lived_experience_topics": True})
    cast.programme.refresh_from_db()
    furnish_organisation(cast.organisation)
    return cast


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def step_of(membership, step=4):
    return reverse("applications:apply", args=[membership.public_id]) + f"?step={step}"


def steps_missing(application):
    return [one.step for one in queries.missing_from(application)]


def is_sent(membership):
    return Application.objects.sent().filter(membership=membership).exists()


def test_a_mentor_says_last_what_she_has_lived_and_nobody_else_ever_reads_it(speaking, as_person):
    ada = invited(speaking, "mentor")
    client = opened(ada)
    walk(client, ada, MENTOR_STEPS)
    asked = text_of(client.get(step_of(ada)))
    assert "Step 4 of 4" in asked
    assert "Seen only by you. It is sealed, and deleted 90 days after" in asked

    unsaid = client.post(step_of(ada), {"go": "next"})
    without = client.post(step_of(ada), {"draws_on_experience": "yes", "go": "next"})

    assert "This answer is needed before you go on." in text_of(unsaid)
    assert "Choose at least one topic, or say no above." in text_of(without)
    assert not is_sent(ada)
    said = {"draws_on_experience": "yes", "experience_topics": [CANARY], "go": "next"}
    client.post(step_of(ada), said)
    assert is_sent(ada)
    application = Application.objects.get(membership=ada)
    assert lived.read(application) == Lived(True, frozenset({CANARY}), {})
    assert client.get(step_of(ada)).context["form"].initial["experience_topics"] == [CANARY]
    assert CANARY not in str([*application.offers.values(), application.answers])
    chidi = as_person(speaking.chidi)
    for name, about in (("one", application), ("received", speaking.programme)):
        page = chidi.get(reverse(f"applications:{name}", args=[about.public_id]))
        assert (page.status_code, CANARY in page.content.decode().lower()) == (200, False)

    client.post(step_of(ada), {"draws_on_experience": "no", "experience_topics": [CANARY]})

    assert lived.read(application) == Lived(False, frozenset(), {})


def test_a_no_is_a_whole_answer_and_mentees_are_not_asked(speaking):
    ada, lena = invited(speaking, "mentor"), invited(speaking, "mentee", name="Lena Sol")
    hers, his = (make_application(one, is_sent=False) for one in (ada, lena))
    client = opened(ada)

    waiting = steps_missing(hers)
    client.post(step_of(ada), {"draws_on_experience": "no", "go": "next"})

    assert (4 in waiting, 4 in steps_missing(hers), 4 in steps_missing(his)) == (True, False, False)
    assert [queries.steps_of(one) for one in (ada, lena)] == [4, 3]
    pages = [opened(lena).get(step_of(lena, 1)), client.get(step_of(ada, 2))]
    assert ["Lived experience" in page.content.decode() for page in pages] == [True, False]


def test_what_she_has_lived_is_enough_to_offer_and_more_questions_keep_to_their_kind(speaking):
    ada = invited(speaking, "mentor")
    application, client = make_application(ada, is_sent=False), opened(ada)
    question_set = lived.set_of(speaking.programme)
    for key, audience in (("own_open", ["self", "coordinator"]), ("own_private", ["self"])):
        Question.objects.create(
            question_set=question_set, key=key, kind="short", audience=audience, is_required=True
        )
    said = {"draws_on_experience": "yes", "experience_topics": [CANARY], "go": "next"}

    nothing_offered = steps_missing(application)
    client.post(step_of(ada), said)
    waiting = steps_missing(application)
    client.post(step_of(ada), {**said, "own_open": "For all", "own_private": "For me"})

    assert (2 in nothing_offered, 2 in waiting, waiting.count(4)) == (True, False, 2)
    assert 4 not in steps_missing(application)
    assert lived.read(application).answers == {"own_private": "For me"}
    shown = client.get(step_of(ada)).content.decode()
    assert ('value="For all"' in shown, 'value="For me"' in shown) == (True, True)
    client.post(step_of(ada), {**said, "own_open": "For all", "own_private": "Only me"})
    assert lived.read(application).answers == {"own_private": "Only me"}


def test_the_matching_reads_it_and_no_reason_names_it(speaking, as_person):
    programme = make_programme(speaking.organisation, settings={"lived_experience_topics": True})
    make_mentee(programme, "Bruno Lund", wants=(CANARY,))
    has, has_not = make_mentor(programme, "Ada Berg"), make_mentor(programme, "Priya Holm")
    lived.write(has.application, Lived(True, frozenset({CANARY})))
    lived.write(has_not.application, Lived(False))

    run = matching.request_run(programme, by=speaking.chidi)

    found = run.proposals.get()
    assert found.mentor == has
    topics = next(part for part in found.parts if part["part"] == "topics")
    assert (topics["points"], topics["detail"]) == (0, {"topics": []})
    assert found.score == sum(part["points"] for part in found.parts)
    chidi = as_person(speaking.chidi)
    make_member(programme, speaking.chidi, "coordinator")
    asked = {"mentee": "Bruno Lund", "mentor": "Priya Holm"}
    for address, data in (("run", {}), ("why", asked)):
        page = chidi.get(reverse(f"matching:{address}", args=[run.public_id]), data)
        assert (page.status_code, "Faith" in text_of(page)) == (200, False)
    assert "Others fit better" in text_of(page)
    assert matching.is_ruled_out(found) is False
    lived.write(has.application, Lived(False))
    assert matching.is_ruled_out(found) is True
    again = matching.request_run(programme, by=speaking.chidi)
    assert not again.proposals.exists()
    Programme.objects.update(settings={})
    lived.write(has.application, Lived(True, frozenset({CANARY})))
    off = matching.request_run(Programme.objects.get(pk=programme.pk), by=speaking.chidi)
    assert not off.proposals.exists()


def test_it_is_forgotten_a_while_after_the_last_sessions(speaking):
    programme = make_programme(speaking.organisation, settings={"lived_experience_topics": True})
    ada = make_mentor(programme, "Ada Berg")
    lived.write(ada.application, Lived(True, frozenset({CANARY})))
    sessions = Phase.objects.create(programme=programme, kind="sessions-1", position=1)

    kept = [forget_what_was_lived()]
    Phase.objects.filter(pk=sessions.pk).update(closed_at=MONDAY)
    with clock(MONDAY + timedelta(days=89)):
        kept.append(forget_what_was_lived())
    with clock(MONDAY + timedelta(days=91)):
        kept.append(forget_what_was_lived())
        kept.append(forget_what_was_lived())

    assert (kept, LivedExperience.objects.count()) == ([0, 0, 1, 0], 0)
