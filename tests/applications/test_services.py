import pytest

from tests.applications.factories import furnish_organisation, make_application
from tests.factories import MONDAY, make_member, make_person
from turnabout.foundation.common.actors import Actor, Grant
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.policy import can
from turnabout.frame.questions.models import Answer
from turnabout.joining.applications import boundaries, events, queries, services
from turnabout.joining.applications.answers import StepSaid, WantSaid
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.models import Application, Boundaries

CANARY = "canary-9b2f"
MENTOR_SAID = {
    1: StepSaid(open={"why": "To be heard."}, languages=("en",), has_accepted=True),
    2: StepSaid(ways={"frontline-reality": "offer", "customer-voice": "off"}, hours=("mon-09",)),
    3: StepSaid(
        open={"manager": "agreed", "commitment": "yes", "accept_duties": True},
        private={"style_plan": 2},
        places=(1, 2),
    ),
}


@pytest.fixture
def membership(cast):
    furnish_organisation(cast.organisation)
    person = make_person(cast.organisation, name="Ivo Brandt", rank=2)
    return make_member(cast.programme, person, "mentor", state="invited")


def written(membership):
    application = services.begin_application(membership)
    for step, said in MENTOR_SAID.items():
        services.save_step(application, said, step=step + 1)
    return application


def test_a_mentor_applies_and_thereby_accepts_the_invitation(membership):
    heard = []

    def listen(application, **_named):
        heard.append(application)

    events.application_sent.connect(listen)
    application = written(membership)
    services.send_application(application)
    services.send_application(application)
    events.application_sent.disconnect(listen)

    membership.refresh_from_db()
    assert heard == [application]
    assert membership.accepted_at is not None
    assert (application.step, application.places_wanted, application.places_at_most) == (3, 1, 2)
    assert queries.said_so_far(application)["why"] == "To be heard."


def test_an_unfinished_application_says_what_is_missing(membership):
    application = services.begin_application(membership)

    with pytest.raises(Refusal, match="step 1"):
        services.send_application(application)

    steps = [one.step for one in queries.missing_from(application)]
    assert steps == sorted(steps)
    assert application.sent_at is None


def test_a_step_keeps_what_the_other_steps_said(membership):
    application = written(membership)

    services.save_step(application, StepSaid(open={"why": "To learn."}), step=2)

    assert application.hours == ["mon-09"]
    assert [offer.topic.slug for offer in application.offers.all()] == ["frontline-reality"]
    assert boundaries.read(application).off_limits == {"customer-voice"}
    assert boundaries.read(application).answers == {"style_plan": 2}


def test_a_mentor_changes_her_mind_about_a_topic(membership):
    application = written(membership)

    services.save_step(application, StepSaid(ways={"customer-voice": "offer"}), step=2)

    assert [offer.topic.slug for offer in application.offers.all()] == ["customer-voice"]
    assert boundaries.read(application).off_limits == frozenset()


def test_what_nobody_else_reads_is_sealed_and_bound_to_its_author(membership):
    application = written(membership)
    services.save_step(application, StepSaid(units=frozenset({CANARY})), step=2)

    row = Boundaries.objects.get(application=application)

    assert CANARY.encode() not in bytes(row.sealed)
    assert CANARY not in str(list(Answer.objects.values_list("value", flat=True)))
    vault.destroy_key(f"person:{membership.person.public_id}")
    with pytest.raises(Refusal):
        boundaries.read(application)


def test_boundaries_have_no_rule_so_nobody_may_do_anything_with_them(cast):
    application = make_application(cast.mentor, private=PrivateSide(units=frozenset({CANARY})))
    row = Boundaries.objects.get(application=application)
    chidi = Actor(
        person_id=cast.chidi.pk, grants=frozenset({Grant("coordinator", cast.programme.pk)})
    )

    assert [can(chidi, action, row) for action in ("see", "read", "decline")] == [False] * 3


def test_an_application_is_taken_back_and_sent_again(membership):
    application = written(membership)
    with pytest.raises(Refusal):
        services.withdraw_application(application, by=membership.person)
    services.send_application(application)

    services.withdraw_application(application, by=membership.person)
    application.refresh_from_db()
    withdrawn = application.is_sent
    services.send_application(application)

    assert withdrawn is False
    assert application.is_sent is True


def test_only_mentors_and_mentees_who_are_in_apply(cast):
    with pytest.raises(Refusal, match="Only mentors and mentees"):
        services.begin_application(cast.coordinator)
    ended = make_member(
        cast.programme, make_person(cast.organisation, name="Gone"), "mentor", state="ended"
    )
    with pytest.raises(Refusal, match="left this programme"):
        services.begin_application(ended)


def test_somebody_kept_apart_stays_beside_what_was_said_before(cast):
    application = make_application(
        cast.mentor, private=PrivateSide(units=frozenset({CANARY}), people=frozenset({"x"}))
    )

    services.keep_apart(cast.mentor, cast.bruno)

    side = services.boundaries_of(application)
    assert (side.people, side.units) == ({"x", cast.bruno.public_id}, {CANARY})


def test_a_mentee_ranks_what_she_wants(cast):
    furnish_organisation(cast.organisation)
    application = services.begin_application(cast.mentee)

    wants = (WantSaid("customer-voice", "Prices in May."), WantSaid("frontline-reality"))
    services.save_step(application, StepSaid(wants=wants, gives_back=("network",)), step=2)
    services.save_step(application, StepSaid(wants=wants[1:]), step=2)

    assert [(want.rank, want.topic.slug) for want in application.wants.all()] == [
        (1, "frontline-reality")
    ]
    assert application.gives_back == ["network"]


def test_the_reader_of_an_application_sees_what_its_questions_said(cast):
    furnish_organisation(cast.organisation)
    application = services.begin_application(cast.mentor)
    services.save_step(
        application,
        StepSaid(open={"why": "To be heard.", "gain": ["decisions"]}, private={"style_plan": 1}),
        step=2,
    )
    chidi = Actor(
        person_id=cast.chidi.pk, grants=frozenset({Grant("coordinator", cast.programme.pk)})
    )

    shown = [one.answer for one in queries.answers_shown(application, chidi)]
    hidden = queries.answers_shown(application, Actor(person_id=cast.bruno.pk))

    assert shown == ["To be heard.", "To see how decisions are made"]
    assert hidden == []


def test_who_left_is_not_matched(cast):
    make_application(cast.mentor)
    cast.ada.left_on = MONDAY.date()
    cast.ada.save()

    assert list(Application.objects.to_match()) == []
