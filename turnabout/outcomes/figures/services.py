from datetime import timedelta
from typing import Any

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.foundation.trust.disclosure import LEAST, Cell, releasable
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.outcomes.figures import counting, sessions
from turnabout.outcomes.figures.counting import Counted, Subject
from turnabout.outcomes.figures.models import Release

SPONSOR = "sponsor"
PUBLISH_AGAIN_AFTER = timedelta(days=7)
Row = dict[str, Any]


@transaction.atomic
def publish_figures(programme: Programme, *, by: Person | None = None) -> Release:
    """Count, audit against everything published before, and keep what may be seen.

    A group that may not be published anew, because it differs from an earlier one by a few
    people, is counted for the people it was published about before.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    earlier = _earlier_rows(programme)
    facts = sessions.sessions_of(programme, now())
    pairs = counting.pairs_of(programme)
    rows: list[Row] = []
    for subject in counting.week_subjects(facts, programme):
        rows += _published(subject, earlier)
    shown = {row["value"]["number"]: frozenset(row["members"]) for row in rows}
    units = counting.unit_subject(
        [fact for fact in facts if fact.mentee in shown.get(fact.week, ())]
    )
    rows += _without_a_small_rest(_published(units, earlier), units.whole)
    for subject in (
        counting.part_subject(pairs),
        *counting.theme_subjects(pairs),
        counting.change_subject(pairs),
        *counting.initiative_subjects(pairs),
        counting.thanks_subject(pairs),
    ):
        rows += _published(subject, earlier)
    release = Release.objects.create(
        programme=programme, name=SPONSOR, cells=rows, released_at=now()
    )
    audit.record("figures_published", about=release, by=by, cells=len(rows))
    return release


def publish_due() -> int:
    """Publish the figures of every running programme that has had none for a week."""
    fresh = Release.objects.filter(released_at__gt=now() - PUBLISH_AGAIN_AFTER)
    due = (
        Programme.objects.filter(closed_at=None, pairs__mentee_accepted_at__isnull=False)
        .exclude(releases__in=fresh)
        .distinct()
    )
    programmes = list(due)
    for programme in programmes:
        publish_figures(programme)
    return len(programmes)


def _earlier_rows(programme: Programme) -> list[Row]:
    """Everything ever published, the newest first."""
    releases = Release.objects.filter(programme=programme).values_list("cells", flat=True)
    return [row for cells in releases for row in cells]


def _published(subject: Subject, earlier: list[Row]) -> list[Row]:
    before = [row for row in earlier if row["subject"] == subject.name]
    already = {frozenset(row["members"]) for row in before}
    published = [Cell(str(number), members) for number, members in enumerate(already)]
    if subject.whole:
        published.append(Cell("whole", subject.whole))
    names = releasable(
        [counted.cell for counted in subject.counted], least=subject.least, already=published
    )
    rows: list[Row] = []
    for counted in subject.counted:
        stands = next((row for row in before if row["name"] == counted.name), None)
        if counted.name in names:
            rows.append(_row(subject, counted, counted.members))
        elif stands is not None:
            rows.append(_row(subject, counted, frozenset(stands["members"])))
    return rows


def _without_a_small_rest(rows: list[Row], whole: frozenset[int]) -> list[Row]:
    """Leave groups out, small ones first, until those left out are nobody or five people.

    The weeks add up to the total of everybody, so what is left out could be worked out from it.
    """
    kept = sorted(rows, key=lambda row: (-len(row["members"]), row["name"]))
    while kept:
        rest = whole.difference(*(row["members"] for row in kept))
        if not rest or len(rest) >= LEAST:
            break
        kept.pop()
    return kept


def _row(subject: Subject, counted: Counted, members: frozenset[int]) -> Row:
    return {
        "subject": subject.name,
        "name": counted.name,
        "parts": list(counted.parts),
        "members": sorted(members),
        "value": counted.count(members),
    }
