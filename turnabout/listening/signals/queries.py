"""The facts that the rules look at, and the open tasks in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from turnabout.foundation.common.own_texts import OwnWords, version_of
from turnabout.foundation.common.packs import Text
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Bond
from turnabout.joining.matching.words import kept_rule, rule_sentence
from turnabout.listening.signals import packs, rules
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.rules import PairFacts
from turnabout.together.meetings.models import Absence, Meeting
from turnabout.together.pairs.clauses import senior_sides
from turnabout.together.pairs.ending_emails import ASKED_AGAIN_AFTER_DAYS
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.moments import MORNING

SESSIONS_LOOKED_BACK = 3


@dataclass(frozen=True)
class TaskInWords:
    """One open task as its coordinator reads it."""

    task: Task
    title: str
    text: str
    say: str
    told: str
    action: str
    minutes: int


@dataclass(frozen=True)
class Standing:
    """A pair as the matching sees it: which rules it has come to break, and whether a published
    run has given one of the two somebody else."""

    rules: list[dict[str, Any]]
    is_to_part: bool


def open_pairs(programme: Programme) -> list[Pair]:
    """The pairs the rules are asked about, with all that the facts need, in ten queries.

    Only those that are together: a task about somebody who is being asked would tell, by being
    there or not, who has said no.
    """
    return list(
        Pair.objects.filter(programme=programme)
        .together()
        .select_related(
            "programme__organisation", "mentor", "mentee", "mentor_membership", "mentee_membership"
        )
        .prefetch_related(
            "agreements",
            "meetings__moves",
            "meetings__absences",
            "meetings__answers",
            "mentor__days_away",
            "mentee__days_away",
            "tasks",
            "mediations",
        )
    )


def lately_ended(programme: Programme, at: datetime) -> list[Pair]:
    """Pairs that ended before their time within the last weeks."""
    since = at - timedelta(days=rules.CARED_FOR_WITHIN_DAYS)
    ended = Pair.objects.filter(programme=programme, ended_at__gt=since, completed_at=None)
    formed = ended.exclude(mentee_accepted_at=None)
    return list(formed.select_related("programme").prefetch_related("tasks"))


def standing_of(pairs: Sequence[Pair]) -> dict[int, Standing]:
    """What the matching knows of pairs that are together, by key of the pair, in one query."""
    bonds = Bond.objects.standing().filter(programme__in={pair.programme_id for pair in pairs})
    rows = list(bonds.values_list("mentor", "mentee", "broken_rules", "to_part_at", "since"))
    latest: dict[tuple[str, int], datetime] = {}
    for mentor, mentee, _broken, _to_part_at, since in rows:
        for key in (("mentor", mentor), ("mentee", mentee)):
            latest[key] = max(since, latest.get(key, since))
    found = {
        (mentor, mentee): Standing(
            rules=list(broken),
            is_to_part=to_part_at is not None
            and max(latest["mentor", mentor], latest["mentee", mentee]) > to_part_at,
        )
        for mentor, mentee, broken, to_part_at, _since in rows
    }
    return {
        pair.pk: found[pair.mentor_id, pair.mentee_id]
        for pair in pairs
        if (pair.mentor_id, pair.mentee_id) in found
    }


def facts_of(pair: Pair, at: datetime, standing: Standing | None = None) -> PairFacts:
    every = list(pair.meetings.all())
    promised = [one for one in every if one.cancelled_at is None or one.missed_at is not None]
    meetings = [meeting for meeting in every if meeting.cancelled_at is None]
    absences = [absence for meeting in every for absence in meeting.absences.all()]
    held = [meeting for meeting in meetings if meeting.held_at is not None]
    last_held = max(held, key=lambda meeting: meeting.starts_at, default=None)
    settled = [meeting for meeting in meetings if meeting.held_at or meeting.missed_at]
    unanswered = [
        meeting for meeting in meetings if meeting not in settled and meeting.starts_at < at
    ]
    return PairFacts(
        formed_at=pair.mentee_accepted_at,
        sessions_planned=pair.programme.sessions,
        held=len(held),
        last_held_at=last_held.starts_at if last_held else None,
        to_come=sum(meeting.starts_at >= at for meeting in meetings if meeting not in settled),
        oldest_unanswered_at=min((meeting.ends_at for meeting in unanswered), default=None),
        slips_by_senior=_slips_by_senior(pair, promised, at),
        is_signed=any(agreement.is_signed_by_both for agreement in pair.agreements.all()),
        is_on_leave=_is_on_leave(pair, at.date()),
        next_date_asked_at=last_held.next_date_asked_at if last_held else None,
        rules_broken=len(standing.rules) if standing else 0,
        is_to_part=standing.is_to_part if standing else False,
        is_mediation_asked=any(
            one.withdrawn_at is None and one.settled_at is None for one in pair.mediations.all()
        ),
        pause_over_at=_pause_over_at(pair),
        gap_days=pair.programme.gap_days,
        late_lately=_lately(absences, Absence.Kind.LATE, rules.LATE_WITHIN_DAYS, at),
        alone_lately=_lately(absences, Absence.Kind.ALONE, rules.ALONE_WITHIN_DAYS, at),
        missed_in_a_row=_missed_in_a_row(promised),
        declined_and_left=_declined_and_left(meetings, at),
    )


def tasks_in_words(tasks: Iterable[Task]) -> list[TaskInWords]:
    """Open tasks in the reader's language. The tasks come with pair, mentor and mentee."""
    found = list(tasks)
    broken = [task.pair for task in found if task.signal == "rule_broken" and task.pair]
    standing = standing_of(broken) if broken else {}
    own = {
        organisation: version_of(organisation, packs.SIGNALS).words
        for organisation in {task.programme.organisation_id for task in found}
    }
    return [
        _in_words(task, standing.get(task.pair_id or 0), own[task.programme.organisation_id])
        for task in found
    ]


