from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from turnabout.foundation.common.charts import write
from turnabout.frame.programmes.models import Membership
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of
from turnabout.joining.applications.models import Want
from turnabout.joining.applications.queries import gains_in
from turnabout.joining.matching.counted import ON_TOP
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.queries.people import first_name, members_by_id
from turnabout.joining.matching.reasons import (
    Names,
    Two,
    part_word,
    points_of,
    points_that_add_up,
    reasons_for,
    score_word,
)


@dataclass(frozen=True)
class PartShown:
    word: str
    points: int
    weight: int
    length: str


@dataclass(frozen=True)
class NextBest:
    """Somebody who would come next for one of the two."""

    name: str
    for_name: str
    mentor: str
    mentee: str
    points: int


@dataclass(frozen=True)
class ProposalShown:
    row: Proposal
    points: int
    word: str
    reasons: list[SafeString]
    parts: list[PartShown]
    next_best: list[NextBest]
    wish: Wish | None


def proposals_of(run: Run, *, order: str = "strongest") -> Any:
    """The pairs of a run with both people."""
    order_by = ("score", "pk") if order == "weakest" else ("-score", "pk")
    people = run.proposals.planned().select_related("mentor__person", "mentee__person")
    return people.order_by(*order_by)


def shown(run: Run, rows: Sequence[Proposal]) -> list[ProposalShown]:
    """Proposals with everything that a coordinator reads before she approves them."""
    names = _names(run, rows)
    people = members_by_id(
        one[side] for row in rows for one in row.why_not for side in ("mentor", "mentee")
    )
    ranks = _ranks(rows)
    wishes = {
        (wish.mentor_id, wish.mentee_id): wish
        for wish in Wish.objects.filter(programme_id=run.programme_id)
    }
    return [
        ProposalShown(
            row=row,
            points=points_of(row.score),
            word=score_word(row.score),
            reasons=reasons_for(
                row.parts,
                Two(first_name(row.mentor), first_name(row.mentee), ranks.get(row.mentee_id, {})),
                names,
            ),
            parts=_parts([part for part in row.parts if part["weight"]]),
            next_best=_next_best(row, people),
            wish=wishes.get((row.mentor_id, row.mentee_id)),
        )
        for row in rows
    ]


def pins_not_kept(run: Run) -> list[Wish]:
    """The pairs that a run could not keep, as far as coordinators' decisions still say which."""
    if not run.certificate["pins_not_kept"]:
        return []
    together = set(run.proposals.planned().values_list("mentor_id", "mentee_id"))
    asked = set(
        Proposal.objects.approved()
        .filter(run__programme=run.programme_id)
        .exclude(run__published_at=None)
        .values_list("mentor_id", "mentee_id")
    )
    kept = Wish.objects.filter(programme=run.programme_id, kind=Wish.Kind.PIN)
    missing = [
        wish
        for wish in kept.select_related("mentor__person", "mentee__person").order_by("pk")
        if (wish.mentor_id, wish.mentee_id) not in together | asked
    ]
    return missing if len(missing) == run.certificate["pins_not_kept"] else []


def pairs_to_decide(run: Run) -> int:
    """How many pairs of a run somebody would be asked about."""
    return Proposal.objects.filter(run=run).to_decide().count()


def approved_count(run: Run) -> int:
    return run.proposals.approved().planned().count()


def _parts(parts: Sequence[Mapping[str, Any]]) -> list[PartShown]:
    """The parts as whole points: those of the 100 add up to the score that stands above them."""
    apart = sorted(parts, key=lambda part: part["part"] in ON_TOP)
    of_hundred = [part for part in apart if part["part"] not in ON_TOP]
    weights = points_that_add_up([part["weight"] for part in of_hundred])
    points = points_that_add_up([part["points"] for part in of_hundred], weights)
    on_top = apart[len(of_hundred) :]
    return [
        PartShown(
            word=part_word(part),
            points=reached,
            weight=weight,
            length=write(100 * part["points"] / part["weight"]),
        )
        for part, reached, weight in zip(
            apart,
            [*points, *(points_of(part["points"]) for part in on_top)],
            [*weights, *(points_of(part["weight"]) for part in on_top)],
            strict=True,
        )
    ]


def _next_best(row: Proposal, people: Mapping[str, Membership]) -> list[NextBest]:
    found = []
    for one in row.why_not:
        other = people.get(one["mentor" if one["for"] == "mentee" else "mentee"])
        if other is not None:
            own = row.mentee if one["for"] == "mentee" else row.mentor
            found.append(
                NextBest(
                    name=other.person.name,
                    for_name=first_name(own),
                    mentor=one["mentor"],
                    mentee=one["mentee"],
                    points=points_of(one["score"]),
                )
            )
    return found


def _names(run: Run, rows: Sequence[Proposal]) -> Names:
    slugs = {
        slug for row in rows for part in row.parts for slug in part["detail"].get("topics", [])
    }
    organisation = run.programme.organisation
    topics = Topic.objects.filter(organisation=organisation, slug__in=slugs)
    return Names(
        topics={topic.slug: name_of(topic) for topic in topics},
        gains=dict(gains_in(organisation)),
    )


def _ranks(rows: Sequence[Proposal]) -> dict[int, dict[str, int]]:
    wants = Want.objects.filter(
        application__membership__in=[row.mentee_id for row in rows]
    ).values_list("application__membership_id", "topic__slug", "rank")
    ranks: dict[int, dict[str, int]] = {}
    for membership, slug, rank in wants:
        ranks.setdefault(membership, {})[slug] = rank
    return ranks
