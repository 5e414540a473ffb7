"""Circles, launches and showcases: planned, answered, moved, attended; nothing said is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import MONDAY, make_member, make_person, make_user
from tests.gatherings.factories import NEXT_WEEK, make_circle, make_plan
from tests.meetings.calendar_client import entry_in
from tests.meetings.factories import make_booked_pair, make_held_meeting
from turnabout.foundation.common.actors import Actor, Scope, enriched
from turnabout.foundation.common.due import run_due
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage
from turnabout.frame.programmes.services import end_membership, invite_member
from turnabout.together.gatherings import jobs, queries, services
from turnabout.together.gatherings.models import Gathering, Invitation
from turnabout.together.meetings import feeds
from turnabout.together.meetings.replies import Reply, take
from turnabout.together.meetings.reply_addresses import reply_address, tokens_in, uid_of


def said(gathering):
    return list(gathering.invitations.values_list("person__given_name", "comes"))


def kinds():
    return sorted(OutboxMessage.objects.values_list("kind", flat=True))


def change(gathering, cast, **fields):
    settled = {
        "starts_at": gathering.starts_at,
        "minutes": 60,
        "place": "",
        "agenda": "",
        "facilitator": gathering.facilitator,
        "sequence": gathering.sequence,
    }
    services.change_gathering(gathering, by=cast.chidi, **{**settled, **fields})


def test_a_series_of_circles_is_planned_in_one_step_and_counts_who_was_there(cast, femi, outbox):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_member(cast.programme, eva, "mentor")
    starts = tuple(NEXT_WEEK + timedelta(weeks=6 * at) for at in range(3))

    circles = services.plan_gatherings(
        cast.programme, make_plan(femi, starts=starts, place="Holm"), by=cast.chidi
    )
    mails = outbox()

    assert [circle.starts_at for circle in circles] == list(starts)
    assert said(circles[0]) == [("Ada", None), ("Eva", None)]
    assert kinds() == ["gatherings/invitation"] * 6 + ["gatherings/to-lead"] * 3
    entries = [entry_in(bytes(mail.message)) for mail in mails]
    assert {entry.title for entry in entries} == {"Fresh Eyes, joint hour"}
    for mail in mails:
        told = bytes(mail.message).decode()
        others = {"Ada Nowak", "Eva Lind", "Femi Adler"} - {mail.to_address.split('"')[1]}
        assert not any(name in told for name in others), mail.subject
    for circle, present in zip(circles[:2], ([cast.ada, eva], [eva]), strict=True):
        with clock(circle.ends_at):
            there = circle.invitations.filter(person__in=present)
            ids = there.values_list("public_id", flat=True)
            services.note_attendance(circle, ids, by=femi)
    assert queries.circles_of(cast.ada, cast.programme) == queries.Circles(held=2, attended=1)
    assert queries.circles_of(eva, cast.programme) == queries.Circles(held=2, attended=2)


def test_a_circle_is_for_mentors_and_led_by_a_facilitator(cast, femi):
    audience = Gathering.Audience
    for refused in (
        make_plan(femi, audience=audience.MENTEES),
        make_plan(femi, audience=audience.BOTH),
        make_plan(femi, audience=audience.CHOSEN, chosen=(cast.bruno,)),
        make_plan(None),
        make_plan(cast.chidi),
        make_plan(femi, starts=()),
        make_plan(femi, starts=(MONDAY,)),
        make_plan(None, kind=Gathering.Kind.LAUNCH, audience=audience.CHOSEN),
    ):
        with pytest.raises(Refusal):
            services.plan_gatherings(cast.programme, refused, by=cast.chidi)
    with pytest.raises(Refusal, match="somebody who is mentored here cannot lead it"):
        invite_member(cast.programme, cast.bruno, role="facilitator", by=cast.chidi)

    assert not Gathering.objects.exists()


def test_the_same_form_sent_twice_plans_one(cast, femi):
    chosen = make_plan(femi, audience=Gathering.Audience.CHOSEN, chosen=(cast.ada,))
    for plan in (make_plan(femi), chosen):
        services.plan_gatherings(cast.programme, plan, by=cast.chidi)
        with pytest.raises(Refusal, match="planned already"):
            services.plan_gatherings(cast.programme, plan, by=cast.chidi)
    with clock(MONDAY + timedelta(minutes=5)):
        services.plan_gatherings(cast.programme, chosen, by=cast.chidi)

    assert Gathering.objects.count() == 3


def test_one_tap_answers_and_another_hour_asks_again(cast, femi, outbox):
    circle = make_circle(cast, femi)
    outbox()
    services.say_whether_coming(circle, True, by=cast.ada)

    change(circle, cast, agenda="What a good hour needs")
    kept = said(circle)
    change(circle, cast, place="Skarn")
    still = said(circle)
    change(circle, cast, starts_at=NEXT_WEEK + timedelta(hours=2))

    assert (kept, still, said(circle)) == ([("Ada", True)], [("Ada", True)], [("Ada", None)])
    assert circle.sequence == 2
    stale = circle.sequence - 1
    for refused in ({"sequence": stale}, {"starts_at": MONDAY}):
        with pytest.raises(Refusal):
            change(circle, cast, **refused)
    with pytest.raises(Refusal):
        services.say_whether_coming(circle, True, by=cast.bruno)
    changed = [mail for mail in outbox() if "is on" in mail.subject]
    # Of two changes before the first mail left, only the last is told.
    assert sorted(entry_in(bytes(mail.message)).sequence for mail in changed) == [2, 2]


def test_an_hour_that_is_cancelled_leaves_every_calendar(cast, femi, outbox):
    circle = make_circle(cast, femi)
    outbox()
    services.say_whether_coming(circle, False, by=cast.ada)

    services.cancel_gathering(circle, by=cast.chidi)
    with pytest.raises(Refusal):
        services.cancel_gathering(circle, by=cast.chidi)
    with pytest.raises(Refusal):
        services.say_whether_coming(circle, True, by=cast.ada)
    with clock(circle.ends_at), pytest.raises(Refusal):
        services.note_attendance(circle, [], by=femi)

    out = [entry_in(bytes(mail.message)) for mail in outbox()][2:]
    assert [(entry.is_cancelled, entry.sequence) for entry in out] == [(True, 1)] * 2


def test_whoever_joins_is_invited_and_whoever_leaves_is_let_go(cast, femi, outbox):
    circle = make_circle(cast, femi)
    by_name = make_circle(cast, femi, audience=Gathering.Audience.CHOSEN, chosen=(cast.ada,))
    before = len(outbox())
    eva = make_person(cast.organisation, name="Eva Lind")
    with clock(MONDAY + timedelta(days=1)):
        member = make_member(cast.programme, eva, "mentor")
        member.accepted_at = MONDAY + timedelta(days=1)
        member.save(update_fields=["accepted_at"])

        done = [jobs.invite_newcomers(), jobs.invite_newcomers()]
        invited = said(circle)
        end_membership(cast.mentor, by=cast.ada)
        mails = outbox()[before:]

    assert done == [1, 0]
    assert invited == [("Ada", None), ("Eva", None)]
    assert said(circle) == [("Eva", None)]
    assert said(by_name) == []
    told = [(mail.to_address, entry_in(bytes(mail.message))) for mail in mails]
    told = [(to, entry.is_cancelled) for to, entry in told if entry]
    assert sorted(out for to, out in told if cast.ada.address in to) == [True, True]
    assert [out for to, out in told if eva.address in to] == [False]


def test_an_hour_whose_facilitator_left_goes_to_another_calendar(cast, femi, as_person, outbox):
    circle = make_circle(cast, femi)
    outbox()
    gil = make_person(cast.organisation, name="Gil Moreau")
    make_member(cast.programme, gil, "facilitator")
    today = reverse("home:today", args=[cast.programme.public_id])
    change = reverse("gatherings:change", args=[circle.public_id])
    client = as_person(cast.chidi)
    assert b"nobody to lead it" not in client.get(today).content

    end_membership(cast.programme.memberships.get(person=femi), by=cast.chidi)
    let_go = outbox()[-1]
    assert b"nobody to lead it" in client.get(today).content
    values = {field.html_name: field.value() for field in client.get(change).context["form"]}
    unled = client.post(change, {**values, "facilitator": ""})
    later = {"facilitator": gil.public_id, "hour": "11:00"}
    named = client.post(change, {**values, **later})
    to_gil = [copy for copy in outbox() if "gil" in copy.to_address.lower()]

    assert (unled.status_code, named.status_code) == (422, 302)
    assert b"nobody to lead it" not in client.get(today).content
    assert entry_in(bytes(let_go.message)).is_cancelled
    assert "femi" in let_go.to_address.lower()
    assert [entry_in(bytes(copy.message)).is_cancelled for copy in to_gil] == [False]


def test_whoever_leaves_and_joins_anew_has_it_in_her_calendar_anew(cast, femi, outbox):
    circle = make_circle(cast, femi)
    outbox()

    for hours in (1, 2):
        with clock(MONDAY + timedelta(hours=hours)):
            services.let_go(circle, cast.ada)
            outbox()
            assert services.invite_newcomers(circle) == 1
            outbox()

    entries = (
        entry_in(bytes(copy.message)) for copy in outbox() if cast.ada.address in copy.to_address
    )
    told = [entry.is_cancelled for entry in entries if entry]
    assert told == [False, True, False, True, False]


def test_those_who_have_not_said_no_are_reminded_and_the_facilitator_is_asked_once(cast, femi):
    circle = make_circle(cast, femi)
    eva = make_person(cast.organisation, name="Eva Lind")
    Invitation.objects.create(gathering=circle, person=eva, invited_at=MONDAY, comes=False)
    launch = make_circle(cast, None, kind=Gathering.Kind.LAUNCH, audience=Gathering.Audience.BOTH)

    with clock(circle.starts_at - timedelta(days=2)):
        reminded = [jobs.remind(), jobs.remind()]
    with clock(circle.ends_at):
        asked = [jobs.ask_who_was_there(), jobs.ask_who_was_there()]
        jobs._remind(circle), jobs._ask(circle)
        run_due()

    assert (reminded, asked) == ([2, 0], [2, 0])
    got = OutboxMessage.objects.filter(kind="gatherings/reminder").order_by("pk")
    assert [(one.recipient, one.about) for one in got] == [
        (cast.ada.public_id, circle.public_id),
        (cast.ada.public_id, launch.public_id),
        (cast.bruno.public_id, launch.public_id),
    ]
    asks = OutboxMessage.objects.get(kind="gatherings/who-was-there")
    assert asks.recipient == femi.public_id


def test_who_was_there_is_not_asked_once_it_is_noted(cast, femi, outbox):
    circle = make_circle(cast, femi)
    outbox()
    with clock(circle.ends_at):
        jobs.ask_who_was_there()
        services.note_attendance(circle, [], by=femi)
        outbox()

    assert KeptCopy.objects.filter(subject__startswith="Who was").count() == 0
    with pytest.raises(Refusal):
        services.note_attendance(circle, [], by=femi)


def test_a_calendar_answers_for_its_owner_and_a_feed_leaves_out_what_was_declined(
    cast, femi, settings
):
    settings.REPLIES_ADDRESS = "dates@example.org"
    circle = make_circle(cast, femi)

    def reply(person, answer, sequence=0):
        uid = uid_of(circle.public_id)
        address = reply_address(uid, person.public_id).split("<")[1].strip(">")
        told = Reply(uid, sequence, MONDAY, answer, tokens_in([address]))
        return take(told)

    def entries(person):
        content = feeds.content_of(feeds.open_feed(person)).body
        return len(Calendar.from_ical(content).walk("VEVENT"))

    before = [entries(cast.ada), entries(femi), entries(cast.bruno)]
    taken = [reply(cast.ada, "tentative"), reply(cast.bruno, "accepted")]
    taken += [reply(cast.ada, "accepted", 1), reply(cast.ada, "declined")]

    assert before == [1, 1, 0]
    assert taken == [False, False, False, True]
    assert said(circle) == [("Ada", False)]
    assert [entries(cast.ada), entries(femi)] == [0, 1]
    with clock(circle.starts_at + timedelta(minutes=1)):
        assert not reply(cast.ada, "accepted")


def test_a_link_opens_one_hour_for_its_reader_and_for_what_it_is_for(cast, femi):
    later = NEXT_WEEK + timedelta(days=1)
    circle, other = make_circle(cast, femi), make_circle(cast, femi, starts=(later,))
    eva = make_person(cast.organisation, name="Eva Lind")
    make_user(eva)
    Invitation.objects.create(gathering=circle, person=eva, invited_at=MONDAY)

    def seen(person, purpose, about=circle):
        actor = enriched(Actor(person_ref=person.public_id, scope=Scope(purpose, about.public_id)))
        hours = list(Gathering.objects.visible_to(actor))
        return len(hours), Invitation.objects.visible_to(actor).count()

    assert seen(cast.ada, "gathering") == (1, 1)
    assert seen(femi, "lead-gathering") == (1, 2)
    assert seen(femi, "gathering") == (0, 0)
    assert seen(cast.ada, "lead-gathering") == (0, 0)
    assert seen(cast.bruno, "gathering") == (0, 0)
    assert seen(eva, "gathering") == (0, 0)
    assert seen(cast.ada, "pair") == (0, 0)
    assert seen(cast.ada, "gathering", other) == (1, 1)


def test_the_circles_a_mentor_was_at_stand_on_her_certificate_and_on_no_others(
    cast, femi, as_person
):
    pair = make_booked_pair(cast)
    make_held_meeting(cast, pair)
    circle = make_circle(cast, femi)
    circle.invitations.update(was_there=True)
    page = reverse("recognition:certificate", args=[pair.public_id])

    with clock(MONDAY + timedelta(days=20)):
        hers = as_person(cast.ada).get(page).content.decode()
        his = as_person(cast.bruno).get(page).content.decode()

    assert "With other mentors, one circle." in hers
    assert "With other mentors" not in his
