from datetime import date

from turnabout.joining.applications.hours import possible_starts, start_times

WINTER, SUMMER, BETWEEN = date(2026, 1, 7), date(2026, 7, 8), date(2026, 3, 18)


def told(starts, zone="UTC", week_of=WINTER):
    return [f"{at:%a %H:%M}" for at in start_times(starts, zone=zone, week_of=week_of)]


def test_an_hour_is_one_possible_start_of_an_hour():
    starts = possible_starts(["tue-09"], zone="UTC", week_of=WINTER, minutes=60)

    assert told(starts) == ["Tue 09:00"]


def test_two_hours_in_a_row_let_a_session_begin_at_each_quarter():
    starts = possible_starts(["tue-09", "tue-10"], zone="UTC", week_of=WINTER, minutes=60)

    assert told(starts) == ["Tue 09:00", "Tue 09:15", "Tue 09:30", "Tue 09:45", "Tue 10:00"]


def test_a_long_session_needs_hours_in_a_row():
    apart = possible_starts(["tue-09", "tue-14"], zone="UTC", week_of=WINTER, minutes=90)
    together = possible_starts(["tue-09", "tue-10"], zone="UTC", week_of=WINTER, minutes=90)

    assert told(apart) == []
    assert told(together) == ["Tue 09:00", "Tue 09:15", "Tue 09:30"]


def test_the_same_hour_moves_with_summer_time():
    def starts(week_of):
        found = possible_starts(["mon-09"], zone="Europe/London", week_of=week_of, minutes=60)
        return told(found, week_of=week_of)

    assert (starts(WINTER), starts(SUMMER)) == (["Mon 09:00"], ["Mon 08:00"])


def test_zones_that_change_on_different_days_are_compared_in_the_week_itself():
    london = possible_starts(["mon-13"], zone="Europe/London", week_of=BETWEEN, minutes=60)
    new_york = possible_starts(["mon-09"], zone="America/New_York", week_of=BETWEEN, minutes=60)

    assert told(london & new_york, zone="America/New_York", week_of=BETWEEN) == ["Mon 09:00"]


def test_half_hour_zones_meet_where_a_whole_session_fits():
    delhi = possible_starts(["mon-14", "mon-15"], zone="Asia/Kolkata", week_of=WINTER, minutes=60)
    london = possible_starts(["mon-09"], zone="Europe/London", week_of=WINTER, minutes=60)

    assert told(delhi & london) == ["Mon 09:00"]


def test_a_week_turns_over_at_its_end():
    starts = possible_starts(["mon-00"], zone="Asia/Tokyo", week_of=WINTER, minutes=60)

    assert [f"{at:%a %H:%M}" for at in start_times(starts, zone="UTC", week_of=WINTER)] == [
        "Sun 15:00"
    ]
