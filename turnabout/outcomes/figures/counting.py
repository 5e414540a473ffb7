"""What would be published: for each subject the groups, who is in them, and the number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from turnabout.foundation.common.charts import KEPT, MISSED, MOVED
from turnabout.foundation.trust.disclosure import LEAST, LEAST_SENSITIVE, Cell
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Want
from turnabout.outcomes.figures import queries, sessions
from turnabout.outcomes.figures.groups import Merged, merge_small
from turnabout.outcomes.figures.sessions import SessionFact
from turnabout.together.pairs.models import Commitment, Pair
from turnabout.together.recognition.models import Thanks


@dataclass(frozen=True)
class Counted:
    """One group with its number. `parts` are the names of merged groups."""

    name: str
    members: frozenset[int]
    value: dict[str, Any]
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


def unit_subject(facts: list[SessionFact], weeks: Iterable[int]) -> Subject:
    """Promises by the senior's unit, small units merged, over the weeks that are shown."""
    shown = set(weeks)
    due = [fact for fact in facts if fact.outcome in queries.DUE and fact.week in shown]
    groups = merge_small(queries.members_by_unit(due))
    whole = Merged(("all",), frozenset(fact.mentee for fact in due))
    return Subject("unit", (_everybody(whole, due), *(_unit(group, due) for group in groups)))


def part_subject(pairs: list[Pair]) -> Subject:
    mentors = frozenset(pair.mentor_id for pair in pairs)
    mentees = frozenset(pair.mentee_id for pair in pairs)
    return Subject(
        "part",
        (
            Counted("mentors", mentors, {"count": len(mentors)}),
            Counted("mentees", mentees, {"count": len(mentees)}),
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
            Counted(group, frozenset(members), {"count": len(members)})
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
    chosen = {name: list(rows.values_list("pair", flat=True)) for name, rows in steps.items()}
    return Subject(
        "change",
        tuple(
            Counted(name, frozenset(mentee_of[pk] for pk in ids), {"count": len(ids)})
            for name, ids in chosen.items()
        ),
        whole=frozenset(mentee_of.values()),
    )


def thanks_subject(pairs: list[Pair]) -> Subject:
    givers = list(Thanks.objects.filter(pair__in=pairs).values_list("giver", flat=True))
    return Subject("thanks", (Counted("given", frozenset(givers), {"count": len(givers)}),))


def pairs_of(programme: Programme) -> list[Pair]:
    return list(Pair.objects.filter(programme=programme).exclude(mentee_accepted_at=None))


def _week(number: int, due: list[SessionFact], monday: str) -> Counted:
    theirs = [fact for fact in due if fact.week == number]
    value: dict[str, Any] = {"number": number, "monday": monday}
    for outcome in (KEPT, MOVED, MISSED):
        value[outcome] = sum(fact.outcome == outcome for fact in theirs)
    return Counted("all", frozenset(fact.mentee for fact in theirs), value)


def _everybody(whole: Merged, due: list[SessionFact]) -> Counted:
    kept = sum(fact.outcome == KEPT for fact in due)
    return Counted("all", whole.members, {"kept": kept, "due": len(due)})


def _unit(group: Merged, due: list[SessionFact]) -> Counted:
    kept, of = queries.count_kept(group, due)
    value = {"kept": kept, "due": of, "pairs": len(group.members)}
    return Counted("|".join(group.parts), group.members, value, group.parts)
