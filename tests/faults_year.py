"""`make faults PART=year`: a year of 300 people in three programmes that overlap, acted out.

Afterwards the outbox is read: nobody was nudged more often in any fortnight than her organisation
allows, every urgent task reached somebody, and no mentor was asked to run after a mentee.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, DAYS = 300, 365
PROGRAMMES = (
    (1, "ways-of-working", "Fresh Eyes"),
    (45, "digital-ai", "Try It With Me"),
    (90, "generations", "Stay and Grow"),
)
FORTNIGHT = timedelta(days=14)
LONG_WEEKEND = timedelta(days=4)
# What a mentor may be asked: each of these waits for an act of her own.
HERS = {
    "checkins/pulse",
    "interest/asked",
    "meetings/did-you-meet",
    "meetings/next-date",
    "meetings/reminder",
    "pairs/agreement-waits",
    "pairs/ask-mentor",
    "pairs/remind-mentor",
    "pairs/revisit",
    "programmes/invitation",
}


def run(*, seed, rounds=0):
    """Live the year in a process and a folder of its own. Nobody is killed in it."""
    with tempfile.TemporaryDirectory(prefix="turnabout-year-") as folder:
        lines = "import django; django.setup(); from tests.faults_year import live_and_look; "
        environment = {
            **{name: value for name, value in os.environ.items() if "TURNABOUT" not in name},
            "TURNABOUT_MODE": "demo",
            "TURNABOUT_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "turnabout.config.settings",
        }
        words = [sys.executable, "-c", f"{lines} live_and_look({PEOPLE}, {DAYS}, {seed})"]
        return subprocess.run(words, cwd=ROOT, env=environment).returncode


def live_and_look(people, days, seed):
    """Live the year in the data folder of this process, then say what the outbox shows."""
    from turnabout.foundation.trust import stores

    stores.bring_up_to_date()
    _live(people, days, seed)
    faults = [*_nudged_too_often(), *_urgent_and_unheard(), *_mentors_who_chase()]
    print("FAILED: " + "; ".join(faults) if faults else "Nobody was asked too much.", flush=True)
    sys.exit(1 if faults else 0)


def _live(people, days, seed):
    from functools import partial

    from turnabout.faces.rehearsal import folder, simulation
    from turnabout.faces.rehearsal.agenda import Agenda
    from turnabout.faces.rehearsal.likeness import Likeness
    from turnabout.foundation.common.time import now
    from turnabout.frame.directory.models import Person

    folder.write_quickly()
    ends = now() - timedelta(seconds=1)
    agenda = Agenda((ends - timedelta(days=days)).replace(hour=8, minute=0, second=0))
    lived = [
        simulation.Rehearsal(
            people, seed, agenda, ends, str, Likeness(preset, name, "Leaders decide with juniors.")
        )
        for _day, preset, name in PROGRAMMES
    ]

    def begin(rehearsal):
        chidi = Person.objects.get(name="Chidi Okafor")
        simulation.create(rehearsal, chidi)

    agenda.plan(agenda.at, partial(simulation.found, lived[0]))
    for rehearsal, (day, _preset, _name) in zip(lived[1:], PROGRAMMES[1:], strict=True):
        agenda.plan_in(partial(begin, rehearsal), days=day)
    for rehearsal in lived:
        agenda.plan_in(partial(simulation._morning, rehearsal), hours=-1)
    with agenda.turned():
        agenda.live_until(ends)
        for rehearsal in lived:
            print(*simulation.summary_of(rehearsal).lines(), sep="; ")


def _nudged_too_often():
    """People with more nudges in some fortnight than the shipped pace allows."""
    from turnabout.foundation.notices.models import OutboxMessage
    from turnabout.foundation.notices.pace import SHIPPED

    nudges = defaultdict(list)
    rows = OutboxMessage.objects.exclude(nudged_at=None).exclude(sent_at=None)
    for recipient, at in rows.order_by("nudged_at").values_list("recipient", "nudged_at"):
        nudges[recipient].append(at)
    most = Counter()
    for recipient, moments in nudges.items():
        for first, at in enumerate(moments):
            inside = sum(at <= later < at + FORTNIGHT for later in moments[first:])
            most[recipient] = max(most[recipient], inside)
    print(
        f"{rows.count()} nudges to {len(nudges)} people, at most "
        f"{max(most.values(), default=0)} in a fortnight; {SHIPPED.asks} are allowed"
    )
    return [f"{who}: {number}" for who, number in most.items() if number > SHIPPED.asks]


def _urgent_and_unheard():
    """Urgent tasks that stood for days while nobody was told that something urgent waits."""
    from django.db.models import F, Value
    from django.db.models.functions import Coalesce

    from turnabout.foundation.common.time import now
    from turnabout.foundation.notices.models import OutboxMessage
    from turnabout.listening.signals.emails import NEEDS_YOU
    from turnabout.listening.signals.models import Task

    told = OutboxMessage.objects.filter(kind=NEEDS_YOU).exclude(sent_at=None)
    long_enough = F("opened_at") + LONG_WEEKEND
    ends = Coalesce("done_at", "cleared_at", Value(now()))
    stood = Task.objects.filter(is_urgent=True).alias(ends=ends).filter(ends__gt=long_enough)
    unheard = [
        task
        for task in stood.select_related("programme")
        if not told.filter(about=task.programme.public_id, sent_at__gt=task.opened_at).exists()
    ]
    print(
        f"{Task.objects.filter(is_urgent=True).count()} urgent tasks, {stood.count()} stood longer "
        f"than {LONG_WEEKEND.days} days, {told.count()} mails told of them"
    )
    return [f"task {task.signal} of {task.opened_at:%d %B}" for task in unheard]


def _mentors_who_chase():
    """Asks to mentors that wait for something only the mentee can do."""
    from turnabout.foundation.notices.catalogue import Manner, kinds_of
    from turnabout.foundation.notices.models import OutboxMessage
    from turnabout.together.pairs.models import Pair

    mentors = Pair.objects.exclude(mentor_accepted_at=None).values("mentor__public_id")
    asks = OutboxMessage.objects.filter(kind__in=kinds_of(Manner.ASK), recipient__in=mentors)
    asked = Counter(asks.exclude(sent_at=None).values_list("kind", flat=True))
    print(f"asked of mentors: {dict(asked.most_common())}")
    return [f"mentors are asked {kind}" for kind in asked.keys() - HERS]