def open_tasks(programme: Programme) -> list[Task]:
    told = [*(rule.signal for rule in rules.RULES), rules.CARED_FOR]
    return list(
        Task.objects.filter(programme=programme, signal__in=told)
        .open()
        .select_related("programme", "pair__mentor", "pair__mentee")
    )


def _slips_by_senior(pair: Pair, meetings: Sequence[Meeting], at: datetime) -> int:
    """How often the senior’s side moved or gave up late, within the last three sessions.

    Where either may be the senior one, it is the side that did so more often.
    """
    in_order = sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.number))
    next_one = next((meeting for meeting in in_order if meeting.starts_at >= at), None)
    looked_at = [
        meeting
        for meeting in in_order
        if meeting.starts_at < at
        or meeting == next_one
        or meeting.moves.all()
        or meeting.absences.all()
    ][-SESSIONS_LOOKED_BACK:]
    return max(
        sum(_slips(meeting, side) for meeting in looked_at) for side in senior_sides(pair.programme)
    )


def _slips(meeting: Meeting, side: str) -> int:
    moves = sum(move.side == side and not move.is_free for move in meeting.moves.all())
    late = sum(
        absence.side == side and absence.kind == Absence.Kind.LATE
        for absence in meeting.absences.all()
    )
    return moves + late


def _lately(absences: Sequence[Absence], kind: str, days: int, at: datetime) -> int:
    since = at - timedelta(days=days)
    return sum(absence.kind == kind and absence.said_at >= since for absence in absences)


def _missed_in_a_row(meetings: Sequence[Meeting]) -> int:
    """How many sessions up to the last one that is settled did not come about."""
    settled = [one for one in meetings if one.held_at is not None or one.missed_at is not None]
    count = 0
    for meeting in sorted(settled, key=lambda one: (one.starts_at, one.number), reverse=True):
        if meeting.held_at is not None:
            break
        count += 1
    return count


def _declined_and_left(meetings: Sequence[Meeting], at: datetime) -> int:
    """To how many sessions the calendar of one of the two said no, and nobody changed the hour.

    Of both, it is the one whose calendar did so more often.
    """
    since = at - timedelta(days=rules.DECLINED_WITHIN_DAYS)
    until = at - timedelta(days=rules.DECLINED_FOR_DAYS)
    nos = Counter(
        answer.person_id
        for meeting in meetings
        if meeting.held_at is None
        for answer in meeting.answers.all()
        if answer.is_no
        and answer.sequence == meeting.sequence
        and since <= answer.answered_at <= until
    )
    return max(nos.values(), default=0)


def _is_on_leave(pair: Pair, today: date) -> bool:
    away = [
        person.away_until
        for person in (pair.mentor, pair.mentee)
        if person.away_until is not None and person.away_until > today
    ]
    memberships = (pair.mentor_membership, pair.mentee_membership)
    planned = any(
        stretch.first_on <= today <= stretch.last_on
        for person in (pair.mentor, pair.mentee)
        for stretch in person.days_away.all()
    )
    is_resting = any(member.paused_at for member in memberships)
    return bool(pair.paused_at or away or planned or is_resting)


def _pause_over_at(pair: Pair) -> datetime | None:
    """When both were to be asked whether they are ready."""
    if pair.paused_at is None:
        return None
    if pair.back_on is None:
        return pair.paused_at + timedelta(days=ASKED_AGAIN_AFTER_DAYS)
    zone = ZoneInfo(pair.programme.organisation.zone)
    return datetime.combine(pair.back_on, MORNING, tzinfo=zone)


def _in_words(task: Task, standing: Standing | None, own: OwnWords) -> TaskInWords:
    words = packs.signal(task.signal).in_words(own)
    language = (get_language() or "en").split("-", 1)[0]
    values = {name: str(value) for name, value in task.facts.items()}
    if task.pair is not None:
        values |= {"mentor": task.pair.mentor.name, "mentee": task.pair.mentee.name}
    if standing is not None:
        values["rules"] = ", ".join(rule_sentence(kept_rule(rule)) for rule in standing.rules)

    def said(text: Text) -> str:
        return packs.filled(text, language=language, values=values)

    return TaskInWords(
        task=task,
        title=said(words.title),
        text=said(words.why),
        say=said(words.say),
        told=str(rules.told(task.signal)),
        action=said(words.action),
        minutes=words.minutes,
    )
