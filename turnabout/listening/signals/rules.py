"""The rules: each looks at the facts of one pair and says whether a coordinator is needed.

Facts are what was booked, held, moved and by whom, signed, answered or not answered. No rule can
reach what somebody wrote or answered: it gets these numbers and dates and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_STARTED_AFTER_DAYS = 14
LATE_START_AFTER_DAYS = 21
# Both were asked for a next date so long ago, and nothing came of it.
NO_NEXT_DATE_AFTER_DAYS = 4
MOVES_BEFORE_A_CALL = 2
SESSIONS_BEFORE_SIGNED = 2
UNANSWERED_AFTER_DAYS = 3
RESTING_LONG_AFTER_DAYS = 7
CARED_FOR_WITHIN_DAYS = 28
STALLED_AFTER_GAPS, STALLED_BADLY_AFTER_GAPS = 1.75, 2.5
LATE_BEFORE_A_CALL, LATE_WITHIN_DAYS = 2, 60
ALONE_WITHIN_DAYS = 28
MISSED_BEFORE_A_CALL = 2
# A no of a calendar counts once its sender has had time to choose another hour.
DECLINES_BEFORE_A_CALL, DECLINED_FOR_DAYS, DECLINED_WITHIN_DAYS = 2, 2, 60
# From this many on, the office of the sponsor is asked, too, without a name.
SLIPS_BEFORE_THE_SPONSOR = 3


@dataclass(frozen=True)
class PairFacts:
    """What is known of one pair without reading anything that somebody wrote."""

    formed_at: datetime | None
    sessions_planned: int
    held: int
    last_held_at: datetime | None
    to_come: int
    oldest_unanswered_at: datetime | None
    slips_by_senior: int
    is_signed: bool
    is_on_leave: bool
    next_date_asked_at: datetime | None = None
    gap_days: int = 21
    late_lately: int = 0
    alone_lately: int = 0
    missed_in_a_row: int = 0
    declined_and_left: int = 0
    rules_broken: int = 0
    is_to_part: bool = False
    is_mediation_asked: bool = False
    pause_over_at: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """A rule found something: the numbers for its words, and how soon somebody should act."""

    facts: dict[str, int | str]
    is_urgent: bool = False
    due_in_days: int = 2


Look = Callable[[PairFacts, datetime], Finding | None]


@dataclass(frozen=True)
class Rule:
    signal: str
    told: str | Promise
    look: Look


def find(facts: PairFacts, at: datetime) -> dict[str, Finding]:
    """Everything the rules find, the most pressing first. Planned leave suspends most of them."""
    asked = [rule for rule in RULES if rule.signal in EVEN_AT_REST or not facts.is_on_leave]
    found = {rule.signal: rule.look(facts, at) for rule in asked}
    return {signal: finding for signal, finding in found.items() if finding is not None}


def told(signal: str) -> str | Promise:
    """The rule behind a signal, in words for the person who is asked to act."""
    if signal == CARED_FOR:
        return CARED_FOR_TOLD
    return next((rule.told for rule in RULES if rule.signal == signal), "")


def _days(since: datetime, at: datetime) -> int:
    return (at - since).days


def _moved_twice(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.slips_by_senior < MOVES_BEFORE_A_CALL:
        return None
    return Finding({"count": facts.slips_by_senior}, is_urgent=True, due_in_days=0)


def asks_the_sponsor(facts: PairFacts) -> bool:
    """Whether the senior’s side has slipped so often that its office is to hear of promises."""
    return not facts.is_on_leave and facts.slips_by_senior >= SLIPS_BEFORE_THE_SPONSOR


def _late_twice(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.late_lately < LATE_BEFORE_A_CALL:
        return None
    return Finding({"count": facts.late_lately})


def _waited_in_vain(facts: PairFacts, at: datetime) -> Finding | None:
    return Finding({"count": facts.alone_lately}) if facts.alone_lately else None


def _missed_in_a_row(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.missed_in_a_row < MISSED_BEFORE_A_CALL:
        return None
    return Finding({"count": facts.missed_in_a_row})


def _declined_twice(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.declined_and_left < DECLINES_BEFORE_A_CALL:
        return None
    return Finding({"count": facts.declined_and_left})


def _stalled(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.last_held_at is None or facts.held >= facts.sessions_planned:
        return None
    days = _days(facts.last_held_at, at)
    if days <= STALLED_AFTER_GAPS * facts.gap_days:
        return None
    is_bad = days > STALLED_BADLY_AFTER_GAPS * facts.gap_days
    return Finding({"days": days}, is_urgent=is_bad, due_in_days=0 if is_bad else 2)


def _not_started(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.formed_at is None or facts.held:
        return None
    days = _days(facts.formed_at, at)
    if days < NOT_STARTED_AFTER_DAYS:
        return None
    is_late = days >= LATE_START_AFTER_DAYS
    return Finding({"days": days}, is_urgent=is_late, due_in_days=0 if is_late else 2)


def _no_next_date(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.last_held_at is None or facts.to_come or facts.held >= facts.sessions_planned:
        return None
    asked_at = facts.next_date_asked_at
    if asked_at is None or _days(asked_at, at) < NO_NEXT_DATE_AFTER_DAYS:
        return None
    return Finding({"days": _days(facts.last_held_at, at)})


def _unanswered(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.formed_at is None or facts.oldest_unanswered_at is None:
        return None
    days = _days(facts.oldest_unanswered_at, at)
    return Finding({"days": days}) if days >= UNANSWERED_AFTER_DAYS else None


def _agreement_unsigned(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.formed_at is None or facts.is_signed or facts.held < SESSIONS_BEFORE_SIGNED:
        return None
    return Finding({"count": facts.held}, due_in_days=3)


def _rule_broken(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.formed_at is None or not facts.rules_broken:
        return None
    return Finding({"count": facts.rules_broken})


def _to_part(facts: PairFacts, at: datetime) -> Finding | None:
    return Finding({}) if facts.formed_at is not None and facts.is_to_part else None


def _mediation_asked(facts: PairFacts, at: datetime) -> Finding | None:
    return Finding({}, is_urgent=True, due_in_days=1) if facts.is_mediation_asked else None


def _resting_long(facts: PairFacts, at: datetime) -> Finding | None:
    if facts.pause_over_at is None:
        return None
    days = _days(facts.pause_over_at, at)
    return Finding({"days": days}) if days >= RESTING_LONG_AFTER_DAYS else None


# A pair has one open task; this one does not wait behind another.
FIRST_OF_ALL = "mediation_asked"
EVEN_AT_REST = (FIRST_OF_ALL, "resting_long")
# After an ending both are cared for. It is no rule about a pair that lives.
CARED_FOR = "cared_for"
CARED_FOR_TOLD = _(
    "Rule: a pair ended before its time. It is the same whoever ended it; nobody is told who, and "
    "it closes by itself after four weeks."
)
RULES = (
    Rule(
        FIRST_OF_ALL,
        _(
            "Rule: one of the two asked for a conversation of three. It closes by itself when you "
            "say on the page of the pair that it is taken care of."
        ),
        _mediation_asked,
    ),
    Rule(
        "resting_long",
        _(
            "Rule: a week after the day on which a pause was to end, it has not ended. You do not "
            "see who is ready and who is not."
        ),
        _resting_long,
    ),
    Rule(
        "rule_broken",
        _(
            "Rule: every night the pairs that are together are held against the rules of the "
            "matching. It closes by itself when none is broken any more, or when you keep the "
            "pair with a reason."
        ),
        _rule_broken,
    ),
    Rule(
        "to_part",
        _(
            "Rule: a run that you published gave one of the two another partner, and both of "
            "those have said yes. It closes by itself when this pair ends."
        ),
        _to_part,
    ),
    Rule(
        "moved_twice",
        _(
            "Rule: within three sessions, two were moved or given up late from the senior’s side. "
            "It counts, and never asks for reasons; it closes by itself as sessions are held. "
            "Both have been offered new times. From the third on, the sponsor’s assistant, or the "
            "sponsor where there is none, reads how promises are kept in total, without a name."
        ),
        _moved_twice,
    ),
    Rule(
        "waited_in_vain",
        _(
            "Rule: one of the two said that nobody else was there. You do not see which of them "
            "says so, and the partner does not hear of it. It closes by itself after four weeks."
        ),
        _waited_in_vain,
    ),
    Rule(
        "late_twice",
        _(
            "Rule: within 60 days, two sessions were given up with less than the notice. It "
            "counts both sides together."
        ),
        _late_twice,
    ),
    Rule(
        "missed_in_a_row",
        _(
            "Rule: the last two sessions did not come about. It closes by itself with the next "
            "one that is held."
        ),
        _missed_in_a_row,
    ),
    Rule(
        "declined_twice",
        _(
            "Rule: within 60 days, the calendar of the same one of the two said no to two "
            "sessions, and after two days the hours were still as they were. You do not see whose "
            "calendar it was. It closes by itself with another hour, a yes, or a session that is "
            "held all the same."
        ),
        _declined_twice,
    ),
    Rule(
        "not_started",
        _(
            "Rule: 14 days after both said yes, no session was held. It closes by itself with "
            "the first session."
        ),
        _not_started,
    ),
    Rule(
        "unanswered",
        _(
            "Rule: three days after a session, neither of the two has said whether it took "
            "place. It closes by itself with the answer."
        ),
        _unanswered,
    ),
    Rule(
        "no_next_date",
        _(
            "Rule: three days after a session no later one was booked, both were asked with hours "
            "that suit them, and four days after that there is none. It closes by itself when a "
            "date is booked."
        ),
        _no_next_date,
    ),
    Rule(
        "stalled",
        _(
            "Rule: since the last session, more than one and three quarters of the usual time "
            "between two has passed; from two and a half on it is urgent. Planned leave stops "
            "the clock."
        ),
        _stalled,
    ),
    Rule(
        "agreement_unsigned",
        _(
            "Rule: two sessions were held and the agreement lacks a signature. You see who "
            "signed, never what it says."
        ),
        _agreement_unsigned,
    ),
)
