"""What a coordinator needs to know today: what waits, where the programme is, who is well."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.faces.home.counts import begun, said
from turnabout.faces.home.frame import path_to
from turnabout.foundation.common.time import now, today
from turnabout.foundation.notices.catalogue import DIGEST
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.programmes.models import Membership, Phase, Programme
from turnabout.frame.programmes.presets import load_phase_kinds
from turnabout.joining.applications.models import Application
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.queries import free_people
from turnabout.listening.signals import queries as signals
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.queries import TaskInWords
from turnabout.outcomes.figures import queries as figures
from turnabout.outcomes.figures import sessions
from turnabout.together.gatherings.models import Gathering
from turnabout.together.meetings.models import Meeting, Move
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.page import needs_in

ASKING = tuple(
    f"pairs/{name}"
    for name in (
        "fewer-places",
        "ask-mentor",
        "remind-mentor",
        "ask-mentee",
        "remind-mentee",
        "unformed",
    )
)
LOOK_BACK = timedelta(days=7)
TOO_EARLY = timedelta(days=14)
ON_THE_PAIR = ("mediation_asked", "resting_long", "cared_for")
STATES = ("on_course", "watch", "needs_person", "too_early")


@dataclass(frozen=True)
class Stretch:
    """One phase on the line of phases."""

    name: str
    when: str
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Today:
    """Everything on the coordinator's page."""

    day: date
    heading: str
    lead: str
    week: int
    weeks: int
    tasks: list[dict[str, Any]]
    phases: list[Stretch]
    states: list[str]
    counts: list[tuple[str, int]]
    asked: int
    promises: figures.Promises
    handled: list[str]


def today_page(programme: Programme, *, given_name: str) -> Today:
    at = now()
    day = today(programme.organisation.zone)
    open_tasks = signals.open_tasks(programme)
    told = signals.tasks_in_words(open_tasks)
    pairs = list(Pair.objects.filter(programme=programme).together())
    states = _states(programme, pairs)
    steps = [*_next_steps(programme, len(pairs)), *_name_a_leader(programme)]
    tasks = [*steps, *(_task(one, day) for one in told)]
    minutes = sum(one.minutes for one in told) + 5 * len(steps)
    return Today(
        day=day,
        heading=_heading(len(tasks), given_name),
        lead=_lead(len(tasks), minutes, len(pairs) - len({task.pair_id for task in open_tasks})),
        week=sessions.week_of(programme, day),
        weeks=sessions.last_week(programme),
        tasks=tasks,
        phases=_phases(programme, day, at),
        states=sorted(states, key=STATES.index),
        counts=[(state, Counter(states)[state]) for state in STATES],
        asked=Pair.objects.filter(programme=programme).as_told(at).count() - len(pairs),
        promises=figures.promises(programme, at),
        handled=_handled(programme, at),
    )


def _heading(count: int, given_name: str) -> str:
    if not count:
        return _("Nothing needs you today, %(name)s") % {"name": given_name}
    words = ngettext(
        "%(count)s thing needs you, %(name)s", "%(count)s things need you, %(name)s", count
    )
    return words % {"count": begun(said(count)), "name": given_name}


def _lead(count: int, minutes: int, others: int) -> str:
    if not count:
        return _("The pairs look after themselves. Come back when you like.")
    about = ngettext("About %(count)s minute.", "About %(count)s minutes.", minutes) % {
        "count": said(minutes)
    }
    if others < 1:
        return about
    rest = ngettext(
        "The other pair does not need you today.",
        "The other %(count)s pairs do not need you today.",
        others,
    )
    return f"{about} {rest % {'count': others}}"


def _task(told: TaskInWords, day: date) -> dict[str, Any]:
    task = told.task
    is_due = task.is_urgent or (task.due_on is not None and task.due_on <= day)
    return {
        "when": _("Today") if is_due else _by_day(task.due_on),
        "when_kind": ("act" if task.is_urgent else "late") if is_due else "open",
        "when_icon": "flag" if is_due else "clock",
        "kind": _minutes_for(told),
        "title": told.title,
        "text": told.text,
        "say": told.say,
        "why": told.told,
        "actions": [
            _finish(task, Task.Outcome.DONE, _("Done")),
            _finish(task, Task.Outcome.NOT_REACHED, _("Not reached")),
            *_ways(task),
        ],
    }


