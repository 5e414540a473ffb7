"""Phases in any order, and several waves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import make_member
from tests.programmes.test_services import a_programme
from tests.programmes.test_views import html, text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.frame.programmes import presets, queries, services


@pytest.mark.capability("S018")
def test_phases_are_no_locked_wizard(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    match = programme.phases.get(kind="match")
    page = reverse("programmes:phase_page", args=[match.public_id])

    said = text_of(client.get(page))
    for act in ("skip", "open", "close", "repeat"):
        client.post(reverse("programmes:phase", args=[match.public_id, act]))
    again = programme.phases.filter(kind="match").last()
    moved = {"planned_from": "2026-09-01", "planned_until": "2026-09-14"}
    client.post(reverse("programmes:phase_page", args=[again.public_id]), moved)
    backwards = client.post(
        reverse("programmes:phase_page", args=[again.public_id]),
        {**moved, "planned_until": "2026-08-01"},
    )

    assert "It needs Applications from both sides and the rules of this programme." in said
    assert "Asks the mentor first." in said
    assert "Nothing is sent, and no other phase closes." in said
    match.refresh_from_db()
    again.refresh_from_db()
    assert (match.closed_at is not None, again.is_open) == (True, True)
    assert (again.planned_from, again.planned_until) == (date(2026, 9, 1), date(2026, 9, 14))
    assert backwards.status_code == 422
    assert "Your phases" not in text_of(client.get(page))
    line = client.get(url("detail", programme))
    assert html(line).count('<li class="done"') == 1
    assert client.post(page, moved).status_code == 409
    with pytest.raises(Refusal, match="or later"):
        services.plan_phase(
            again,
            planned_from=date(2026, 9, 2),
            planned_until=date(2026, 9, 1),
            by=cast.chidi,
        )


@pytest.mark.capability("S018")
def test_a_second_wave_has_days_of_its_own_and_leaves_the_first_alone(cast, as_person, outbox):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    services.open_phase(programme.phases.get(kind="sessions-1"), by=cast.chidi)
    member = make_member(programme, cast.ada, "mentor")
    before = list(programme.phases.values_list("pk", "planned_from", "opened_at", "position"))

    page = url("wave", programme)
    assert "Wave 2: when, and through which phases?" in text_of(client.get(page))
    none = client.post(page, {"starts_on": "2026-09-01"})
    slip = client.post(page, {"starts_on": "9999-12-31", "kinds": ["match"]})
    for _tap in range(2):
        client.post(page, {"starts_on": "2026-09-01", "kinds": ["match", "apply", "sessions-1"]})

    second = list(programme.phases.filter(wave__gt=1))
    assert none.status_code == 422
    assert "Look at the year again. It lies between 2000 and 2046." in text_of(slip)
    assert [(row.kind, row.planned_from) for row in second] == [
        ("apply", date(2026, 9, 1)),
        ("match", date(2026, 9, 22)),
        ("sessions-1", date(2026, 10, 6)),
    ]
    assert before == list(
        programme.phases.filter(wave=1).values_list("pk", "planned_from", "opened_at", "position")
    )
    member.refresh_from_db()
    assert (member.ended_at, member.paused_at, outbox()) == (None, None, [])
    shown = text_of(client.get(url("detail", programme)))
    assert "Wave 1" in shown
    assert "Wave 2" in shown
    services.open_phase(second[0], by=cast.chidi)
    assert [phase.kind for phase in queries.open_phases(programme)] == ["sessions-1", "apply"]
    with pytest.raises(Refusal, match="at least one phase"):
        services.begin_wave(programme, kinds=["luck"], starts_on=date(2026, 9, 1), by=cast.chidi)


def test_the_plan_draws_the_same_days_under_each_other(cast):
    programme = a_programme(cast)
    plan = queries.plan_of(programme, queries.phases_of(programme))
    empty = queries.plan_of(programme, [])
    undated = a_programme(cast, starts_on=None)

    (_wave, bars) = plan.bars[0]
    assert (bars[0].start, float(bars[-1].start) + float(bars[-1].length)) == ("0", 100)
    assert plan.last - plan.first == timedelta(days=sum(d.days for d in _planned()) - 1)
    assert (empty.waves, empty.bars) == ((), ())
    assert queries.plan_of(undated, queries.phases_of(undated)).bars == ()
    assert queries.first_to_act_on([]) is None


def _planned():
    return presets.preset("ways-of-working").phases
