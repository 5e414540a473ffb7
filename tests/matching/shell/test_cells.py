import pytest

from turnabout.joining.matching.shell import cells
from turnabout.joining.matching.shell.report import initials


def hours(*pairs):
    return sum(1 << (day * 24 + hour) for day, hour in pairs)


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("Mon 9-11", hours((0, 9), (0, 10))),
        ("Mon 9:00 to 10:00; Thursday 14h–15h", hours((0, 9), (3, 14))),
        ("tue, wed 9-10", hours((1, 9), (2, 9))),
        ("Mon-Wed 9-10", hours((0, 9), (1, 9), (2, 9))),
        ("lunes a martes 9-10", hours((0, 9), (1, 9))),
        ("Mon 9-10; Thu morning", None),
        ("Tue and Wed", None),
        ("Tue Wed 9-10", hours((1, 9), (2, 9))),
        ("Mon 9:30-11", hours((0, 10))),
        ("Mon 9-10, 12-13", hours((0, 9), (0, 12))),
        ("Lunes 9 a 10 y viernes 8-9", hours((0, 9), (4, 8))),
        ("miércoles 9-10", hours((2, 9))),
        ("9-10", None),
        ("Mon 11-9", None),
        ("Sun 23-25", None),
        ("sometimes", None),
    ],
)
def test_hours_are_read_as_people_write_them(text, bits):
    assert cells.read_hours(text) == bits


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("AI tools (3), Film", {"ai tools": 3, "film": 1}),
        ("AI tools: 2; Film = 1; film (2)", {"ai tools": 2, "film": 2}),
        ("Law, tax and pay; Film", {"law, tax and pay": 1, "film": 1}),
        ("; ,", {",": 1}),
        ("(3)", {}),
        ("", {}),
    ],
)
def test_topics_are_read_with_their_level(text, offers):
    assert cells.read_offers(text) == offers


def test_wants_keep_their_order():
    assert cells.read_wants("Film, AI tools, film") == {"film": 1, "ai tools": 2}


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("2.0", 2), ("0", 0), ("51", None), ("-1", None), ("many", None), ("", None)],
)
def test_a_number_of_partners_is_small_and_whole(text, count):
    assert cells.read_count(text) == count


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mentor", "mentor"),
        ("mentees", "mentee"),
        ("Mentor and mentee", "both"),
        ("Mentor/mentee", "both"),
        ("chief", None),
    ],
)
def test_a_role_is_a_side(text, role):
    assert cells.read_role(text) == role


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Nowak", "AN"), ("ada", "A"), ("Ana de la Cruz", "AC"), ("=1+1", "?"), ("", "?")],
)
def test_initials_fit_an_arch(name, letters):
    assert initials(name) == letters