def _ways(task: Task) -> list[dict[str, Any]]:
    """Where a task can be settled, if there is a page for it."""
    if task.pair is not None and task.signal in ON_THE_PAIR:
        url = path_to("pairs:care", public_id=task.pair.public_id)
        return [{"label": _("Go to the pair"), "url": url, "is_post": False, "icon": ""}]
    if task.signal != "rule_broken":
        return []
    url = path_to("matching:living", programme=task.programme.public_id)
    return [{"label": _("Keep them or match again"), "url": url, "is_post": False, "icon": ""}]


def _minutes_for(told: TaskInWords) -> str:
    minutes = ngettext("%(count)s minute", "%(count)s minutes", told.minutes)
    return _("%(minutes)s: %(action)s") % {
        "minutes": minutes % {"count": told.minutes},
        "action": told.action[:1].lower() + told.action[1:],
    }


def _by_day(day: date | None) -> str:
    return _("By %(day)s") % {"day": date_format(day, "l")} if day else _("When you can")


def _finish(task: Task, outcome: str, label: str) -> dict[str, Any]:
    url = reverse("signals:finish", kwargs={"public_id": task.public_id, "outcome": outcome})
    return {"label": label, "url": url, "is_post": True, "icon": ""}


def _next_steps(programme: Programme, pairs: int) -> list[dict[str, Any]]:
    """What comes next in a programme whose pairs do not exist yet."""
    if programme.closed_at:
        return []
    if pairs:
        return _match_again(programme)
    of = {"programme": programme.public_id}
    members = Membership.objects.current().filter(programme=programme)
    invited = members.filter(role__in=("mentor", "mentee")).count()
    applied = dict(
        Counter(
            Application.objects.to_match()
            .filter(membership__programme=programme)
            .values_list("membership__role", flat=True)
        )
    )
    run = Run.objects.filter(programme=programme).order_by("-number").first()
    if run is not None and run.published_at:
        return []
    if run is not None:
        return [
            _step(
                _("A matching run waits for your decision"),
                _("Read the reasons, compare if you like, then publish. Mentors are asked first."),
                _("Look at the run"),
                path_to("matching:run", public_id=run.public_id),
            )
        ]
    if applied.get("mentor") and applied.get("mentee"):
        return [
            _step(
                _("Look for pairs"),
                _(
                    "%(mentors)s mentors and %(mentees)s mentees have applied. A run shows who "
                    "would be together and why. Nothing is sent."
                )
                % {"mentors": applied["mentor"], "mentees": applied["mentee"]},
                _("Go to matching"),
                path_to("matching:overview", **of),
            )
        ]
    if invited:
        return []
    return [
        _step(
            _("Invite mentors and mentees"),
            _("Choose people from your staff list. You read the letter before anything leaves."),
            _("Choose people"),
            path_to("programmes:invite", **of),
        )
    ]


def _match_again(programme: Programme) -> list[dict[str, Any]]:
    """Where pairs live: the next best that waits, or people with a free place on both sides.

    Why they are free is not told: somebody takes one more, came late, or was not paired.
    """
    run = Run.objects.filter(programme=programme).order_by("-number").first()
    if run is not None and run.is_open and run.is_rematch:
        return [
            _step(
                _("The next best waits for your decision"),
                _(
                    "A new run looks for those without a partner and leaves all pairs as they "
                    "are. Read it, then publish. Mentors are asked first."
                ),
                _("Look at the run"),
                path_to("matching:run", public_id=run.public_id),
            )
        ]
    free = free_people(programme)
    if not all(free.values()):
        return []
    return [
        _step(
            _("There are free places on both sides"),
            _(
                "%(mentors)s of the mentors and %(mentees)s of the mentees can take one more "
                "partner. Match again around the pairs that live."
            )
            % {"mentors": free["mentor"], "mentees": free["mentee"]},
            _("Match again"),
            path_to("matching:living", programme=programme.public_id),
        )
    ]


def _name_a_leader(programme: Programme) -> list[dict[str, Any]]:
    """Circles to come whose facilitator is there no more: each wants another."""
    circles = Gathering.objects.to_come(now()).filter(
        programme=programme,
        programme__closed_at=None,
        kind=Gathering.Kind.CIRCLE,
        facilitator=None,
    )
    return [
        _step(
            _("A circle of mentors has nobody to lead it"),
            _("Whoever was to lead it is no facilitator any more. Name another, or cancel it."),
            _("Name somebody"),
            path_to("gatherings:change", public_id=circle.public_id),
        )
        for circle in circles
    ]


