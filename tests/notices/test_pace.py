"""Nobody is asked too much, at night or twice; what can wait comes as one mail."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import MONDAY, make_member, make_organisation, make_person, make_programme
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices import pace, preferences, services
from turnabout.foundation.notices.catalogue import DIGEST, Manner, letters, manner_of
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage, OwnPace, Reader
from turnabout.foundation.notices.outbox import LinkWanted
from turnabout.foundation.notices.rendering import render_words

SHIPPED = pace.SHIPPED
ASK, NEWS, ACT = "checkins/pulse", "recognition/thanks", "pairs/resumed"
DAY = timedelta(days=1)
TUESDAY_NINE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _as_shipped(monkeypatch):
    monkeypatch.setattr(pace, "SHIPPED", SHIPPED)
    # The rows that these notices would be about are not here.
    monkeypatch.setattr(notices, "_wanted", {})


def ask(person, kind=ASK, *, programme="Fresh Eyes", **options):
    notices.add(
        kind,
        to=person,
        context={
            "programme_name": programme,
            "organisation_name": "Northmere Water",
            "number": 2,
            "partner_name": "Bruno Keller",
        },
        links={"action_url": LinkWanted("pair", "somewhere")},
        **options,
    )


def live(until, at=MONDAY, *, happens=()):
    """Look at the outbox whenever something is due, and let things happen at their moments."""
    happens = sorted(happens, key=lambda one: one[0])
    while True:
        waiting = OutboxMessage.objects.waiting().filter(gathered_in=None).order_by("due_at")
        due = waiting.values_list("due_at", flat=True).first()
        at = max(at, min(filter(None, [due, happens[0][0] if happens else None]), default=until))
        if at >= until:
            return
        with clock(at):
            while happens and happens[0][0] <= at:
                happens.pop(0)[1]()
            services.deliver_due()


def sent_mails():
    """What left as a mail of its own, with its moment."""
    rows = OutboxMessage.objects.exclude(sent_at=None).filter(gathered_in=None)
    return list(rows.order_by("sent_at", "pk").values_list("kind", "sent_at"))


def test_in_a_year_of_three_programmes_nobody_is_asked_more_than_the_budget(cast):
    zone = "America/New_York"
    person = make_person(cast.organisation, name="Ada Nowak", zone=zone)
    chance = Random(20260302)
    happens = []
    for programme in ("One", "Two", "Three"):
        for _number in range(25):
            at = MONDAY + timedelta(hours=chance.uniform(0, 365 * 24))
            stale = timedelta(days=2) if chance.random() < 0.2 else None
            happens.append(
                (at, lambda p=programme, s=stale: ask(person, programme=p, stale_after=s))
            )
        for kind, times in ((NEWS, 5), (ACT, 6)):
            for _number in range(times):
                at = MONDAY + timedelta(hours=chance.uniform(0, 365 * 24))
                happens.append((at, lambda k=kind, p=programme: ask(person, k, programme=p)))
    for _number in range(30):
        at = MONDAY + timedelta(hours=chance.uniform(0, 365 * 24))
        happens.append((at, lambda: services.somebody_acted(person.public_id)))

    live(MONDAY + 420 * DAY, happens=happens)

    asked = OutboxMessage.objects.filter(kind=ASK)
    nudges = sorted(OutboxMessage.objects.exclude(nudged_at=None).values_list("sent_at", flat=True))
    ahead = [late - early for early, late in zip(nudges, nudges[SHIPPED.asks :], strict=False)]
    assert min(ahead) >= pace.FORTNIGHT
    assert all(
        sent == due
        for due, sent in OutboxMessage.objects.filter(kind=ACT).values_list("created_at", "sent_at")
    )
    # Nothing is lost: what did not leave was stale.
    assert not OutboxMessage.objects.waiting().exists()
    assert all(row.stale_at for row in asked.exclude(dropped_at=None))
    assert asked.exclude(sent_at=None).count() > 60
    local = [at.astimezone(ZoneInfo(zone)) for at in nudges]
    assert all(at.weekday() < 5 and 8 <= at.hour < 19 for at in local)
    # All that left is one mail each: a digest, or a notice alone.
    assert KeptCopy.objects.count() == len(sent_mails())
    assert DIGEST in {kind for kind, _at in sent_mails()}


def test_what_is_done_for_many_at_night_wakes_nobody(cast):
    person = make_person(cast.organisation, name="Ada Nowak", zone="Europe/London")
    night = TUESDAY_NINE.replace(hour=22, minute=24)
    with clock(night), notices.told_to_many():
        ask(person, ACT)
    with clock(night):
        ask(person, "pairs/signed")

    live(night + DAY, night)

    morning = (night + DAY).replace(hour=8, minute=0)
    assert sent_mails() == [("pairs/signed", night), (ACT, morning)]


@given(
    hours=st.lists(st.integers(0, 24 * 90), min_size=1, max_size=60),
    asks=st.integers(1, 6),
    ignored=st.integers(0, 9),
)
def test_whenever_asks_come_the_room_is_kept(hours, asks, ignored):
    own = pace.Pace(asks, 19, 8, True, 1, 9, True)
    nudged = []
    for hour in sorted(hours):
        at = MONDAY + timedelta(hours=hour)
        lately = [one for one in nudged if one > at - pace.FORTNIGHT]
        if pace.first_with_room(own, at, lately, ignored) <= at:
            nudged.append(at)

    assert all(late - early >= pace.pause_after(ignored) for early, late in pairwise(nudged))
    for early, late in zip(nudged, nudged[asks:], strict=False):
        assert late - early >= pace.FORTNIGHT


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata", "UTC"]
    ),
    quiet_from=st.integers(0, 23),
    quiet_until=st.integers(0, 23),
    day=st.integers(0, 6),
)
def test_a_moment_is_found_that_is_loud_and_a_day_for_the_digest(
    at, zone, quiet_from, quiet_until, day
):
    own = pace.Pace(4, quiet_from, quiet_until, True, day, 9, True)

    loud = pace.first_loud(own, at, zone).astimezone(ZoneInfo(zone))
    digest = pace.next_digest(own, at, zone).astimezone(ZoneInfo(zone))

    assert loud >= at
    assert loud.weekday() < 5
    assert not pace.is_quiet(own, loud.hour)
    assert at < digest <= at + timedelta(days=7, hours=2)
    assert (digest.weekday(), digest.hour) == (day, 9)


@pytest.mark.capability("S113")
def test_who_takes_part_in_a_partners_programme_too_has_one_budget_for_both(cast):
    """A guest here, a participant at home: one person, one pace, whoever asks."""
    home = make_organisation(name="Partner Rail")
    ada = make_person(home, name="Ada Guest")
    own = make_programme(home, name="At Home")
    cast.programme.guests.add(home)
    for programme in (own, cast.programme):
        make_member(programme, ada, "mentor")
    # The host asks as often as is shipped; her own house asks less, and that is what counts.
    OwnPace.objects.create(
        organisation=home.public_id, asks=2, quiet_from=19, quiet_until=8, rests_at_weekends=True,
        digest_day=1, digest_hour=9, fewer_when_ignored=False,
    )  # fmt: skip
    happens = [
        (MONDAY + number * DAY, lambda name=name: ask(ada, programme=name))
        for number in range(20)
        for name in ("At Home", cast.programme.name)
    ]

    live(MONDAY + 90 * DAY, happens=happens)

    nudges = sorted(OutboxMessage.objects.exclude(nudged_at=None).values_list("sent_at", flat=True))
    assert len(nudges) >= 4
    assert all(
        late - early >= pace.FORTNIGHT for early, late in zip(nudges, nudges[2:], strict=False)
    )
    assert OutboxMessage.objects.filter(kind=ASK).exclude(sent_at=None).count() == 40
    assert Reader.objects.get().person == ada.public_id


def test_news_and_too_many_asks_come_as_one_mail_with_a_link_for_each(cast):
    ada = cast.ada
    with clock(MONDAY):
        for _number in range(SHIPPED.asks):
            ask(ada)
        services.deliver_due()
        services.somebody_acted(ada.public_id)
        ask(ada, NEWS)
        ask(ada, NEWS)
        ask(ada)
    live(MONDAY + 30 * DAY)

    assert [kind for kind, _at in sent_mails()] == [ASK] * SHIPPED.asks + [DIGEST, ASK]
    assert sent_mails()[SHIPPED.asks] == (DIGEST, TUESDAY_NINE)
    mail = message_from_bytes(
        bytes(KeptCopy.objects.order_by("pk")[SHIPPED.asks].message), policy=policy.default
    )
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "What waits for you"
    assert text.count("/go/") == 3  # one for each line, one to fewer mails
    assert "You got this because" in text
    # Too much for this fortnight: it came when there was room again.
    assert sent_mails()[-1][1] == MONDAY + pace.FORTNIGHT


def test_what_is_ignored_comes_less_and_less_often_until_somebody_acts(cast, monkeypatch):
    for number in range(9):
        with clock(MONDAY + number * 4 * DAY):
            ask(cast.ada)
    live(MONDAY + 90 * DAY)

    moments = [at for _kind, at in sent_mails()]
    gaps = [late - early for early, late in pairwise(moments)]
    assert gaps[-1] >= pace.LONGEST_PAUSE
    assert gaps == sorted(gaps)
    assert Reader.objects.get().ignored == len(moments)

    services.somebody_acted(cast.ada.public_id)

    assert Reader.objects.get().ignored == 0


def test_who_sleeps_or_wants_a_week_of_peace_is_asked_afterwards(cast):
    night = datetime(2026, 3, 6, 22, 0, tzinfo=UTC)  # a Friday
    with clock(night):
        ask(cast.ada)
        ask(cast.ada, ACT)
        preferences.snooze(cast.bruno.public_id)
        ask(cast.bruno)
        ask(cast.bruno, NEWS)
    live(night + 21 * DAY, night)

    rows = OutboxMessage.objects.order_by("pk").values_list("kind", "recipient", "sent_at")
    ada, bruno = cast.ada.public_id, cast.bruno.public_id
    assert list(rows) == [
        (ASK, ada, datetime(2026, 3, 9, 8, 0, tzinfo=UTC)),
        (ACT, ada, night),
        (ASK, bruno, datetime(2026, 3, 16, 8, 0, tzinfo=UTC)),
        (NEWS, bruno, datetime(2026, 3, 17, 9, 0, tzinfo=UTC)),
    ]


def test_a_digest_that_is_late_waits_for_the_morning(cast):
    with clock(MONDAY):
        ask(cast.ada, NEWS)
        ask(cast.ada, NEWS)
        services.deliver_due()
    # No worker is there at the hour of the digest, and the next one comes at night.
    live(MONDAY + 7 * DAY, datetime(2026, 3, 3, 23, 0, tzinfo=UTC))

    assert sent_mails() == [(DIGEST, datetime(2026, 3, 4, 8, 0, tzinfo=UTC))]


def test_who_works_late_is_asked_in_her_own_hours(cast, monkeypatch):
    monkeypatch.setattr(notices, "_hours_finder", lambda _person: (14, 22))
    with clock(MONDAY):
        ask(cast.ada)
        ask(cast.bruno)
        reader = Reader.objects.create(person=cast.bruno.public_id, quiet_from=20, quiet_until=10)
    live(MONDAY + DAY)

    assert [at.hour for _kind, at in sent_mails()] == [reader.quiet_until, 14]


def test_who_wants_no_mail_finds_it_on_her_page_and_news_can_be_left_out(cast):
    ada, bruno = cast.ada.public_id, cast.bruno.public_id
    with clock(MONDAY):
        preferences.want_fewer(ada, ASK)
        preferences.want_fewer(ada, DIGEST)
        preferences.want_fewer(bruno, NEWS)
        for kind in (ASK, NEWS, ACT):
            ask(cast.ada, kind)
            ask(cast.bruno, kind)
    live(MONDAY + 10 * DAY)

    assert [kind for kind, _at in sent_mails()] == [ASK, ACT, ACT] or [
        kind for kind, _at in sent_mails()
    ] == [ASK, ACT, ACT][::-1]
    shown = OutboxMessage.objects.shown().values_list("recipient", "kind")
    assert sorted(shown) == sorted([(ada, ASK), (ada, NEWS), (bruno, ASK)])


def test_two_workers_never_take_the_same_nudge(cast, monkeypatch):
    """The other one asks her between the look and the step."""
    with clock(MONDAY):
        for _number in range(SHIPPED.asks - 1):
            ask(cast.ada)
        services.deliver_due()
        services.somebody_acted(cast.ada.public_id)
        ask(cast.ada)
        ask(cast.ada)
        first, second = OutboxMessage.objects.filter(sent_at=None).order_by("pk")
        look = services.let_go.__globals__["room_for"]

        def meanwhile(*given):
            room = look(*given)
            monkeypatch.setitem(services.let_go.__globals__, "room_for", look)
            assert services.deliver(second.pk)
            return room

        monkeypatch.setitem(services.let_go.__globals__, "room_for", meanwhile)
        assert not services.deliver(first.pk)
        services.deliver_due()

    assert OutboxMessage.objects.exclude(nudged_at=None).count() == SHIPPED.asks


def test_every_kind_that_asks_is_no_act_and_what_cannot_wait_is_one():
    manners = {
        kind: manner_of(kind) for kind in (ASK, NEWS, ACT, "pairs/ask-mentor", "nobody/knows")
    }

    assert manners == {
        ASK: Manner.ASK,
        NEWS: Manner.NEWS,
        ACT: Manner.ACT,
        "pairs/ask-mentor": Manner.ACT,
        "nobody/knows": Manner.ACT,
    }


def test_every_mail_says_why_it_came(cast):
    """In the frame of its programme, or in words of its own where it has none."""
    without = {
        "accounts/password_reset": {},
        "applications/time_request": {"person_name": "Ada", "organisation": "Northmere Water"},
    }
    for one in letters():
        frame = {"programme_name": "Fresh Eyes", "organisation_name": "Northmere Water"}
        for facts in one.samples().values():
            told = {**without.get(one.kind, frame), **facts}
            text = render_words(one.kind, told, {}).text
            assert "You got this because" in text or "invited you" in text, one.kind
