from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    MONDAY,
    appoint,
    make_member,
    make_organisation,
    make_person,
    make_programme,
    make_user,
)
from turnabout.foundation.common.actors import Standing
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services.entrance import give_way_in
from turnabout.frame.programmes import emails, events, services
from turnabout.frame.programmes.models import Membership, Phase, Programme
from turnabout.frame.programmes.presets.readiness import load_readiness
from turnabout.frame.programmes.readiness import what_is_missing


def a_priority(cast, words="Change how we work together"):
    return services.add_priority(cast.organisation, words=words, language="en", by=cast.chidi)


def answer_all(programme, answer="yes", **others):
    """Answer the eight questions on readiness alike, some of them otherwise."""
    answers = {question.slug: answer for question in load_readiness()}
    told = {slug.replace("_", "-"): said for slug, said in others.items()}
    services.answer_readiness(programme, answers=answers | told, by=programme.created_by)


def a_programme(cast, **fields):
    settled = {
        "preset": "ways-of-working",
        "name": "Fresh Eyes",
        "aim": "Ten rules that help nobody are gone.",
        "priority": a_priority(cast),
        "how_we_know": "We count them in June.",
        "starts_on": date(2026, 3, 2),
        "by": cast.chidi,
    }
    return services.create_programme(cast.organisation, **{**settled, **fields})


def test_the_coordinator_begins_a_programme_with_the_defaults_of_its_preset(cast):
    programme = a_programme(cast)

    assert (programme.sessions, programme.gap_days, programme.level_gap) == (8, 21, 2)
    assert programme.settings["weights"] == {
        "topics": 30,
        "style": 20,
        "distance": 25,
        "wishes": 10,
        "hours": 15,
    }
    first, second = programme.phases.all()[:2]
    assert (first.kind, first.planned_from, first.planned_until) == (
        "purpose",
        date(2026, 3, 2),
        date(2026, 4, 5),
    )
    assert second.planned_from == date(2026, 4, 6)
    assert [(row.person, row.role, row.standing) for row in programme.memberships.all()] == [
        (cast.chidi, "coordinator", Standing.ACTIVE)
    ]
    assert cast.organisation.topics.count() > 100
    assert cast.organisation.question_sets.count() > 5


def test_a_programme_without_a_date_has_phases_without_dates(cast):
    programme = a_programme(cast, starts_on=None)

    assert programme.phases.filter(planned_from=None).count() == programme.phases.count()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"preset": "none"}, "There is no such kind of programme. Choose one of those shown."),
        ({"name": "  "}, "Give the programme a name, so that people recognise it."),
    ],
)
def test_a_programme_is_refused_without_kind_or_name(cast, fields, sentence):
    with pytest.raises(Refusal, match=sentence):
        a_programme(cast, **fields)


def test_a_stranger_cannot_begin_a_programme_of_another_organisation(cast):
    with pytest.raises(Refusal, match="Somebody of this organisation begins"):
        a_programme(cast, by=cast.dana)


def test_launch_waits_for_its_purpose_and_happens_once(cast):
    programme = a_programme(cast, aim="", priority=None, how_we_know="")
    answer_all(programme)
    heard = []
    events.programme_launched.connect(lambda programme, **_: heard.append(programme), weak=False)
    known = {"priority": a_priority(cast), "how_we_know": "We count.", "by": cast.chidi}

    with pytest.raises(Refusal) as refused:
        services.launch_programme(programme, by=cast.chidi)
    services.change_purpose(programme, aim=" One aim. ", **known)
    services.launch_programme(programme, by=cast.chidi)
    with pytest.raises(Refusal, match="has begun already"):
        services.launch_programme(programme, by=cast.chidi)
    with pytest.raises(Refusal, match="keeps an aim"):
        services.change_purpose(programme, **{**known, "aim": "One aim.", "how_we_know": " "})

    assert str(refused.value) == (
        "Something is missing before it can begin: One aim, in one sentence. The priority of the "
        "organisation that it serves. How you will know that it worked."
    )
    assert heard == [programme]
    assert (programme.aim, programme.how_we_know) == ("One aim.", "We count.")


def test_phases_open_close_repeat_and_are_skipped_in_any_order(cast):
    programme = a_programme(cast)
    purpose, interest, apply_, *later = programme.phases.all()

    services.open_phase(apply_, by=cast.chidi)
    services.skip_phase(interest, by=cast.chidi)
    services.close_phase(apply_, by=cast.chidi)
    again = services.repeat_phase(apply_, by=cast.chidi)
    services.open_phase(interest, by=cast.chidi)

    assert apply_.is_open is False
    assert again.is_open
    assert interest.is_open
    assert [row.kind for row in programme.phases.all()][:4] == [
        "purpose",
        "interest",
        "apply",
        "apply",
    ]
    assert [row.position for row in programme.phases.all()] == list(range(1, len(later) + 5))
    assert again.planned_until - again.planned_from == (apply_.planned_until - apply_.planned_from)
    assert purpose.opened_at is None


