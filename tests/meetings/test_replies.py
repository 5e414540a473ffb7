"""What calendars answer: read from a mailbox, believed by its address alone, and only a fact."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from django.urls import reverse

from tests.factories import MONDAY
from tests.meetings.factories import make_booked_pair
from tests.meetings.imap import mailbox
from turnabout.faces.home.owner import owner_page
from turnabout.foundation.common.due import run_due
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.together.meetings import mailbox as reading
from turnabout.together.meetings import queries, services
from turnabout.together.meetings.entries import guests_of
from turnabout.together.meetings.models import Answer, Mailbox
from turnabout.together.meetings.replies import read_reply
from turnabout.together.meetings.reply_addresses import reply_address, uid_of


@pytest.fixture(autouse=True)
def _on_that_monday():
    with clock(MONDAY):
        yield


@pytest.fixture
def pair(cast):
    return make_booked_pair(cast)


@pytest.fixture
def box(settings):
    with mailbox(settings) as server:
        yield server


def reply_mail(
    meeting,
    person,
    *,
    says="DECLINED",
    sent_by="",
    method="REPLY",
    sequence=0,
    at="20260302T091500Z",
    sender="somebody@example.net",
    to=None,
    starts="20260309T100000Z",
    more="",
    organiser=None,
):
    """An answer as Outlook, Gmail and Apple send one, to the organiser of the invitation."""
    uid = uid_of(meeting.public_id)
    address = to or parseaddr(reply_address(uid, person.public_id))[1]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, address, "Declined: session"
    mail.set_content("I cannot come because of something private.")
    said_by = f';SENT-BY="mailto:{sent_by}"' if sent_by else ""
    calendar = (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Other//Calendar//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{at}\r\n"
        f"DTSTART:{starts}\r\nORGANIZER:mailto:{organiser or address}\r\n"
        f"ATTENDEE;PARTSTAT={says}{said_by}:mailto:{sender}\r\n{more}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    return mail.as_bytes()


def put(box, *mails):
    for mail in mails:
        box.mails[max(box.mails, default=0) + 1] = mail


def read_again(minutes):
    with clock(MONDAY + timedelta(minutes=minutes)):
        return reading.read_replies()


def answers():
    return list(Answer.objects.order_by("pk").values_list("person__given_name", "answer"))


@pytest.mark.capability("S024")
def test_a_no_from_a_calendar_is_a_fact_that_offers_other_hours_and_cancels_nothing(
    cast, pair, box, as_person
):
    meeting = pair.meetings.first()
    put(box, reply_mail(meeting, cast.bruno), reply_mail(meeting, cast.ada, says="ACCEPTED"))
    put(box, reply_mail(meeting, cast.bruno))

    with clock(MONDAY + timedelta(minutes=20)):
        done = run_due()["meetings.read_replies"]

    meeting.refresh_from_db()
    assert done == 3
    assert answers() == [("Bruno", "declined"), ("Ada", "accepted")]
    assert (meeting.cancelled_at, meeting.sequence) == (None, 0)
    told = OutboxMessage.objects.filter(kind="meetings/declined")
    assert [(one.recipient, one.links["action_url"]["purpose"]) for one in told] == [
        (cast.bruno.public_id, "move")
    ]
    assert [guest.answer for guest in guests_of(meeting)] == ["ACCEPTED", "DECLINED"]
    page = as_person(cast.ada).get(reverse("pairs:detail", args=[pair.public_id]))
    assert "Bruno’s calendar said no to this hour." in page.content.decode()
    own = as_person(cast.bruno).get(reverse("pairs:detail", args=[pair.public_id]))
    assert "Your calendar said that you cannot come." in own.content.decode()
    with clock(MONDAY + timedelta(hours=1)):
        services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=cast.bruno)
    assert {guest.answer for guest in guests_of(meeting)} == {"NEEDS-ACTION"}
    assert not any("EXPUNGE" in one or "STORE" in one for one in box.asked)


def test_a_later_answer_counts_whatever_the_order_and_an_older_hour_says_nothing(cast, pair, box):
    meeting = pair.meetings.first()
    put(box, reply_mail(meeting, cast.ada, says="TENTATIVE", at="20260302T092000Z"))
    put(box, reply_mail(meeting, cast.ada, at="20260302T091000Z"))
    put(box, reply_mail(meeting, cast.ada, sequence=1))
    put(box, reply_mail(meeting, cast.bruno, method="COUNTER", says="TENTATIVE"))

    taken = read_again(30)
    with clock(MONDAY + timedelta(minutes=40)):
        services.move_meeting(meeting, queries.slots_to_move_to(meeting)[0], by=cast.bruno)
    put(box, reply_mail(meeting, cast.bruno, at="20260302T094500Z"))
    read_again(50)

    counter = Answer.objects.get(person=cast.bruno)
    assert taken == 4
    assert answers() == [("Ada", "tentative"), ("Bruno", "tentative")]
    assert counter.proposed_at.isoformat() == "2026-03-09T10:00:00+00:00"
    assert counter.sequence == 0


def counter(meeting, person, start, minute, **more):
    """Another hour, proposed so many minutes after nine."""
    hours = {"starts": f"{start:%Y%m%dT%H%M%SZ}", "at": f"20260302T09{minute}00Z"}
    return reply_mail(meeting, person, method="COUNTER", says="TENTATIVE", **hours, **more)


@pytest.mark.capability("S024", "S025")
def test_an_hour_that_a_calendar_proposes_is_taken_by_the_other_side_with_one_tap(
    cast, pair, box, as_person, jana
):
    first, second = pair.meetings.all()[:2]
    slots = queries.slots_to_move_to(first)
    put(box, counter(first, cast.bruno, slots[1], 10))
    # Her assistant thinks again, in the mentee's own calendar; the mail is read twice.
    put(box, *[counter(first, cast.bruno, slots[2], 11, sent_by=jana.address)] * 2)
    put(box, counter(second, cast.ada, queries.slots_to_move_to(second)[-1], 10))

    read_again(20)

    first_offer, offer = first.other_times.all()
    hers = second.other_times.get()
    assert (first_offer.withdrawn_at is None, offer.withdrawn_at) == (False, None)
    assert (offer.side, offer.offered_by, offer.by_delegate) == ("mentee", jana, True)
    assert (hers.side, hers.offered_by, hers.by_delegate) == ("mentor", cast.ada, False)
    told = OutboxMessage.objects.filter(kind="meetings/times", context__offer=hers.public_id)
    assert {one.recipient for one in told} == {cast.bruno.public_id, jana.public_id}
    assert answers() == [("Bruno", "tentative"), ("Ada", "tentative")]
    assert not OutboxMessage.objects.filter(kind="meetings/declined").exists()
    times = reverse("meetings:times", args=[first.public_id])
    page = as_person(cast.ada).get(times).content.decode()
    assert "An assistant offered them." in page
    assert as_person(cast.bruno).post(times, {"take": offer.times[0]}).status_code == 409
    as_person(cast.ada).post(times, {"take": offer.times[0]})
    first.refresh_from_db()
    move = first.moves.get()
    assert (first.starts_at, move.side, move.by_delegate) == (slots[2], "mentee", True)
    # Who accepts the hour as it stands no longer waits for another.
    put(box, reply_mail(second, cast.ada, says="ACCEPTED", at="20260302T093000Z"))
    read_again(40)
    hers.refresh_from_db()
    assert hers.withdrawn_at is not None


def test_an_hour_that_the_rules_forbid_is_told_to_whoever_proposed_it(cast, pair, box, outbox):
    outbox()
    first = pair.meetings.first()
    at_night = first.starts_at.replace(hour=3)
    put(box, counter(first, cast.bruno, at_night, 10), counter(first, cast.bruno, at_night, 11))
    put(box, counter(first, cast.bruno, first.starts_at + timedelta(days=90), 12))
    put(box, counter(first, cast.bruno, first.starts_at + timedelta(hours=1), 13))

    read_again(20)
    with clock(MONDAY + timedelta(minutes=30)):
        mails = [copy for copy in outbox() if "another hour?" in copy.subject]

    assert [copy.to_mailbox for copy in mails] == [cast.bruno.address] * 2
    night, far = (" ".join(bytes(copy.message).decode().split()) for copy in mails)
    assert "in the quiet hours of the other side" in night
    assert "within four weeks" in far
    # The last one was a good one, so it is no “no” any more.
    assert answers() == [("Bruno", "tentative")]
    assert first.other_times.open().count() == 1


def test_only_the_address_that_she_alone_was_given_is_believed(cast, pair, box):
    meeting, other = pair.meetings.all()[:2]
    hers = parseaddr(reply_address(uid_of(other.public_id), cast.bruno.public_id))[1]
    forged = [
        reply_mail(meeting, cast.bruno, to="dates@example.org", sender=cast.bruno.address),
        reply_mail(meeting, cast.bruno, to=hers, sender=cast.bruno.address),
        reply_mail(meeting, cast.dana),
        reply_mail(meeting, cast.bruno, to=f"dates+{'a' * 24}@example.org"),
        reply_mail(meeting, cast.bruno, to=hers.replace("dates+", "others+")),
        reply_mail(meeting, cast.bruno).replace(b"@testserver", b"@elsewhere.org"),
    ]
    put(box, *forged)

    assert read_again(20) == 0
    assert answers() == []
    shouted = parseaddr(reply_address(uid_of(meeting.public_id), cast.bruno.public_id))[1].upper()
    put(box, reply_mail(meeting, cast.bruno, to=shouted))
    assert read_again(30) == 1


def test_mail_that_is_no_answer_or_is_made_to_do_harm_stops_nothing(cast, pair, box):
    meeting = pair.meetings.first()
    sound = reply_mail(meeting, cast.bruno, says="ACCEPTED")
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
        for depth in range(400)
    )
    nasty = [
        b"",
        b"\xff\xfe\x00" * 500,
        b"To: dates@example.org\r\n\r\nI am out of office.",
        nested,
        sound.replace(b"DTSTAMP:20260302T091500Z", b"DTSTAMP:99999999T999999Z"),
        sound.replace(b"SEQUENCE:0", b"SEQUENCE:99999999999999999999"),
        sound.replace(b"SEQUENCE:0", b"SEQUENCE:\x00"),
        sound.replace(b"END:VEVENT", b"ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.c\r\nEND:VEVENT"),
        sound.replace(b"METHOD:REPLY", b"METHOD:REQUEST"),
        sound.replace(b"METHOD:REPLY", b"METHOD:CANCEL"),
        sound.replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED"),
        sound.replace(b"END:VEVENT", b"X-PAD:" + b"a" * 70_000 + b"\r\nEND:VEVENT"),
        sound.replace(b"UID:", b"UID:../../"),
        sound.replace(b"text/calendar", b"text/plain"),
    ]
    assert [read_reply(mail) for mail in nasty] == [None] * len(nasty)
    put(box, *nasty, sound, sound)
    box.sizes[16] = 600_000

    assert read_again(20) == 1
    assert answers() == [("Bruno", "accepted")]
    assert Mailbox.objects.get().last_uid == 16
    assert not any(command.startswith("UID FETCH 16 ") for command in box.asked)


def test_an_hour_that_no_clock_could_show_is_not_taken_from_a_proposal(cast, pair, as_person, box):
    cast.bruno.zone = "Pacific/Kiritimati"
    cast.bruno.save(update_fields=["zone"])
    meeting = pair.meetings.first()
    for minutes, starts in ((2, "99991231T235900Z"), (4, "00010101T000000Z")):
        at = f"20260302T09{minutes:02}00Z"
        put(box, reply_mail(meeting, cast.ada, method="COUNTER", starts=starts, at=at))

        assert read_again(minutes) == 1
        page = as_person(cast.bruno).get(f"/pairs/{pair.public_id}/")
        assert (Answer.objects.get().proposed_at, page.status_code) == (None, 200)


def test_one_worker_reads_at_a_time_and_each_mail_once(cast, pair, box, settings):
    meeting = pair.meetings.first()
    put(box, reply_mail(meeting, cast.bruno))

    assert [read_again(0), read_again(0), read_again(2)] == [1, 0, 0]
    held = Mailbox.objects.get()
    Mailbox.objects.update(leased_until=MONDAY + timedelta(minutes=9))
    put(box, reply_mail(meeting, cast.ada))
    assert [read_again(5), read_again(10)] == [0, 1]
    box.validity = 8
    assert read_again(12) == 2
    assert Answer.objects.count() == 2
    assert OutboxMessage.objects.filter(kind="meetings/declined").count() == 2
    assert held.last_uid == 1
    settings.REPLIES_PASSWORD = "wrong"
    assert read_again(14) == 0
    with clock(MONDAY + timedelta(minutes=60)):
        assert not any("Answers" in need.title for need in owner_page().needs)
    with clock(MONDAY + timedelta(minutes=80)):
        assert any("Answers" in need.title for need in owner_page().needs)
    settings.REPLIES_HOST = ""
    assert read_again(30) == 0


def test_an_answer_after_the_end_or_after_the_hour_changes_nothing(cast, pair, box):
    meeting = pair.meetings.first()
    put(box, reply_mail(meeting, cast.bruno))

    with clock(meeting.ends_at):
        assert reading.read_replies() == 1

    assert answers() == []
