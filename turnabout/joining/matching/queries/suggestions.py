"""The others whom a mentor may choose instead of the pair that the plan found for her."""

from dataclasses import dataclass
from typing import Any

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.models import Offer, Want
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.queries.people import members_by_id, places_left

MOST = 3
SETTING = "suggestions"


@dataclass(frozen=True)
class Suggested:
    """Somebody whom a mentor may choose instead, with what the two would score."""

    beside: Proposal
    mentee: Membership
    score: int
    parts: list[dict[str, Any]]


def most_suggestions(programme: Programme) -> int:
    """How many people a mentor chooses from: one, which is a plain proposal, or up to three."""
    chosen = programme.settings.get(SETTING, 1)
    return min(max(int(chosen), 1), MOST)


def suggestions_of(run: Run) -> list[Suggested]:
    """Who else is suggested to the mentors of the approved pairs.

    Only people with a place that nobody else is asked about, and each to one mentor alone, so that
    no two mentors are promised the same person. The strongest pair chooses first.
    """
    most = most_suggestions(run.programme)
    if run.published_at is not None or most == 1:
        rows = run.proposals.filter(beside__isnull=False).select_related(
            "beside__mentor__person", "mentee__person"
        )
        return [
            Suggested(row.beside, row.mentee, row.score, row.parts) for row in rows if row.beside
        ]
    approved = list(
        run.proposals.approved().planned().select_related("mentor__person").order_by("-score", "pk")
    )
    left = places_left(run.programme)
    for proposal in approved:
        left[proposal.mentee_id] = left.get(proposal.mentee_id, 0) - 1
    people = members_by_id(one["mentee"] for row in approved for one in row.why_not)
    settled = {(row.mentor_id, row.mentee_id) for row in run.proposals.all()}
    settled |= set(
        Wish.objects.filter(programme=run.programme, kind=Wish.Kind.BAN).values_list(
            "mentor_id", "mentee_id"
        )
    )
    found: list[Suggested] = []
    for proposal in approved:
        ranked = [
            (one["score"], people[one["mentee"]])
            for one in proposal.why_not
            if one["for"] == "mentor" and one["mentee"] in people
        ]
        free = [
            (score, mentee)
            for score, mentee in ranked
            if left.get(mentee.pk, 0) > 0 and (proposal.mentor_id, mentee.pk) not in settled
        ]
        for score, mentee in free[: most - 1]:
            left[mentee.pk] -= 1
            found.append(Suggested(proposal, mentee, score, []))
    return _with_topics(found)


def _with_topics(found: list[Suggested]) -> list[Suggested]:
    """The same, with the topics that one asks for and the other knows, for the reasons told."""
    mentors = [one.beside.mentor_id for one in found]
    mentees = [one.mentee.pk for one in found]
    offers = set(
        Offer.objects.filter(application__membership__in=mentors).values_list(
            "application__membership", "topic__slug"
        )
    )
    wants: dict[int, list[str]] = {}
    rows = Want.objects.filter(application__membership__in=mentees).order_by("rank")
    for member, slug in rows.values_list("application__membership", "topic__slug"):
        wants.setdefault(member, []).append(slug)
    return [
        Suggested(one.beside, one.mentee, one.score, _parts(one, offers, wants)) for one in found
    ]


def _parts(
    one: Suggested, offers: set[tuple[int, str]], wants: dict[int, list[str]]
) -> list[dict[str, Any]]:
    topics = [
        slug for slug in wants.get(one.mentee.pk, []) if (one.beside.mentor_id, slug) in offers
    ]
    if not topics:
        return []
    return [{"part": "topics", "points": one.score, "weight": 0, "detail": {"topics": topics}}]
