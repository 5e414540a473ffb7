"""What became of the sessions that were promised, by pair: kept, moved by which side, missed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Programme
from turnabout.together.meetings.models import Absence, Meeting, Move
from turnabout.together.pairs.models import Pair


@dataclass(frozen=True)
class Promised:
    """Counts of one pair, or of all pairs of a programme."""

    pair: Pair | None
    kept: int = 0
    moved_then_held: int = 0
    missed: int = 0
    to_come: int = 0
    moves_by_mentor: int = 0
    moves_by_mentee: int = 0
    late: int = 0
    alone: int = 0
    unsaid: int = 0


def rows_of(pairs: Sequence[Pair]) -> list[Promised]:
    """The counts of many pairs, in three queries."""
    keys = [pair.pk for pair in pairs]
    held = _counts(Q(pair__in=keys), "pair_id")
    moves = _moves(Q(meeting__pair__in=keys))
    absences = _absences(Q(meeting__pair__in=keys))
    return [_row(pair, held.get(pair.pk, {}), moves[pair.pk], absences[pair.pk]) for pair in pairs]


def total_of(programme: Programme) -> Promised:
    """The same for all pairs of a programme."""
    counts = _counts(Q(pair__programme=programme), "pair__programme_id")
    moves, absences = Counter[str](), Counter[str]()
    for one in _moves(Q(meeting__pair__programme=programme)).values():
        moves += one
    for one in _absences(Q(meeting__pair__programme=programme)).values():
        absences += one
    return _row(None, counts.get(programme.pk, {}), moves, absences)


def _row(
    pair: Pair | None, counts: dict[str, int], moves: Counter[str], absences: Counter[str]
) -> Promised:
    return Promised(
        pair=pair,
        moves_by_mentor=moves[Move.Side.MENTOR],
        moves_by_mentee=moves[Move.Side.MENTEE],
        late=absences[Absence.Kind.LATE],
        alone=absences[Absence.Kind.ALONE],
        **counts,
    )


def _counts(which: Q, by: str) -> dict[int, dict[str, int]]:
    moved = Exists(Move.objects.filter(meeting=OuterRef("pk"), is_free=False))
    held, is_open = Q(held_at__isnull=False), Q(held_at=None, missed_at=None)
    rows = (
        Meeting.objects.promised()
        .filter(which)
        .annotate(is_moved=moved)
        .order_by()
        .values(by)
        .annotate(
            kept=Count("pk", filter=held & Q(is_moved=False)),
            moved_then_held=Count("pk", filter=held & Q(is_moved=True)),
            missed=Count("pk", filter=Q(held_at=None, missed_at__isnull=False)),
            to_come=Count("pk", filter=is_open & Q(starts_at__gte=now())),
            unsaid=Count("pk", filter=is_open & Q(starts_at__lt=now())),
        )
    )
    return {row.pop(by): row for row in rows}


def _moves(which: Q) -> "_ByPair":
    rows = Move.objects.filter(which, is_free=False).order_by()
    return _ByPair(rows.values_list("meeting__pair_id", "side").annotate(Count("pk")))


def _absences(which: Q) -> "_ByPair":
    rows = Absence.objects.filter(which).order_by()
    return _ByPair(rows.values_list("meeting__pair_id", "kind").annotate(Count("pk")))


class _ByPair(dict[int, Counter[str]]):
    """Counts of names by pair; none where a pair has no row."""

    def __init__(self, rows: object) -> None:
        super().__init__()
        for pair, name, count in rows:  # type: ignore[attr-defined]  # rows of values_list
            self.setdefault(pair, Counter())[name] = count

    def __missing__(self, _pair: int) -> Counter[str]:
        return Counter()