def test_a_phase_without_plan_is_repeated_for_two_weeks(cast):
    programme = a_programme(cast, starts_on=None)
    phase = programme.phases.first()
    services.open_phase(phase, by=cast.chidi)
    services.close_phase(phase, by=cast.chidi)

    again = services.repeat_phase(phase, by=cast.chidi)

    assert (again.planned_until - again.planned_from).days == 14


def test_a_phase_says_no_to_a_step_that_makes_no_sense(cast):
    phase = a_programme(cast).phases.first()

    with pytest.raises(Refusal, match="not open"):
        services.close_phase(phase, by=cast.chidi)
    with pytest.raises(Refusal, match="Close this phase first"):
        services.repeat_phase(phase, by=cast.chidi)
    services.open_phase(phase, by=cast.chidi)
    with pytest.raises(Refusal, match="opened already"):
        services.open_phase(phase, by=cast.chidi)
    with pytest.raises(Refusal, match="Close it instead"):
        services.skip_phase(phase, by=cast.chidi)
    services.close_phase(phase, by=cast.chidi)
    services.repeat_phase(phase, by=cast.chidi)
    with pytest.raises(Refusal, match="held again already"):
        services.repeat_phase(Phase.objects.get(pk=phase.pk), by=cast.chidi)


def test_the_mentor_is_invited_by_one_letter_and_the_letter_carries_the_link_to_apply(cast, outbox):
    newcomer = make_person(cast.organisation, name="Eva Lind")

    membership = services.invite_member(cast.programme, newcomer, role="mentor", by=cast.chidi)

    assert membership.standing == Standing.INVITED
    letters = outbox()
    assert [letter.subject for letter in letters] == ["Fresh Eyes: you are invited"]


def test_several_are_invited_at_once_and_the_others_are_named_with_their_reason(cast):
    eva, finn = (make_person(cast.organisation, name=name) for name in ("Eva Lind", "Finn Ode"))
    gone = make_person(cast.organisation, name="Gil Away", left_on=date(2026, 1, 1))
    silent = make_person(cast.organisation, name="Hal Silent")
    silent.addresses.all().delete()

    result = services.invite_members(
        cast.programme,
        [eva, finn, eva, gone, silent, cast.ada, cast.dana],
        role="mentor",
        by=cast.chidi,
    )

    assert [row.person for row in result.invited] == [eva, finn]
    assert [(row.person, str(row.reason)) for row in result.not_invited] == [
        (gone, "Has left the organisation."),
        (silent, "Has no mail address in the staff list."),
        (cast.ada, "Was invited to this role before, or holds it."),
        (cast.dana, "Works in an organisation that does not take part."),
    ]


def test_people_of_a_guest_organisation_can_be_invited(cast):
    cast.programme.guests.add(cast.dana.organisation)

    membership = services.invite_member(cast.programme, cast.dana, role="mentee", by=cast.chidi)

    assert membership.person == cast.dana


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("coordinator", "guardian"),
        ("guardian", "coordinator"),
        ("sponsor", "guardian"),
        ("guardian", "sponsor"),
    ],
)
def test_a_guardian_never_coordinates_or_sponsors_the_same_programme(cast, held, wanted):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_member(cast.programme, eva, held)

    with pytest.raises(Refusal, match="A guardian is independent"):
        services.invite_member(cast.programme, eva, role=wanted, by=cast.chidi)


def test_a_mentor_does_not_become_a_delegate_in_the_same_programme(cast):
    with pytest.raises(Refusal, match="the two roles stay apart"):
        services.invite_member(
            cast.programme, cast.ada, role="delegate", principal=cast.bruno, by=cast.chidi
        )


def test_a_delegate_looks_after_the_times_of_one_mentee(cast):
    eva = make_person(cast.organisation, name="Eva Lind")

    def invite(principal, person=eva, role="delegate"):
        return services.invite_member(
            cast.programme, person, role=role, principal=principal, by=cast.chidi
        )

    with pytest.raises(Refusal, match="Say whose times"):
        invite(None)
    with pytest.raises(Refusal, match="the times of a mentee"):
        invite(cast.ada)
    with pytest.raises(Refusal, match="her own delegate"):
        invite(cast.bruno, person=cast.bruno)
    with pytest.raises(Refusal, match="Only a delegate"):
        invite(cast.bruno, role="sponsor")
    with pytest.raises(Refusal, match="no such role"):
        invite(None, role="king")

    assert invite(cast.bruno).principal == cast.bruno


