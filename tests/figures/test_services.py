import random
from datetime import timedelta

import pytest

from tests.factories import MONDAY, make_person
from tests.signals.factories import make_meeting, make_pair
from turnabout.foundation.common.time import clock
from turnabout.outcomes.figures.models import Release
from turnabout.outcomes.figures.queries import promises, sponsor_page
from turnabout.outcomes.figures.services import publish_due, publish_figures
from turnabout.together.pairs.models import Commitment
from turnabout.together.recognition.models import Thanks

LATER = MONDAY + timedelta(days=30)


def make_pairs(programme, units):
    """A pair for each unit named, with one session in week 1."""
    pairs = []
    for number, unit in enumerate(units):
        mentor = make_person(programme.organisation, name=f"Mentor {number}", rank=2)
        mentee = make_person(programme.organisation, name=f"Mentee {number}", rank=7, unit=unit)
        pair = make_pair(programme, mentor=mentor, mentee=mentee)
        make_meeting(pair, 2, held=True)
        pairs.append(pair)
    return pairs


def publish(programme, at=LATER):
    with clock(at):
        return publish_figures(programme)


def test_a_sponsor_sees_promises_by_unit_with_small_units_as_one(cast):
    make_pairs(cast.programme, ["Operations"] * 6 + ["Finance"] * 3 + ["Legal"] * 2)

    page = sponsor_page(publish(cast.programme))

    assert (page.kept, page.moved, page.missed, page.due) == (11, 0, 0, 11)
    assert [(row.bar.label, row.pairs, row.bar.text) for row in page.rows] == [
        ("Operations", 6, "6 of 6"),
        ("Finance and Legal", 5, "5 of 5"),
    ]
    assert page.merged == "Finance and Legal"
    assert page.people == {"mentors": 11, "mentees": 11}


def test_a_sponsor_sees_nothing_of_four_pairs(cast):
    make_pairs(cast.programme, ["Operations"] * 4)

    page = sponsor_page(publish(cast.programme))

    assert (page.due, page.chart, page.rows, page.thanks) == (0, None, (), None)
    assert page.people == {"mentors": None, "mentees": None}


def test_a_week_with_four_people_is_in_no_total(cast):
    pairs = make_pairs(cast.programme, ["Operations"] * 6)
    for pair in pairs[:4]:
        make_meeting(pair, 9, held=True)

    page = sponsor_page(publish(cast.programme))

    assert (page.kept, [week.label for week in page.chart.weeks]) == (6, ["1"])
    assert [row.bar.text for row in page.rows] == ["6 of 6"]


def test_one_pair_that_joins_changes_no_published_group(cast):
    make_pairs(cast.programme, ["Operations"] * 6)
    publish(cast.programme)
    [joined] = make_pairs(cast.programme, ["Operations"])
    joined.meetings.update(held_at=None, missed_at=MONDAY)

    page = sponsor_page(publish(cast.programme, LATER + timedelta(days=7)))

    assert (page.kept, page.missed) == (6, 0)
    assert page.people == {"mentors": 6, "mentees": 6}
    assert [row.bar.text for row in page.rows] == ["6 of 6"]


def test_a_release_is_kept_as_it_was(cast):
    pairs = make_pairs(cast.programme, ["Operations"] * 6)
    release = publish(cast.programme)
    pairs[0].meetings.update(held_at=None, missed_at=MONDAY)

    release.refresh_from_db()

    assert sponsor_page(release).kept == 6


def test_a_sponsor_sees_commitments_and_thanks_as_counts_of_enough_people(cast):
    pairs = make_pairs(cast.programme, ["Operations"] * 6)
    for pair in pairs:
        Commitment.objects.create(pair=pair, heard=b"x", will_do=b"x", heard_at=MONDAY)
        Thanks.objects.create(
            pair=pair, giver=pair.mentee, receiver=pair.mentor, words=b"x", given_at=MONDAY
        )
    pairs[0].commitments.update(done_at=MONDAY)

    page = sponsor_page(publish(cast.programme))

    assert page.changes == (("heard", 6), ("agreed", 6), ("done", None))
    assert page.thanks == 6


def test_figures_are_published_once_a_week(cast):
    make_pairs(cast.programme, ["Operations"] * 6)
    told = []
    for days in (0, 6, 7):
        with clock(LATER + timedelta(days=days)):
            told.append(publish_due())

    assert told == [1, 0, 1]
    assert Release.objects.count() == 2


def test_a_coordinator_sees_every_promise_week_by_week(cast):
    pairs = make_pairs(cast.programme, ["Operations"] * 5 + ["Finance"])
    make_meeting(pairs[0], 9, held=True, moved_by=["mentee"])
    make_meeting(pairs[0], 16, missed=True)
    make_meeting(pairs[0], 23)
    make_meeting(pairs[0], 32)

    with clock(MONDAY + timedelta(days=25)):
        told = promises(cast.programme, MONDAY + timedelta(days=25))

    assert (told.kept, told.moved, told.missed, told.due, told.waiting) == (6, 1, 1, 8, 1)
    assert told.since == MONDAY.date()
    assert [
        (week.label, week.kept, week.moved, week.missed, week.to_come) for week in told.chart.weeks
    ] == [
        ("1", 6, 0, 0, 0),
        ("2", 0, 1, 0, 0),
        ("3", 0, 0, 1, 0),
        ("4", 0, 0, 0, 0),
        ("5", 0, 0, 0, 1),
    ]
    assert [(row.bar.label, row.bar.text) for row in told.rows] == [
        ("Finance and Operations", "6 of 8")
    ]


def test_a_programme_without_sessions_has_no_promises_yet(cast):
    told = promises(cast.programme, MONDAY)

    assert (told.due, told.rows, told.since) == (0, (), None)


@pytest.mark.parametrize("seed", range(12))
def test_a_sponsor_cannot_subtract_units_from_the_total_to_find_a_few(cast, seed):
    drawn = random.Random(seed)
    units = ("Operations", "Finance", "Legal")
    made = []
    for week in range(4):
        made += make_pairs(cast.programme, drawn.choices(units, (6, 3, 2), k=drawn.randint(1, 7)))
        for pair in made:
            if drawn.random() < 0.8:
                make_meeting(pair, 7 * week + 3, held=True)
        release = publish(cast.programme, LATER + timedelta(days=7 * week))

        weeks = [cell for cell in release.cells if cell["subject"].startswith("week")]
        shown = [cell for cell in release.cells if cell["subject"] == "unit"]
        everybody = frozenset().union(*(cell["members"] for cell in weeks))
        rest = everybody.difference(*(cell["members"] for cell in shown))
        assert not shown or not rest or len(rest) >= 5
        assert all(len(cell["members"]) >= 5 for cell in release.cells)
        assert sum(cell["value"]["due"] for cell in shown) <= sum(
            cell["value"][name] for cell in weeks for name in ("kept", "moved", "missed")
        )
