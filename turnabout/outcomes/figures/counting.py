"""What would be published: for each subject the groups, who is in them, and the number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from turnabout.foundation.common.charts import KEPT, MISSED, MOVED
from turnabout.foundation.trust.disclosure import LEAST, LEAST_SENSITIVE, Cell
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Want
from turnabout.outcomes.figures import queries, sessions
from turnabout.outcomes.figures.groups import Merged, merge_small
from turnabout.outcomes.figures.sessions import SessionFact
from turnabout.together.pairs.models import Commitment, Goal, Pair
from turnabout.together.recognition.models import Thanks

Count = Callable[[frozenset[int]], dict[str, Any]]


@dataclass(frozen=True)
class Counted:
    """One group and how its number is counted. `parts` are the names of merged groups.

    `count` takes the people to count: those of now, or those of an earlier release.
    """

    name: str
    members: frozenset[int]
    count: Count
    parts: tuple[str, ...] = ()

    @property
    def cell(self) -> Cell:
        return Cell(self.name, self.members)


@dataclass(frozen=True)
class Subject:
    """Numbers about one thing. They are audited together, apart from other subjects."""

    name: str
    counted: tuple[Counted, ...]
    least: int = LEAST
    whole: frozenset[int] = field(default_factory=frozenset)


def week_subjects(facts: list[SessionFact], programme: Programme) -> list[Subject]:
    """Each past week is a subject of its own: the seniors who had a session in it."""
    monday = sessions.first_monday(programme)
    due = [fact for fact in facts if fact.outcome in queries.DUE]
    return [
        Subject(f"week:{number}", (_week(number, due, monday.isoformat()),))
        for number in sorted({fact.week for fact in due})
    ]


def unit_subject(facts: list[SessionFact]) -> Subject:
    """Promises by the senior's unit, small units merged. The total of all of them is known."""
    due = [fact for fact in facts if fact.outcome in queries.DUE]
    groups = merge_small(queries.members_by_unit(due))
    whole = frozenset(fact.mentee for fact in due)
    return Subject("unit", tuple(_unit(group, due) for group in groups), whole=whole)


def part_subject(pairs: list[Pair]) -> Subject:
    mentors = frozenset(pair.mentor_id for pair in pairs)
    mentees = frozenset(pair.mentee_id for pair in pairs)
    return Subject(
        "part",
        (
            Counted("mentors", mentors, _size),
            Counted("mentees", mentees, _size),
        ),
    )


def theme_subjects(pairs: list[Pair]) -> list[Subject]:
    """What the seniors in pairs asked to learn about, by group of topics.

    Themes of lived experience are counted from ten people.
    """
    wants = Want.objects.filter(
        application__membership__in=[pair.mentee_membership_id for pair in pairs]
    ).values_list("topic__group", "topic__is_lived_experience", "application__membership__person")
    whole = frozenset(pair.mentee_id for pair in pairs)
    people: dict[tuple[str, bool], set[int]] = {}
    for group, is_lived, person in wants:
        people.setdefault((group, is_lived), set()).add(person)

    def subject(name: str, is_lived: bool, least: int) -> Subject:
        counted = tuple(
            Counted(group, frozenset(members), _size)
            for (group, lived), members in sorted(people.items())
            if lived is is_lived
        )
        return Subject(name, counted, least=least, whole=whole)

    return [subject("theme", False, LEAST), subject("theme:lived", True, LEAST_SENSITIVE)]


def change_subject(pairs: list[Pair]) -> Subject:
    """Commitments as counts only: how many were heard, agreed and done, never which."""
    mentee_of = {pair.pk: pair.mentee_id for pair in pairs}
    heard = Commitment.objects.filter(pair__in=pairs)
    steps = {
        "heard": heard,
        "agreed": heard.exclude(will_do=None),
        "done": heard.exclude(done_at=None),
    }
    people = {
        name: [mentee_of[pair] for pair in rows.values_list("pair", flat=True)]
        for name, rows in steps.items()
    }
    return Subject(
        "change",
        tuple(Counted(name, frozenset(owners), _each(owners)) for name, owners in people.items()),
        whole=frozenset(mentee_of.values()),
    )


def initiative_subjects(pairs: list[Pair]) -> list[Subject]:
    """What serves each initiative: pairs, goals that stand, commitments kept. Never which.

    Counted by the senior, as commitments are. Pairs, goals and kept commitments are three things,
    so each is a subject, audited over all initiatives and releases. A group of all seniors is left
    out, because it would then be known of each of them.
    """
    mentee_of = {pair.pk: pair.mentee_id for pair in pairs}
    whole = frozenset(mentee_of.values())
    goals = _linked(Goal.objects.filter(pair__in=pairs, dropped_at=None))
    promises = _linked(Commitment.objects.filter(pair__in=pairs))
    kept = _linked(Commitment.objects.filter(pair__in=pairs).exclude(done_at=None))
    things = {"pairs": sorted({*goals, *promises}), "goals": goals, "kept": kept}
    subjects = []
    for name in queries.SERVING:
        owners: dict[str, list[int]] = {}
        for initiative, pair in things[name]:
            owners.setdefault(initiative, []).append(mentee_of[pair])
        counted = tuple(
            Counted(initiative, frozenset(theirs), _each(theirs))
            for initiative, theirs in sorted(owners.items())
            if frozenset(theirs) != whole
        )
        subjects.append(Subject(f"initiative:{name}", counted, whole=whole))
    return subjects


def _linked(rows: "QuerySet[Goal] | QuerySet[Commitment]") -> list[tuple[str, int]]:
    """For each that serves an initiative: which one, and of which pair."""
    linked = rows.exclude(initiative=None).order_by("pk")
    return list(linked.values_list("initiative__public_id", "pair"))


def thanks_subject(pairs: list[Pair]) -> Subject:
    givers = list(Thanks.objects.filter(pair__in=pairs).values_list("giver", flat=True))
    return Subject("thanks", (Counted("given", frozenset(givers), _each(givers)),))


def pairs_of(programme: Programme) -> list[Pair]:
    return list(Pair.objects.filter(programme=programme).exclude(mentee_accepted_at=None))


def _size(members: frozenset[int]) -> dict[str, Any]:
    return {"count": len(members)}


def _each(owners: Sequence[int]) -> Count:
    """Count things by whose they are."""
    return lambda members: {"count": sum(owner in members for owner in owners)}


def _week(number: int, due: list[SessionFact], monday: str) -> Counted:
    theirs = [fact for fact in due if fact.week == number]

    def count(members: frozenset[int]) -> dict[str, Any]:
        counted = [fact.outcome for fact in theirs if fact.mentee in members]
        outcomes = {outcome: counted.count(outcome) for outcome in (KEPT, MOVED, MISSED)}
        return {"number": number, "monday": monday, **outcomes}

    return Counted("all", frozenset(fact.mentee for fact in theirs), count)


def _unit(group: Merged, due: list[SessionFact]) -> Counted:
    def count(members: frozenset[int]) -> dict[str, Any]:
        theirs = [fact for fact in due if fact.mentee in members]
        kept = sum(fact.outcome == KEPT for fact in theirs)
        return {"kept": kept, "due": len(theirs), "pairs": len(members)}

    return Counted("|".join(group.parts), group.members, count, group.parts)