def test_somebody_accepts_an_invitation_and_a_second_tap_changes_nothing(cast):
    invited = make_member(
        cast.programme, make_person(cast.organisation), "sponsor", state="invited"
    )
    heard = []
    events.member_accepted.connect(lambda membership, **_: heard.append(membership), weak=False)

    services.accept_invitation(invited)
    first = invited.accepted_at
    services.accept_invitation(Membership.objects.get(pk=invited.pk))

    assert heard == [invited]
    assert Membership.objects.get(pk=invited.pk).accepted_at == first


def test_an_invitation_that_was_taken_back_cannot_be_accepted(cast, outbox):
    eva = make_person(cast.organisation, name="Eva Lind")
    invited = services.invite_member(cast.programme, eva, role="mentor", by=cast.chidi)
    services.end_membership(invited, by=cast.chidi)

    with pytest.raises(Refusal, match="has been taken back"):
        services.accept_invitation(invited)

    assert outbox() == []


def test_a_member_rests_comes_back_and_leaves(cast):
    services.pause_membership(cast.mentor, by=cast.ada)
    assert cast.mentor.standing == Standing.PAUSED
    with pytest.raises(Refusal, match="takes part now"):
        services.pause_membership(cast.mentor, by=cast.ada)

    services.resume_membership(cast.mentor, by=cast.ada)
    assert cast.mentor.standing == Standing.ACTIVE
    with pytest.raises(Refusal, match="who paused"):
        services.resume_membership(cast.mentor, by=cast.ada)

    services.end_membership(cast.mentor, by=cast.ada)
    assert cast.mentor.standing == Standing.ENDED
    with pytest.raises(Refusal, match="ended already"):
        services.end_membership(cast.mentor, by=cast.ada)


def test_a_programme_keeps_one_coordinator(cast):
    second = make_person(cast.organisation, name="Eva Lind")
    waiting = make_member(cast.programme, second, "coordinator", state="invited")
    with pytest.raises(Refusal, match="keeps one coordinator"):
        services.end_membership(cast.coordinator, by=cast.chidi)

    services.accept_invitation(waiting)
    services.end_membership(cast.coordinator, by=cast.chidi)

    assert cast.coordinator.standing == Standing.ENDED


def test_the_last_coordinator_does_not_rest(cast):
    with pytest.raises(Refusal, match="keeps one coordinator"):
        services.pause_membership(cast.coordinator, by=cast.chidi)

    make_member(cast.programme, make_person(cast.organisation, name="Eva Lind"), "coordinator")
    services.pause_membership(cast.coordinator, by=cast.chidi)

    assert cast.coordinator.standing == Standing.PAUSED


def test_those_who_can_mend_it_hear_that_the_last_coordinator_left(cast, outbox):
    appointed, owner = (make_person(cast.organisation, name=name) for name in ("Eva", "Finn"))
    appoint(appointed)
    make_user(owner, is_owner=True)
    Person.objects.filter(pk=cast.chidi.pk).update(left_on=MONDAY.date())

    services.end_memberships_of_leavers([cast.chidi])

    told = [(copy.to_address, copy.subject) for copy in outbox()]
    subject = f"{cast.programme.name} has nobody who runs it"
    assert sorted(told) == sorted(
        (f'"{person.name}" <{person.address}>', subject) for person in (appointed, owner)
    )
    assert list(Programme.objects.run_by_nobody()) == [cast.programme]


def test_somebody_appointed_takes_up_what_nobody_runs(cast, as_person):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_user(eva)
    appoint(eva)
    take_up = reverse("programmes:take_up", args=[cast.programme.public_id])
    before = as_person(eva).get(reverse("programmes:list"))
    services.end_memberships_of_leavers([cast.chidi])

    offered = as_person(eva).get(reverse("programmes:list"))
    taken = as_person(eva).post(take_up)
    with pytest.raises(Refusal, match="Somebody runs this programme already"):
        services.take_up_programme(cast.programme, by=eva)

    assert (take_up in before.content.decode(), take_up in offered.content.decode()) == (
        False,
        True,
    )
    assert taken.status_code == 302
    runs = Membership.objects.active().filter(role="coordinator")
    assert list(runs.values_list("person", flat=True)) == [eva.pk]


def test_a_guardian_takes_up_no_programme_she_guards(cast):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_member(cast.programme, eva, "guardian")
    services.end_memberships_of_leavers([cast.chidi])

    with pytest.raises(Refusal, match="A guardian is independent"):
        services.take_up_programme(cast.programme, by=eva)


