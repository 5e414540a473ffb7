from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from turnabout.faces.rehearsal import folder
from turnabout.faces.rehearsal.agenda import Agenda
from turnabout.faces.rehearsal.making import make
from turnabout.faces.rehearsal.roles import ROLES, open_entries
from turnabout.faces.rehearsal.simulation import live
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import KeptCopy
from turnabout.foundation.trust import audit
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.over import MATCHING, over
from turnabout.listening.signals.models import Task
from turnabout.together.gatherings.models import Gathering
from turnabout.together.gatherings.queries import circles_of
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair

ENDS = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def lived(days=66, seed=5):
    told = []
    summary = live(people=60, days=days, seed=seed, ends=ENDS, tell=told.append)
    return summary, told


def test_things_happen_in_the_order_of_their_moments():
    agenda = Agenda(ENDS)
    seen = []

    def note(word):
        seen.append((word, now()))

    agenda.plan_in(partial(note, "later"), days=2)
    agenda.plan_in(partial(note, "sooner"), hours=3)
    agenda.plan(ENDS - timedelta(days=1), partial(note, "at once"))
    agenda.plan_in(partial(note, "never"), days=9)
    with agenda.turned():
        agenda.live_until(ENDS + timedelta(days=3))

    assert seen == [
        ("at once", ENDS),
        ("sooner", ENDS + timedelta(hours=3)),
        ("later", ENDS + timedelta(days=2)),
    ]


def test_a_programme_is_lived_from_the_first_page_to_a_way_in_for_each_role():
    summary, told = lived()

    assert summary.people == 60
    assert told[0] == "Northmere Water: 60 people from a staff list."
    assert summary.pairs == Pair.objects.together().count()
    assert summary.pairs >= 2
    assert summary.held == Meeting.objects.exclude(held_at=None).count()
    assert summary.held >= 1
    assert "moved_twice" in Task.objects.open().values_list("signal", flat=True)
    assert summary.open_tasks == Task.objects.open().count()
    assert audit.first_broken_entry() is None
    assert Programme.objects.get().launched_at is not None
    assert KeptCopy.objects.filter(kept_at__gt=ENDS).count() == 0
    assert Meeting.objects.filter(held_at__gt=ENDS).count() == 0

    held, coming = Gathering.objects.order_by("starts_at")
    assert held.starts_at < ENDS < coming.starts_at
    came = [one.person for one in held.invitations.all() if one.was_there]
    assert all(circles_of(person, held.programme).attended == 1 for person in came)
    assert len(came) >= 3
    assert coming.invitations.exclude(comes=None).count() == coming.invitations.count() >= 3

    phases = {phase.kind: phase for phase in Programme.objects.get().phases.all()}
    assert (phases["match"].is_open, phases["match"].planned_until) == (
        True,
        phases["sessions-2"].planned_until,
    )
    assert over(Programme.objects.get(), MATCHING) is None

    entries = {entry.role: entry.name for entry in open_entries()}

    assert set(entries) == set(ROLES)
    delegate = Membership.objects.get(role="delegate", person__name=entries["delegate"])
    assert delegate.principal.name == entries["mentee"]
    assert (entries["coordinator"], entries["owner"]) == ("Chidi Okafor", "Noor Haddad")


def test_the_same_seed_lives_the_same_lives(settings, tmp_path):
    first, second = (_lived_and_undone(settings, tmp_path / name) for name in ("one", "two"))

    assert first == second
    assert first[1] != []


def _lived_and_undone(settings, data_folder):
    """What came of it; the databases are as empty afterwards as before."""
    settings.DATA_FOLDER = data_folder
    with transaction.atomic(), transaction.atomic(using="keys"):
        summary, _told = lived(days=32)
        names = sorted(Pair.objects.values_list("mentor__name", "mentee__name"))
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
    return summary, names


def test_a_rehearsal_touches_nothing_that_exists(settings, cast):
    settings.EMAIL_BACKEND = folder.KEPT_MAIL

    with pytest.raises(Refusal) as refusal:
        folder.refuse_anything_real()

    assert "There is something in" in str(refusal.value)


@pytest.mark.parametrize(
    "real", [{"MODE": "production"}, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.X"}]
)
def test_a_rehearsal_lives_only_where_no_mail_can_leave(settings, real):
    settings.EMAIL_BACKEND = folder.KEPT_MAIL
    for name, value in real.items():
        setattr(settings, name, value)

    with pytest.raises(Refusal) as refusal:
        folder.refuse_anything_real()

    assert str(refusal.value) == "A rehearsal lives only where no mail can leave."


@pytest.mark.parametrize(("people", "months"), [(39, 1), (60, 0)])
def test_a_rehearsal_needs_people_and_time(people, months):
    with pytest.raises(Refusal):
        make(people=people, months=months, seed=1, tell=str)
