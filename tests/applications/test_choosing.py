"""Choosing, walked as readers, coordinators, applicants and line managers meet it."""

from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.applications.factories import make_application
from tests.applications.test_views import MENTOR_STEPS, invited, opened, walk
from tests.factories import MONDAY, make_member, make_person, make_user
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.due import run_due
from turnabout.foundation.common.time import clock
from turnabout.frame.questions.models import Question
from turnabout.joining.applications.models import Application, Decision, PlaceOffer, TimeRequest
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


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str


@pytest.fixture
def letters(outbox):
    """What has left since it was asked last."""
    seen = 0

    def new():
        nonlocal seen
        copies = outbox()
        fresh, seen = copies[seen:], len(copies)
        return [Mail(one.to_mailbox, one.subject, body_of(one)) for one in fresh]

    return new


def body_of(copy):
    parts = message_from_bytes(bytes(copy.message)).walk()
    [text] = [part for part in parts if part.get_content_type() == "text/plain"]
    return text.get_payload(decode=True).decode()


@pytest.fixture
def as_person():
    """Signed in, each in a browser of her own."""

    def signed_in(person):
        client = Client()
        client.force_login(person.user)
        return client

    return signed_in


def at(name, thing):
    return reverse(f"applications:{name}", args=[thing.public_id])


def reader(cast, name="Eva Lind"):
    person = make_person(cast.organisation, name=name)
    make_user(person)
    make_member(cast.programme, person, "reader")
    return person


def applicants(cast, count, role="mentor", **fields):
    made = []
    for number in range(count):
        person = make_person(cast.organisation, name=f"Person {number}", rank=2)
        made.append(make_application(make_member(cast.programme, person, role), **fields))
    return made


def by_link(purpose, person, about):
    client = Client()
    link = make_link(LinkPurpose(purpose, person.public_id, about.public_id))
    client.get(link.removeprefix("http://127.0.0.1:8000"))
    return client


def decides(client, application, outcome, reason="Fewer places than people.", **more):
    data = {"outcome": outcome, "reason": reason, **more}
    page = client.post(at("decide", application), {**data, "go": "look"})
    client.post(at("decide", application), {**data, "go": "send"})
    return page


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

    chidi.post(at("talk", application), {**TALK, "level_spreadsheets": "1", "helps": "Time."})
    page = chidi.get(at("one", application)).content.decode()
    offered = load_problem(cast.programme, rules=rules).mentors[0].offers
    client = opened(cast.mentor)
    url = reverse("applications:apply", args=[cast.mentor.public_id])
    again = client.get(f"{url}?step=3").context["form"].fields

    assert dict(offered) == {"spreadsheets": 1, "trello-boards": 2, "frontline-reality": 2}
    assert ("shown in a talk" in page, "Time." in page) == (True, True)
    assert ("level_spreadsheets" in again, "level_trello-boards" in again) == (False, True)


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


def offering(cast, as_person, *, mentors):
    """A coordinator has said how many places there are, and offers those that come free."""
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    chidi.post(choosing, {"mentors": str(mentors), "answer_days": "7"})
    chidi.post(reverse("applications:offers", args=[cast.programme.public_id]), {"go": "begin"})
    return chidi


