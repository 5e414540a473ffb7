"""A pair with all its sessions behind it that nobody closed: it closes by itself, told before."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now, today
from turnabout.frame.directory.models import Person
from turnabout.together.pairs import ending_emails
from turnabout.together.pairs.models import Pair, Turn
from turnabout.together.pairs.page import SessionFacts, session_facts
from turnabout.together.pairs.services.endings import complete_pair

# How long before the day both are told, and how much longer either of them can make it.
TOLD_BEFORE_DAYS = 14
LONGER_DAYS = 28


@transaction.atomic
def announce_closing(pair: Pair) -> int:
    """Name the day on which a pair closes by itself, and tell both. Safe twice."""
    day = today(pair.programme.organisation.zone) + timedelta(days=TOLD_BEFORE_DAYS)
    if not Pair.objects.meeting_now().filter(pk=pair.pk, closes_on=None).update(closes_on=day):
        return 0
    pair.refresh_from_db(fields=["closes_on"])
    _tell(pair)
    return 1


@transaction.atomic
def stay_longer(pair: Pair, *, by: Person) -> None:
    """Either of the two moves the day some weeks on. A second tap on the same page moves nothing.

    Nobody asks why, and no reason or name is kept.
    """
    if not pair.has(by) or not pair.is_together or pair.closes_on is None:
        raise Refusal(_("This pairing does not close by itself now, so there is no day to move."))
    later = today(pair.programme.organisation.zone) + timedelta(days=LONGER_DAYS)
    if pair.closes_on >= later:
        return
    asked_of = Pair.objects.together().filter(pk=pair.pk, closes_on=pair.closes_on)
    if not asked_of.update(closes_on=later):
        return
    pair.refresh_from_db(fields=["closes_on"])
    Turn.objects.create(pair=pair, kind=Turn.Kind.STAYS, at=now(), until=later)
    _tell(pair)


def close_by_themselves() -> int:
    """Bring the pairs whose day has come to their planned end; those that meet again go on."""
    due = Pair.objects.meeting_now().filter(closes_on__lte=(now() + timedelta(days=1)).date())
    people = "programme__organisation", "mentor__organisation", "mentee__organisation"
    pairs = [
        pair
        for pair in due.select_related(*people)
        if pair.closes_on and pair.closes_on <= today(pair.programme.organisation.zone)
    ]
    return sum(_close(pair, facts) for pair, facts in _with_facts(pairs))


def has_all_behind(pair: Pair, facts: SessionFacts) -> bool:
    """Whether every session was held or did not take place, and nothing is to come."""
    return facts.held > 0 and not facts.to_come and facts.settled >= pair.programme.sessions


@transaction.atomic
def _close(pair: Pair, facts: SessionFacts) -> int:
    # Another worker may have closed it, or one of the two moved the day, since it was found.
    still = Pair.objects.select_for_update().filter(pk=pair.pk, closes_on=pair.closes_on)
    if not still.filter(ended_at=None).exists():
        return 0
    if not has_all_behind(pair, facts):
        return Pair.objects.filter(pk=pair.pk, ended_at=None).update(closes_on=None)
    complete_pair(pair, by=None)
    return 1


def _with_facts(pairs: Sequence[Pair]) -> list[tuple[Pair, SessionFacts]]:
    facts = session_facts(pairs) if pairs else {}
    return [(pair, facts.get(pair.pk, SessionFacts())) for pair in pairs]


def _tell(pair: Pair) -> None:
    for person in (pair.mentor, pair.mentee):
        ending_emails.send_closing(pair, to=person, days_before=TOLD_BEFORE_DAYS)
