from datetime import date

import pytest

from turnabout.frame.directory.levels import merge_orders, order_levels
from turnabout.frame.directory.values import (
    Presence,
    is_day_first,
    looks_like_date,
    looks_like_mail,
    read_date,
    read_language,
    read_presence,
    read_zone,
)


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-04",
        "2020-03-04 10:30",
        "2020/3/4",
        "04/03/2020",
        "4.3.20",
        "20200304",
        "4 Mar 2020",
        "04-mar-20",
        "4 de marzo de 2020",
        "4. März 2020",
        "March 4, 2020",
        "43894",
    ],
)
def test_a_date_is_read_however_it_is_written(text):
    assert read_date(text, day_first=True) == date(2020, 3, 4)


@pytest.mark.parametrize("text", ["", "soon", "31.06.2020", "2020-13-01", "99", "1 blue 2020"])
def test_what_is_no_date_is_none(text):
    assert read_date(text, day_first=True) is None
    assert not looks_like_date(text)


def test_month_first_is_seen_from_the_whole_column():
    assert is_day_first(["01/02/2020", "12/31/2020"]) is False
    assert is_day_first(["01/02/2020", "31/12/2020"]) is True
    assert is_day_first(["01/02/2020", "2020-12-31"]) is True
    assert is_day_first(["31/12/2020", "12/31/2020"]) is None
    assert read_date("12/31/2020", day_first=False) == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Active", Presence.HERE),
        ("Active - Full Time", Presence.HERE),
        ("1", Presence.HERE),
        ("activo", Presence.HERE),
        ("On leave", Presence.AWAY),
        ("Maternity Leave", Presence.AWAY),
        ("excedencia", Presence.AWAY),
        ("Baja médica", Presence.AWAY),
        ("Terminated", Presence.LEFT),
        ("Inactive", Presence.LEFT),
        ("baja", Presence.LEFT),
        ("0", Presence.LEFT),
        ("purple", None),
    ],
)
def test_a_status_says_whether_somebody_is_here(text, presence):
    assert read_presence(text) == presence


def test_languages_zones_and_addresses_are_known_by_their_forms():
    assert [read_language(one) for one in ("EN", "es-ES", "Español", "deutsch", "klingon")] == [
        "en",
        "es",
        "es",
        "de",
        None,
    ]
    assert [read_zone(one) for one in ("europe/madrid", "America/New York", "Mars")] == [
        "Europe/Madrid",
        "America/New_York",
        None,
    ]
    assert [
        looks_like_mail(one) for one in ("a@b.org", "a@b", "a b@c.org", "a@b.org, c@d.org")
    ] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("names", "above", "order"),
    [
        (["L10", "L2", "L1"], [], ["L1", "L2", "L10"]),
        (["1", "2", "3"], [("3", "2"), ("2", "1")], ["3", "2", "1"]),
        (
            ["SCS1", "AA", "Grade 6", "EO", "Grade 7"],
            [],
            ["AA", "EO", "Grade 7", "Grade 6", "SCS1"],
        ),
        (
            ["Director", "Senior analyst", "Intern", "Analyst", "Manager"],
            [],
            ["Intern", "Analyst", "Senior analyst", "Manager", "Director"],
        ),
        (["blue", "red", "green"], [("blue", "red"), ("green", "blue")], ["green", "blue", "red"]),
        (["blue", "red", "green"], [], ["blue", "green", "red"]),
        ([], [], []),
    ],
)
def test_levels_are_put_in_order(names, above, order):
    assert list(order_levels(names, above).names) == order


def test_an_order_can_be_turned_round_by_a_person():
    assert order_levels(["1", "2"], []).turned().names == ("2", "1")


def test_new_levels_take_their_place_among_the_known():
    assert merge_orders(["C", "A"], ["A", "B", "C", "D"]) == ["C", "A", "B", "D"]
    assert merge_orders(["L1", "L3"], ["L0", "L1", "L2", "L3"]) == ["L0", "L1", "L2", "L3"]