def _step(title: str, text: str, label: str, url: str) -> dict[str, Any]:
    return {
        "when": _("Next"),
        "when_kind": "open",
        "when_icon": "flag",
        "kind": "",
        "title": title,
        "text": text,
        "say": "",
        "why": "",
        "actions": [{"label": label, "url": url, "is_post": False, "icon": ""}] if url else [],
    }


def _phases(programme: Programme, day: date, at: datetime) -> list[Stretch]:
    names = {kind.slug: str(kind.name) for kind in load_phase_kinds()}
    phases = [phase for phase in programme.phases.all() if phase.skipped_at is None]
    return [
        Stretch(
            name=_in_wave(names.get(phase.kind, phase.kind), phase.wave),
            when=_until(phase),
            state=_state_of(phase),
            note=_sessions_note(programme, at) if _is_meeting_now(phase) else "",
        )
        for phase in phases
    ]


def _in_wave(name: str, wave: int) -> str:
    return name if wave == 1 else _("%(phase)s, wave %(number)s") % {"phase": name, "number": wave}


def _state_of(phase: Phase) -> str:
    if phase.closed_at is not None:
        return "done"
    return "now" if phase.opened_at is not None else "to_come"


def _until(phase: Phase) -> str:
    if phase.closed_at is not None:
        return _("to %(day)s") % {"day": date_format(phase.closed_at, "j M")}
    if phase.planned_until is None:
        return ""
    return _("to %(day)s") % {"day": date_format(phase.planned_until, "j M")}


def _is_meeting_now(phase: Phase) -> bool:
    return phase.is_open and phase.kind.startswith("sessions")


def _sessions_note(programme: Programme, at: datetime) -> str:
    meetings = Meeting.objects.standing().filter(pair__programme=programme)
    held = meetings.exclude(held_at=None)
    return _("%(held)s held, %(lately)s within seven days") % {
        "held": held.count(),
        "lately": held.filter(starts_at__gt=at - LOOK_BACK).count(),
    }


def _states(programme: Programme, pairs: Sequence[Pair]) -> list[str]:
    needs = needs_in(programme)
    met = set(
        Meeting.objects.filter(pair__in=pairs, held_at__isnull=False).values_list("pair", flat=True)
    )
    return [needs.get(pair.pk, "on_course" if pair.pk in met else "too_early") for pair in pairs]


def _handled(programme: Programme, at: datetime) -> list[str]:
    """What happened without her in the last seven days, in the past tense."""
    since = at - LOOK_BACK
    moves = Move.objects.filter(meeting__pair__programme=programme, moved_at__gt=since)
    people = Membership.objects.filter(programme=programme).values_list(
        "person__public_id", flat=True
    )
    by_delegate = moves.filter(by_delegate=True).count()
    by_the_two = moves.filter(by_delegate=False).count()
    # Letters about a yes are not counted: one that was not sent would tell of a private no.
    # Nor is the mail that gathers some: each of its lines is one that was sent.
    sent = OutboxMessage.objects.exclude(kind__in=(*ASKING, DIGEST))
    mails = sent.filter(recipient__in=people, sent_at__gt=since).count()
    cleared = Task.objects.filter(programme=programme, cleared_at__gt=since).count()
    lines = (
        (
            by_delegate,
            ngettext(
                "%(count)s session moved by an assistant, within the rules",
                "%(count)s sessions moved by assistants, within the rules",
                by_delegate,
            ),
        ),
        (
            by_the_two,
            ngettext(
                "%(count)s session moved by the two themselves",
                "%(count)s sessions moved by the two themselves",
                by_the_two,
            ),
        ),
        (mails, ngettext("%(count)s mail sent", "%(count)s mails sent", mails)),
        (
            cleared,
            ngettext(
                "%(count)s task closed by itself because its reason was gone",
                "%(count)s tasks closed by themselves because their reasons were gone",
                cleared,
            ),
        ),
    )
    return [begun(words % {"count": said(count)}) for count, words in lines if count]
