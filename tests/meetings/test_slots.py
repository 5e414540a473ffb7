"""Where two people can meet: the table of traps, days off, ways, and calendars that are full."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from tests.factories import MONDAY
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.joining.applications.hours import first_moment, free_blocks, moments_of
from turnabout.together.meetings import own_time, queries
from turnabout.together.meetings.clocks import both_clocks, read_wall_time
from turnabout.together.meetings.models import BusyCalendar, Holiday
from turnabout.together.meetings.slots import (
    Stretch,
    TwoWeeks,
    Week,
    is_quiet_at,
    without,
)

HOUR = timedelta(hours=1)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def hours_of(zone, *values, first, last):
    return free_blocks(values, zone=zone, first=utc(*first), last=last)


# What somebody painted, where, in which week; and the instants it really is.
TRAPS = {
    "an hour that does not exist gives no time": (
        ("Europe/Berlin", "sun-02"),
        (2026, 3, 28),
        [],
    ),
    "the hours round it follow each other": (
        ("Europe/Berlin", "sun-01", "sun-02", "sun-03"),
        (2026, 3, 28),
        [(utc(2026, 3, 29, 0), utc(2026, 3, 29, 2))],
    ),
    "an hour that comes twice gives both": (
        ("Europe/Berlin", "sun-02"),
        (2026, 10, 24),
        [(utc(2026, 10, 25, 0), utc(2026, 10, 25, 2))],
    ),
    "the other coast changes three weeks earlier": (
        ("America/New_York", "mon-09"),
        (2026, 3, 9),
        [(utc(2026, 3, 9, 13), utc(2026, 3, 9, 14)), (utc(2026, 3, 16, 13), utc(2026, 3, 16, 14))],
    ),
    "and a week later in autumn": (
        ("America/New_York", "mon-09"),
        (2026, 10, 26),
        [
            (utc(2026, 10, 26, 13), utc(2026, 10, 26, 14)),
            (utc(2026, 11, 2, 14), utc(2026, 11, 2, 15)),
        ],
    ),
    "a clock that changes by half an hour": (
        ("Australia/Lord_Howe", "sun-02"),
        (2026, 10, 3),
        [(utc(2026, 10, 3, 15, 30), utc(2026, 10, 3, 16))],
    ),
    "Monday morning fourteen hours ahead is still Sunday": (
        ("Pacific/Kiritimati", "mon-09"),
        (2026, 3, 1),
        [(utc(2026, 3, 1, 19), utc(2026, 3, 1, 20)), (utc(2026, 3, 8, 19), utc(2026, 3, 8, 20))],
    ),
    "the 29th of February is a day like others": (
        ("Europe/Berlin", "tue-09"),
        (2028, 2, 28),
        [(utc(2028, 2, 29, 8), utc(2028, 2, 29, 9))],
    ),
    "a zone whose rules change: Almaty gave up an hour on 1 March 2024": (
        ("Asia/Almaty", "thu-09", "fri-09"),
        (2024, 2, 29),
        [(utc(2024, 2, 29, 3), utc(2024, 2, 29, 4)), (utc(2024, 3, 1, 4), utc(2024, 3, 1, 5))],
    ),
    "a day that a zone left out has no hours": (
        ("Pacific/Apia", "fri-09"),
        (2011, 12, 28),
        [],
    ),
}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.replace(" ", "_"))
def test_painted_hours_are_the_instants_that_the_clock_there_shows(trap):
    (zone, *values), first, expected = TRAPS[trap]

    last = expected[-1][1] if expected else utc(*first) + timedelta(days=5)
    found = hours_of(zone, *values, first=first, last=last)

    assert found == expected
    for begins, ends in found:
        shown = {
            begins.astimezone(ZoneInfo(zone)).hour,
            (ends - HOUR / 4).astimezone(ZoneInfo(zone)).hour,
        }
        assert shown <= {int(value.split("-")[1]) for value in values}


@pytest.mark.capability("S024")
def test_a_session_at_nine_in_new_york_moves_on_the_clock_in_berlin_and_the_page_says_so(cast):
    cast.ada.zone, cast.bruno.zone = "Europe/Berlin", "America/New_York"
    weekly = [
        utc(2026, 10, 12, 13),
        utc(2026, 10, 19, 13),
        utc(2026, 10, 26, 13),
        utc(2026, 11, 2, 14),
    ]

    for_ada = both_clocks(weekly, cast.ada, cast.bruno)
    for_bruno = both_clocks(weekly[2:], cast.bruno, cast.ada)
    at_home = both_clocks(weekly, cast.bruno, cast.bruno)

    assert for_ada.now == "15:00 for you is 09:00 for Bruno."
    assert for_ada.changes == (
        "From 26 October on it is 14:00 for you and 09:00 for Bruno.",
        "From 2 November on it is 15:00 for you and 09:00 for Bruno.",
        "Clocks change on different days where you two are.",
    )
    assert for_bruno.now == "09:00 for you is 14:00 for Ada."
    assert at_home is None


def test_another_day_on_the_other_clock_is_named(cast):
    cast.ada.zone, cast.bruno.zone = "Europe/Berlin", "Pacific/Kiritimati"

    told = both_clocks([utc(2026, 3, 3, 18)], cast.ada, cast.bruno)

    assert told.now == "19:00 for you is Wednesday, 08:00 for Bruno."


def test_a_typed_time_that_is_none_or_two_is_explained():
    gap = read_wall_time(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")
    twice = read_wall_time(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    plain = read_wall_time(datetime(2028, 2, 29, 9, 0), "Europe/Berlin")

    assert gap.start is None
    assert gap.trouble == (
        "On 29 March the clocks go forward where you are, and 02:30 does not exist. Take 03:00 or "
        "later."
    )
    assert twice.trouble == (
        "On 25 October the clocks go back where you are, and 02:30 comes twice. Take an hour that "
        "comes once."
    )
    assert plain.start == utc(2028, 2, 29, 8)
    assert moments_of(datetime(2011, 12, 30, 9), "Pacific/Apia") == (None, None)
    assert first_moment(date(2011, 12, 30), 9, "Pacific/Apia") == utc(2011, 12, 30, 10)
    assert first_moment(date(2026, 3, 2), 24, "UTC") == utc(2026, 3, 3)


def test_dates_keep_the_hour_of_the_seniors_clock_over_both_changes(cast):
    cast.ada.zone, cast.bruno.zone = "Europe/Berlin", "America/New_York"
    for person in (cast.ada, cast.bruno):
        person.save(update_fields=["zone"])
    with clock(utc(2026, 9, 1, 9)):
        dates = queries.propose_dates(make_signed_pair(cast))

    new_york = {date.astimezone(ZoneInfo("America/New_York")).hour for date in dates}
    assert (len(dates), len(new_york)) == (8, 1)
    assert max(dates) > utc(2026, 12, 1)


def test_quiet_hours_holidays_days_away_and_calendars_are_kept_free(cast):
    pair = make_signed_pair(cast)
    with clock(MONDAY):
        first, last = MONDAY, MONDAY + timedelta(days=4)
        before = queries.free_slots(pair, after=first, before=last)
        Holiday.objects.create(
            organisation=cast.organisation, place="Holm", day=date(2026, 3, 3), name="Fair"
        )
        Holiday.objects.create(organisation=cast.organisation, place="Far", day=date(2026, 3, 4))
        own_time.be_away(cast.bruno, date(2026, 3, 5), date(2026, 3, 5))
        BusyCalendar.objects.create(
            person=cast.bruno,
            kind="ics",
            host="x.example",
            sealed=b"",
            blocks=[["2026-03-04T09:00+00:00", "2026-03-04T16:00+00:00"]],
            connected_at=MONDAY,
            read_next_at=MONDAY,
        )
        pair.mentor.away_until = date(2026, 3, 3)
        after = queries.free_slots(pair, after=first, before=last)

    assert len(before) == 33
    # Monday Ada is away, Tuesday is a holiday where she works, Thursday Bruno is away.
    assert after == [utc(2026, 3, 4, 16), utc(2026, 3, 6, 9)]


def test_the_way_to_a_session_is_kept_free_before_and_after():
    busy = ((utc(2026, 3, 3, 10), utc(2026, 3, 3, 11)),)
    week = Week(tuple(f"tue-{hour:02}" for hour in range(9, 14)), "UTC")

    def starts(travel):
        weeks = TwoWeeks(week, week, 60, busy, travel_minutes=travel)
        return [one.hour for one in weeks.free_between(MONDAY, MONDAY + timedelta(days=5))]

    assert (starts(0), starts(15)) == ([9, 11, 12, 13], [12, 13])


def test_a_day_of_quiet_hours_round_the_world_is_said_to_be_a_stretch():
    first, last = MONDAY, MONDAY + timedelta(days=6)
    london = Week((), "Europe/London")
    far = TwoWeeks(london, Week((), "Pacific/Auckland"), 60)
    further = TwoWeeks(london, Week((), "Pacific/Auckland"), 60, quiet=(16, 12))

    found = far.found_between(first, last)

    assert found.stretch == Stretch.AWAKE
    assert not any(is_quiet_at(start, "Pacific/Auckland") for start in found.starts)
    assert further.found_between(first, last).starts == ()
    assert is_quiet_at(utc(2026, 3, 2, 3), "UTC", (1, 5))


def test_what_is_taken_out_of_a_span_leaves_the_rest():
    day = [(utc(2026, 3, 2, 8), utc(2026, 3, 2, 18))]
    taken = [(utc(2026, 3, 2, 7), utc(2026, 3, 2, 9)), (utc(2026, 3, 2, 12), utc(2026, 3, 2, 13))]

    assert without(day, taken) == [
        (utc(2026, 3, 2, 9), utc(2026, 3, 2, 12)),
        (utc(2026, 3, 2, 13), utc(2026, 3, 2, 18)),
    ]


def test_two_calendars_with_a_thousand_blocks_each_are_searched_in_under_50_ms():
    hours = tuple(f"{day}-{hour:02}" for day in ("mon", "tue", "thu") for hour in range(8, 19))

    def full(zone, offset):
        begin = MONDAY + timedelta(minutes=offset)
        starts = [begin + timedelta(hours=4 * number) for number in range(1000)]
        return Week(hours, zone, busy=tuple((one, one + HOUR * 0.9) for one in starts))

    weeks = TwoWeeks(full("Europe/Berlin", 0), full("America/New_York", 90), 60)
    taken = []
    for _turn in range(5):
        first_moment.cache_clear()
        begun = process_time()
        found = weeks.free_between(MONDAY, MONDAY + timedelta(days=196))
        taken.append(process_time() - begun)

    assert found
    assert min(taken) < 0.05


def test_days_away_are_kept_once_and_only_ahead(cast):
    with clock(MONDAY):
        first = own_time.be_away(cast.ada, date(2026, 4, 1), date(2026, 4, 3))
        again = own_time.be_away(cast.ada, date(2026, 4, 1), date(2026, 4, 3))

        assert first == again
        for days in (
            (date(2026, 4, 3), date(2026, 4, 1)),
            (date(2026, 2, 1), date(2026, 2, 3)),
            (date(2026, 4, 1), date(2027, 6, 1)),
        ):
            with pytest.raises(Refusal):
                own_time.be_away(cast.ada, *days)
        for number in range(39):
            own_time.be_away(cast.ada, date(2026, 5, 1), date(2026, 5, 2) + timedelta(days=number))
        with pytest.raises(Refusal, match="many days away"):
            own_time.be_away(cast.ada, date(2026, 5, 1), date(2026, 9, 1))


def test_holidays_are_read_as_people_write_them(cast):
    pasted = own_time.read_holidays(
        "2026-12-25 Christmas\n\n1.1.2027, New Year\n31/02/2027 x\nsoon"
    )

    kept = own_time.keep_holidays(cast.organisation, "", pasted.days, by=cast.chidi)
    own_time.keep_holidays(cast.organisation, "", pasted.days[:1], by=cast.chidi)

    assert pasted.days == ((date(2026, 12, 25), "Christmas"), (date(2027, 1, 1), "New Year"))
    assert pasted.not_read == ("31/02/2027 x", "soon")
    assert (kept, Holiday.objects.get().name) == (2, "Christmas")
    many = [(date(2026, 1, 1) + timedelta(days=one), "") for one in range(401)]
    with pytest.raises(Refusal, match="more days than a few years"):
        own_time.keep_holidays(cast.organisation, "", many, by=cast.chidi)