def test_whoever_left_the_organisation_has_no_role_any_more_nor_has_her_assistant(cast):
    assistant = make_person(cast.organisation, name="Eva Lind")
    delegate = make_member(cast.programme, assistant, "delegate", principal=cast.bruno)

    services.end_memberships_of_leavers([cast.bruno, cast.chidi])
    services.end_memberships_of_leavers([cast.bruno])

    for member in (cast.mentor, cast.mentee, cast.coordinator, delegate):
        member.refresh_from_db()
    assert [
        member.standing for member in (cast.mentor, cast.mentee, cast.coordinator, delegate)
    ] == [Standing.ACTIVE, Standing.ENDED, Standing.ENDED, Standing.ENDED]
    told = AuditEntry.objects.filter(event="member_ended").values_list("by", "facts")
    assert sorted(told, key=str) == [
        ("", {"role": "coordinator"}),
        ("", {"role": "delegate"}),
        ("", {"role": "mentee"}),
    ]


def test_programmes_of_two_organisations_do_not_meet():
    one, other = make_organisation(), make_organisation(name="Elsewhere")
    programme = make_programme(one)
    coordinator = make_person(one)

    result = services.invite_members(programme, [make_person(other)], role="mentor", by=coordinator)

    assert result.invited == ()


def test_somebody_who_takes_up_a_role_with_pages_is_given_a_way_in(cast, outbox):
    eva = make_person(cast.organisation, name="Eva Lind")
    invited = make_member(cast.programme, eva, "guardian", state="invited")

    services.accept_invitation(invited)

    eva.refresh_from_db()
    assert (eva.user.email, eva.user.has_usable_password()) == (eva.address, False)
    assert [letter.subject for letter in outbox()] == ["Fresh Eyes: your way in"]
    assert "/go/" in bytes(outbox()[0].message).decode()


def test_a_mentor_needs_no_password_and_a_sponsor_who_has_one_gets_no_letter(cast, outbox):
    eva = make_person(cast.organisation, name="Eva Lind")
    services.accept_invitation(make_member(cast.programme, eva, "mentor", state="invited"))
    services.accept_invitation(make_member(cast.programme, cast.bruno, "sponsor", state="invited"))

    eva.refresh_from_db()
    assert eva.user is None
    assert outbox() == []


def test_a_way_in_needs_an_address_of_ones_own(cast):
    eva = make_person(cast.organisation, name="Eva Lind", address=cast.ada.address.upper())
    silent = make_person(cast.organisation, name="Hal Silent")
    silent.addresses.all().delete()

    with pytest.raises(Refusal, match="Somebody else signs in"):
        give_way_in(eva)
    with pytest.raises(Refusal, match="Without a mail address"):
        give_way_in(silent)
    assert give_way_in(cast.ada) == cast.ada.user


def test_the_letter_speaks_in_the_direction_of_its_preset(cast):
    eva = make_person(cast.organisation, name="Eva Lind")

    def sample(preset, role):
        programme = a_programme(cast, preset=preset)
        letter = emails.sample_invitation(programme, eva, role=role, principal=None, by=cast.chidi)
        return letter.text.splitlines()[0]

    assert sample("ways-of-working", "mentor") == "Would you mentor a senior colleague?"
    assert sample("ways-of-working", "mentee") == "Would you learn from a junior colleague?"
    assert sample("traditional", "mentor") == "Would you mentor a colleague?"
    assert sample("peer", "mentee") == "Would you like a peer mentor?"
    assert sample("peer", "reader") == "Would you read applications?"


def test_the_purpose_phase_names_only_what_is_missing(cast):
    programme = a_programme(cast)
    assert [str(row) for row in what_is_missing(programme, "purpose")] == [
        "A sponsor, who stands behind the programme.",
        "A guardian, whom people can turn to.",
    ]
    for role in ("sponsor", "guardian"):
        make_member(programme, make_person(cast.organisation), role, state="invited")

    assert what_is_missing(programme, "purpose") == []


def test_no_two_initiatives_of_a_list_are_called_the_same(cast):
    said = {"line": "", "sponsor": None, "by": cast.chidi}
    old = services.add_initiative(cast.programme, name="Fewer forms", **said)
    services.retire_initiative(old, by=cast.chidi)
    again = services.add_initiative(cast.programme, name="fewer forms", **said)

    with pytest.raises(Refusal, match="called this already"):
        services.bring_back_initiative(old, by=cast.chidi)
    assert services.add_initiative(cast.programme, name="Fewer forms", **said) == again
    with pytest.raises(Refusal, match="called this already"):
        services.add_initiative(cast.programme, name="Fewer forms", **{**said, "line": "By May"})
