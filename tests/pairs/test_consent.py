"""A mentor who chooses from several, places that change, silence, and two programmes at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.applications.factories import make_application
from tests.factories import MONDAY, make_member, make_programme, make_user
from tests.matching.factories import make_mentee, make_mentor, publish_and_ask
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.services import save_step
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.jobs import look_for_the_next_best
from turnabout.joining.matching.models import Bond, Run
from turnabout.together.pairs import services as pairs
from turnabout.together.pairs.jobs import close_unanswered_pairs
from turnabout.together.pairs.models import ANSWER_DAYS, Pair


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


def asked_in(programme, cast, *, most=1):
    """The pairs of a run that was published and whose mentors have just been asked."""
    run = services.request_run(programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    if most > 1:
        services.choose_suggestions(programme, most, by=cast.chidi)
    publish_and_ask(run, by=cast.chidi)
    return list(Pair.objects.filter(programme=programme).order_by("pk"))


def entered_as(person):
    client = Client()
    client.force_login(person.user or make_user(person))
    return client


def answers(asked, client, **said):
    return client.post(reverse("pairs:answer", args=[asked.public_id]), said)


def page_of(pair, client):
    return client.get(reverse("pairs:answer", args=[pair.public_id])).content.decode()


@pytest.fixture
def choice(cast):
    """Ada may choose from three; nobody else mentors."""
    make_mentor(cast.programme, "Ada Berg")
    for name in ("Bruno Lund", "Greta Holm", "Ines Vega"):
        make_mentee(cast.programme, name)
    return asked_in(cast.programme, cast, most=3)


def by_link(pair):
    """Somebody who came by the link of the letter, and is not signed in."""
    client = Client()
    client.get(make_link(LinkPurpose("answer-pair", pair.mentor.public_id, pair.public_id)))
    return client


def test_a_mentor_chooses_one_of_three_by_the_link_in_her_letter(cast, choice):
    ada = by_link(choice[0])

    page = page_of(choice[0], ada)
    answers(choice[0], ada, says="yes", pair=choice[1].public_id)
    after = page_of(choice[0], ada)

    asked = OutboxMessage.objects.filter(kind__startswith="pairs/ask-")
    names = [pair.mentee.name for pair in choice]
    assert sorted(names) == ["Bruno Lund", "Greta Holm", "Ines Vega"]
    assert all(f"Yes, {name}" in page for name in names)
    assert "Your yes is noted" in after
    assert list(asked.values_list("kind", "recipient")) == [
        ("pairs/ask-mentor", choice[0].mentor.public_id),
        ("pairs/ask-mentee", choice[1].mentee.public_id),
    ]
    assert [entered_as(pair.mentee).get(_answer(pair)).status_code for pair in choice] == [
        404,
        200,
        404,
    ]


def _answer(pair):
    return reverse("pairs:answer", args=[pair.public_id])


def test_a_no_to_all_closes_all_and_a_foreign_pair_is_not_chosen(cast, choice):
    ada = entered_as(choice[0].mentor)
    other = make_programme(cast.organisation)
    make_mentor(other, "Priya Raman")
    make_mentee(other, "Tomas Roy")
    [foreign] = asked_in(other, cast)

    strange = answers(choice[0], ada, says="yes", pair=foreign.public_id)
    answers(choice[2], ada, says="no")

    assert strange.status_code == 404
    assert not Pair.objects.filter(programme=cast.programme).open().exists()
    assert Pair.objects.filter(programme=other).asked().count() == 1


def test_the_coordinator_sees_the_same_until_the_common_day_whatever_a_mentor_chose(
    cast, choice, as_person
):
    listed = reverse("pairs:list", args=[cast.programme.public_id])
    chidi = as_person(cast.chidi)
    before = [row.state for row in chidi.get(listed).context["rows"]]

    answers(choice[0], entered_as(choice[0].mentor), says="yes", pair=choice[2].public_id)
    during = [row.state for row in chidi.get(listed).context["rows"]]

    assert before == during == ["asked"] * 3
    assert not any(queries.places_left(cast.programme).values())


def test_silence_is_reminded_once_then_the_next_best_waits_for_the_coordinator(
    cast, as_person, outbox
):
    programme = make_programme(cast.organisation)
    make_member(programme, cast.chidi, "coordinator")
    make_mentor(programme, "Ada Berg")
    make_mentee(programme, "Bruno Lund")
    make_mentor(programme, "Priya Raman", offers=("customer-voice",))
    make_mentee(programme, "Tomas Roy", wants=("customer-voice",))
    of = {pair.mentor.given_name: pair for pair in asked_in(programme, cast)}
    silent, answered = of["Ada"], of["Priya"]
    pairs.accept_proposal(answered, by=answered.mentor)
    pairs.accept_proposal(answered, by=answered.mentee)
    greta = make_mentee(programme, "Greta Late")

    with clock(MONDAY + timedelta(days=4)):
        reminded = [mail.subject for mail in outbox() if "waiting" in mail.subject]
    with clock(MONDAY + timedelta(days=ANSWER_DAYS - 1)):
        close_unanswered_pairs()
        early = look_for_the_next_best()
    with clock(silent.answer_until):
        late = look_for_the_next_best(), look_for_the_next_best()
        page = as_person(cast.chidi).get(reverse("home:today", args=[programme.public_id]))

    run = Run.objects.filter(programme=programme).latest("number")
    assert reminded == ["A question is still waiting for you"]
    assert (early, late) == (0, (1, 0))
    assert run.name == "Next best after Run 1"
    assert [(row.mentor_id, row.mentee_id) for row in run.proposals.filter(stays=False)] == [
        (silent.mentor_membership_id, greta.pk)
    ]
    assert "The next best waits for your decision" in page.content.decode()


def said_places(member, places):
    save_step(member.application, StepSaid(places=places), step=3)


def test_a_mentor_who_takes_fewer_keeps_her_promises_and_is_told_what_stands(cast, outbox):
    programme = make_programme(cast.organisation)
    ada = make_mentor(programme, "Ada Berg", places_wanted=3, places_at_most=3)
    make_mentor(programme, "Priya Raman")
    for name in ("Bruno Lund", "Greta Holm", "Ines Vega", "Tomas Roy"):
        make_mentee(programme, name)
    made = [pair for pair in asked_in(programme, cast) if pair.mentor_id == ada.person_id]
    others = Pair.objects.filter(programme=programme).exclude(mentor=ada.person)
    pairs.accept_proposal(made[0], by=ada.person)

    said_places(ada, (1, 1))

    standing = list(Pair.objects.open().filter(mentor=ada.person))
    told = [mail for mail in outbox() if mail.subject == "You take fewer partners now"]
    assert len(made) == 3
    assert standing == [made[0]]
    assert others.open().count() == 1
    assert len(told) == 1
    assert b"2 questions that you had not answered yet are withdrawn" in bytes(told[0].message)
    assert queries.places_left(programme)[made[1].mentee_membership_id] == 0


def test_a_mentor_who_takes_more_is_offered_to_the_coordinator_for_a_rematch(cast, as_person):
    programme = make_programme(cast.organisation)
    make_member(programme, cast.chidi, "coordinator")
    ada = make_mentor(programme, "Ada Berg")
    make_mentee(programme, "Bruno Lund")
    make_mentee(programme, "Greta Holm")
    [pair] = asked_in(programme, cast)
    pairs.accept_proposal(pair, by=pair.mentor)
    pairs.accept_proposal(pair, by=pair.mentee)
    today = reverse("home:today", args=[programme.public_id])

    before = as_person(cast.chidi).get(today).content.decode()
    said_places(ada, (2, 2))
    after = as_person(cast.chidi).get(today).content.decode()

    assert "There are free places on both sides" not in before
    assert "1 of the mentors and 1 of the mentees can take one more partner" in after
    assert not OutboxMessage.objects.filter(kind="pairs/fewer-places").exists()


def test_two_programmes_with_the_same_people_never_mix(cast, as_person, outbox):
    """Ada mentors and Bruno learns in both; an answer in one says nothing in the other."""
    first, second = (make_programme(cast.organisation, name=name) for name in ("Eyes", "Ears"))
    make_member(first, cast.chidi, "coordinator")
    ada, bruno = make_mentor(first, "Ada Berg"), make_mentee(first, "Bruno Lund")
    for member, said in (
        (make_member(second, ada.person, "mentor"), {"offers": ("frontline-reality",)}),
        (make_member(second, bruno.person, "mentee"), {"wants": ("frontline-reality",)}),
    ):
        make_application(member, **said)
    [one] = asked_in(first, cast)
    [other] = asked_in(second, cast)
    by_letter = by_link(one)

    services.ban_pair(first, ada, bruno, by=cast.chidi, reason="One project")
    by_letter.post(_answer(one), {"says": "no"})
    foreign = by_letter.get(_answer(other)).status_code
    pairs.accept_proposal(other, by=ada.person)
    pairs.accept_proposal(other, by=bruno.person)
    with clock(MONDAY + timedelta(days=1)):
        mails = [bytes(mail.message).decode() for mail in outbox()]
    listed = as_person(cast.chidi).get(reverse("pairs:list", args=[first.public_id]))
    unseen = as_person(cast.chidi).get(reverse("pairs:list", args=[second.public_id]))

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.is_together, other.is_together, foreign) == (False, True, 404)
    assert [row.state for row in listed.context["rows"]] == ["asked"]
    assert unseen.status_code in (403, 404)
    assert [bond.programme_id for bond in Bond.objects.all()] == [second.pk]
    assert not any("Eyes" in mail and "Ears" in mail for mail in mails)
    assert sum("Ears" in mail for mail in mails) == 2
    assert second.wishes.count() == 0