def test_a_place_that_comes_free_goes_to_the_next_and_on_silence_to_the_one_after(
    cast, as_person, letters
):
    with clock(MONDAY):
        taking, first, second = applicants(cast, 3)
        chidi = offering(cast, as_person, mentors=1)
        for minutes, application in enumerate((first, second)):
            with clock(MONDAY + timedelta(minutes=minutes)):
                decides(chidi, application, "reserve")
        letters()
        run_due()
        full = PlaceOffer.objects.count()
        opened(taking.membership).post(
            reverse("applications:withdraw", args=[taking.membership.public_id])
        )
        run_due()
        run_due()
        mails = [(mail.to, mail.subject) for mail in letters()]
    with clock(MONDAY + timedelta(days=8)):
        run_due()
        run_due()
    offers = PlaceOffer.objects.order_by("pk")
    with clock(MONDAY + timedelta(days=9)):
        client = by_link("place", second.membership.person, offers[1])
        page = client.get(at("place_offer", offers[1])).content.decode()
        client.post(at("place_offer", offers[1]), {"answer": "yes"})
        late = by_link("place", first.membership.person, offers[0])
        too_late = late.post(at("place_offer", offers[0]), {"answer": "yes"})

    second.refresh_from_db()
    assert full == 0
    assert mails == [(first.membership.person.address, "Fresh Eyes: a place has come free")]
    assert [one.application for one in offers] == [first, second]
    assert "Say yes or no until" in page
    assert (second.outcome, too_late.status_code) == ("accepted", 409)
    assert list(Application.objects.to_match()) == [second]


def test_who_leaves_a_place_stays_on_the_list_and_the_next_is_asked(cast, as_person, letters):
    with clock(MONDAY):
        first, second = applicants(cast, 2)
        chidi = offering(cast, as_person, mentors=1)
        for minutes, application in enumerate((first, second)):
            with clock(MONDAY + timedelta(minutes=minutes)):
                decides(chidi, application, "reserve")
        run_due()
        offer = PlaceOffer.objects.get()
    with clock(MONDAY + timedelta(hours=2)):
        client = by_link("place", first.membership.person, offer)
        client.post(at("place_offer", offer), {"answer": "no"})

    first.refresh_from_db()
    waiting = PlaceOffer.objects.waiting().get()
    assert (offer.application, waiting.application) == (first, second)
    assert first.outcome == "reserve"


def test_a_coordinator_reads_the_letter_and_how_many_leave_before_places_are_offered(
    cast, as_person, letters
):
    applications = applicants(cast, 2)
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    for application in applications:
        decides(chidi, application, "reserve")
    letters()
    early = chidi.post(
        reverse("applications:offers", args=[cast.programme.public_id]), {"go": "begin"}
    )
    chidi.post(choosing, {"mentors": "1", "answer_days": "7"})

    page = chidi.get(choosing)

    assert early.status_code == 409
    assert page.context["to_offer"] == 1
    assert page.context["sample"].subject == "Fresh Eyes: a place has come free"
    assert letters() == []


def test_gaps_are_named_with_what_to_do_about_them(cast, as_person):
    applicants(cast, 1, role="mentor")
    applicants(cast, 3, role="mentee")
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    chidi.post(choosing, {"mentors": "4", "mentees": "2", "answer_days": "7"})

    page = chidi.get(choosing)

    gaps = page.context["gaps"]
    assert [gap.sentence for gap in gaps] == [
        "2 places are missing: mentors take 1 partners, and mentees wish for 3.",
        "3 places for mentors are free.",
        "One mentee more than there are places.",
    ]
    assert all(gap.ways for gap in gaps)


