"""Dates for every pair at once: a coordinator asks, the worker books, and both may move them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.over import SESSIONS, refuse_when_over
from turnabout.together.meetings import emails_moves, queries
from turnabout.together.meetings.models import BookingRound, Meeting
from turnabout.together.meetings.places import video_link
from turnabout.together.meetings.services import locked, new_meeting
from turnabout.together.pairs.models import Pair

HELD_FOR = timedelta(minutes=2)
PAIRS_AT_A_TIME = 25


@transaction.atomic
def ask_to_book_all(programme: Programme, *, by: Person) -> BookingRound:
    """Have dates put in for every pair that has none yet. The worker begins at once."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    refuse_when_over(programme, SESSIONS, what=_("No new session is booked."))
    if BookingRound.objects.filter(programme=programme, finished_at=None).exists():
        raise Refusal(_("Dates are being put in already. Their number is on this page."))
    total = pairs_without_dates(programme).count()
    if not total:
        raise Refusal(_("Every pair that meets has its dates."))
    round_ = BookingRound.objects.create(
        programme=programme, asked_by=by, asked_at=now(), total=total
    )
    audit.record("dates_for_all_asked", about=round_, by=by, pairs=total)
    return round_


def book_what_waits() -> int:
    """Go on with the rounds that were asked for and are in nobody’s hands."""
    done = 0
    for round_ in BookingRound.objects.waiting(now()).select_related("programme__organisation"):
        mine = BookingRound.objects.waiting(now()).filter(pk=round_.pk)
        while mine.update(claimed_until=now() + HELD_FOR):
            booked = _book_some(round_)
            done += booked
            if not booked:
                break
    return done


def pairs_without_dates(programme: Programme) -> QuerySet[Pair]:
    """Pairs that meet now and have never had a date."""
    any_date = Meeting.objects.filter(pair=OuterRef("pk"))
    return Pair.objects.meeting_now().filter(~Exists(any_date), programme=programme)


def _book_some(round_: BookingRound) -> int:
    """The next pairs of a round; each is a transaction of its own. None when it is done."""
    round_.refresh_from_db(fields=["without"])
    left = pairs_without_dates(round_.programme).exclude(public_id__in=round_.without)
    pairs = left.select_related(
        "programme__organisation", "mentor__organisation", "mentee__organisation"
    ).order_by("pk")[:PAIRS_AT_A_TIME]
    some = list(pairs)
    without = [pair.public_id for pair in some if not book_for(pair)]
    BookingRound.objects.filter(pk=round_.pk).update(
        booked=F("booked") + len(some) - len(without),
        without=[*round_.without, *without],
        claimed_until=None,
        finished_at=None if some else now(),
    )
    return len(some)


@transaction.atomic
def book_for(pair: Pair) -> bool:
    """Put all dates of a pair in, as the programme’s proposal. False where no hour suits both."""
    pair = locked(pair)
    if pair.meetings.exists():
        return True
    place = video_link(pair)
    way = Meeting.Way.VIDEO if place else Meeting.Way.OPEN
    dates = queries.look_for_dates(pair, way=way).sessions
    if not dates:
        return False
    booked = Meeting.objects.bulk_create(
        new_meeting(pair, one.number, one.best, place=place, way=way, is_from_programme=True)
        for one in dates
    )
    audit.record("meetings_put_in", about=pair, number=len(booked))
    # A launch has thousands of letters; those of a pair go into the outbox at once.
    with outbox.told_to_many():
        emails_moves.send_dates_from_programme(pair, booked, _free_until(booked, pair))
    return True


def _free_until(booked: list[Meeting], pair: Pair) -> datetime:
    return booked[0].starts_at - timedelta(hours=pair.programme.notice_hours)