@pytest.mark.parametrize(
    ("said", "status", "sends"),
    [("ask", 302, True), ("agreed", 409, False), ("not_yet", 409, False)],
)
def test_the_line_manager_is_asked_only_as_the_mentor_chose(
    cast, as_person, letters, said, status, sends
):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    walk(opened(membership), membership, {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": said}})
    letters()
    application = Application.objects.get(membership=membership)
    chidi = as_person(cast.chidi)

    answer = chidi.post(at("ask_for_time", application))

    mails = [mail.to for mail in letters()]
    assert answer.status_code == status
    assert mails == ([boss.address] if sends else [])


def test_the_line_manager_sees_the_time_and_nothing_else_and_says_yes_no_or_later(
    cast, as_person, letters
):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    client = opened(membership)
    walk(client, membership, {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": "ask"}})
    letters()
    application = Application.objects.get(membership=membership)
    chidi = as_person(cast.chidi)
    sample = chidi.get(at("ask_for_time", application)).context["letter"]
    chidi.post(at("ask_for_time", application))
    [mail] = letters()
    asked = TimeRequest.objects.get()

    manager = by_link("time", boss, asked)
    page = manager.get(at("time", asked)).content.decode()
    elsewhere = [
        manager.get(at("one", application)).status_code,
        manager.get(reverse("applications:apply", args=[membership.public_id])).status_code,
    ]
    manager.post(at("time", asked), {"answer": "later"})
    again = chidi.post(at("ask_for_time", application)).status_code
    manager.post(at("time", asked), {"answer": "yes"})
    told = client.get(reverse("applications:after", args=[membership.public_id])).content.decode()

    assert mail.subject == sample.subject == "Time for Ivo Brandt: yes, no or later?"
    assert "Could Ivo Brandt have 11 hours of working time?" in page
    for secret in ("Fresh Eyes", "mentor", "Frontline reality", "To be heard."):
        assert (secret in page, secret in mail.body) == (False, False), secret
    assert elsewhere == [404, 404]
    assert again == 302
    assert "The time is agreed." in told


def test_an_applicant_who_changes_her_mind_is_not_asked_about_any_more(cast, as_person, letters):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    client = opened(membership)
    steps = {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": "ask"}}
    walk(client, membership, steps)
    letters()
    as_person(cast.chidi).post(at("ask_for_time", Application.objects.get(membership=membership)))
    url = reverse("applications:apply", args=[membership.public_id])
    client.post(f"{url}?step=3", {**MENTOR_STEPS[3], "manager": "not_yet", "go": "stop"})
    asked = TimeRequest.objects.get()

    mails = letters()
    page = by_link("time", boss, asked).get(at("time", asked)).content.decode()

    assert mails == []
    assert "There is nothing to answer any more" in page


def test_how_the_places_fell_hides_small_groups(cast, as_person):
    for number in range(14):
        person = make_person(
            cast.organisation,
            name=f"Person {number}",
            rank=12 if number >= 12 else 11,
            place="Holm",
            unit="Data",
        )
        application = make_application(make_member(cast.programme, person, "mentor"))
        if number in range(6):
            application.reserved_at = MONDAY
            application.save()
    chidi = as_person(cast.chidi)

    page = chidi.get(reverse("applications:places", args=[cast.programme.public_id]))

    told = {
        str(table.name): [(row.applied, row.chosen) for row in table.rows]
        for table in page.context["tables"]
    }
    assert told == {
        "By level": [(None, None), (None, None)],
        "By place": [(14, 8)],
        "By function": [(14, 8)],
    }


def test_the_cap_on_load_holds_over_all_programmes(cast, as_person):
    application = make_application(cast.mentor, places_wanted=2, places_at_most=2)
    make_application(cast.mentee)
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    rules = rules_in_force(cast.programme)

    before = load_problem(cast.programme, rules=rules).mentors[0].at_most
    chidi.post(choosing, {"what": "cap", "partners": "1"})
    after = load_problem(cast.programme, rules=rules).mentors[0].at_most
    odd = chidi.post(choosing, {"what": "cap", "partners": "many"})

    assert (before, after) == (2, 1)
    assert odd.context["cap_form"].errors["partners"] == ["Write a whole number here."]
    assert application.places_at_most == 2


def test_the_places_ask_the_database_as_often_for_one_as_for_many(cast, as_person):
    chidi = as_person(cast.chidi)
    asked = []

    for many in (1, 3):
        applicants(cast, many, reserved_at=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            chidi.get(reverse("applications:choosing", args=[cast.programme.public_id]))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_stranger_finds_nothing_of_choosing(cast, as_person):
    application = make_application(cast.mentor)
    dana = as_person(cast.dana)

    pages = [at(name, application) for name in ("one", "read", "talk", "decide", "ask_for_time")]
    pages += [
        reverse(f"applications:{name}", args=[cast.programme.public_id])
        for name in ("received", "choosing", "places")
    ]

    assert [dana.get(page).status_code for page in pages] == [404] * len(pages)
