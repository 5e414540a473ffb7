from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.charts import write
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import name_of
from turnabout.joining.applications.models import Application, Want
from turnabout.joining.applications.queries import gains_in
from turnabout.joining.matching import engine
from turnabout.joining.matching.engine.rules import HardRule
from turnabout.joining.matching.models import Proposal, Run, Wish
from turnabout.joining.matching.problem import load_with_members, taken_places
from turnabout.joining.matching.reasons import (
    PART_WORDS,
    Names,
    Two,
    points_of,
    reasons_for,
    score_word,
)
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.words import others_fit_better, rule_sentence, why_not_sentence

SIDES = (Membership.Role.MENTOR, Membership.Role.MENTEE)
ASKED_AT_ONCE = 1500


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


@dataclass(frozen=True)
class FunnelRow:
    sentence: str
    count: int
    length: str


@dataclass(frozen=True)
class LeftOut:
    """Somebody without a partner: what stood in the way, rule by rule, and what would help."""

    membership: Membership
    side: str
    others: int
    funnel: list[FunnelRow]
    helps: list[str]
    sentence: str


@dataclass(frozen=True)
class Measure:
    """One line of a comparison. `better` is 1, 2 or 0 for neither."""

    word: str
    first: str
    second: str
    better: int


@dataclass(frozen=True)
class Difference:
    """A mentee whose mentor differs between two runs; no name means no partner."""

    mentee: Membership
    first: str
    second: str


@dataclass(frozen=True)
class WhyAnswer:
    """Why two people are not a pair in a run."""

    mentor: Membership
    mentee: Membership
    sentence: str
    comparison: str
    is_old: bool


def places_left(programme: Programme) -> dict[int, int]:
    """How many partners each member can still take, by the key of the membership."""
    taken = taken_places(programme)
    applications = (
        Application.objects.to_match()
        .filter(membership__programme=programme)
        .select_related("membership")
    )
    return {
        row.membership_id: max(
            row.places_at_most - taken[row.membership.role, row.membership.person_id], 0
        )
        for row in applications
    }


def applicants(programme: Programme) -> dict[str, int]:
    """How many can be matched now, on each side."""
    rows = (
        Application.objects.to_match()
        .filter(membership__programme=programme)
        .values("membership__role")
        .annotate(people=Count("pk"))
        .order_by()
    )
    found = {row["membership__role"]: row["people"] for row in rows}
    return {role: found.get(role, 0) for role in SIDES}


def proposals_of(run: Run, *, order: str = "strongest") -> Any:
    """The pairs of a run with both people."""
    order_by = ("score", "pk") if order == "weakest" else ("-score", "pk")
    return run.proposals.select_related("mentor__person", "mentee__person").order_by(*order_by)


def shown(run: Run, rows: Sequence[Proposal]) -> list[ProposalShown]:
    """Proposals with everything that a coordinator reads before she approves them."""
    names = _names(run, rows)
    people = _people(
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
                Two(_first_name(row.mentor), _first_name(row.mentee), ranks.get(row.mentee_id, {})),
                names,
            ),
            parts=[_part(part) for part in row.parts if part["weight"]],
            next_best=_next_best(row, people),
            wish=wishes.get((row.mentor_id, row.mentee_id)),
        )
        for row in rows
    ]


def left_out(run: Run) -> list[LeftOut]:
    """Who has no partner in this run, mentees first, each with what happened."""
    people = _people(one["membership"] for one in run.left_out)
    found = [
        _left_out(run, one, people[one["membership"]])
        for one in run.left_out
        if one["membership"] in people
    ]
    return sorted(found, key=lambda one: (one.side != "mentee", one.membership.person.name))


def measures(first: Run, second: Run) -> list[Measure]:
    """Two runs by the same measures."""

    def served(run: Run, side: str) -> str:
        return _("%(served)d of %(all)d") % {
            "served": run.counts[f"served_{side}"],
            "all": run.counts[side],
        }

    def line(word: str, name: str, write_as: Callable[[int], int] = int) -> Measure:
        one, other = write_as(first.counts[name]), write_as(second.counts[name])
        better = 0 if one == other else 1 if one > other else 2
        return Measure(word, str(one), str(other), better)

    by_side = [
        Measure(
            word,
            served(first, side),
            served(second, side),
            line("", f"served_{side}").better,
        )
        for word, side in (
            (_("Mentees with a mentor"), "mentees"),
            (_("Mentors with a mentee"), "mentors"),
        )
    ]
    return [
        *by_side,
        line(_("Weakest pair"), "weakest", points_of),
        line(_("Average fit"), "mean", points_of),
        line(_("First or second wish met"), "first_or_second"),
    ]


def differences(first: Run, second: Run) -> list[Difference]:
    """Mentees who have another mentor, or one more or less, in the other run."""
    by_run = [_mentors_by_mentee(run) for run in (first, second)]
    members = {**by_run[0][1], **by_run[1][1]}
    found = []
    for pk, mentee in members.items():
        names = [", ".join(sorted(pairs.get(pk, []))) for pairs, _members in by_run]
        if names[0] != names[1]:
            found.append(Difference(mentee, names[0], names[1]))
    return sorted(found, key=lambda one: one.mentee.person.name)


def run_before(run: Run) -> Run | None:
    """The finished run before this one, to compare with."""
    earlier = Run.objects.finished().filter(programme_id=run.programme_id, number__lt=run.number)
    return earlier.order_by("-number").first()


def approved_count(run: Run) -> int:
    return run.proposals.approved().count()


def find_member(programme: Programme, words: str, *, role: str) -> Membership | None:
    """The one applicant of a side who is called like this, or whose public id this is."""
    people = Membership.objects.filter(
        programme=programme, role=role, application__isnull=False
    ).select_related("person")
    named = people.filter(Q(public_id=words) | Q(person__name__iexact=words.strip()))[:2]
    found = list(named) or list(people.filter(person__name__icontains=words.strip())[:2])
    return found[0] if len(found) == 1 else None


def names_on(programme: Programme, role: str) -> list[str]:
    """The names of a side's applicants, to choose from while typing."""
    applied = Application.objects.to_match().filter(
        membership__programme=programme, membership__role=role
    )
    names = applied.values_list("membership__person__name", flat=True)
    return list(names.order_by("membership__person__name")[:ASKED_AT_ONCE])


def why_not(run: Run, mentor: Membership, mentee: Membership) -> WhyAnswer:
    """Ask the same question again, and what stood in the way of this pair.

    Private rules and competition give the same sentence. Figures are told only of people whom the
    run shows as next best anyway.
    """
    rules = RunRules.from_data(run.rules)
    problem, members = load_with_members(run.programme, rules=rules, salt=run.salt)
    plan = engine.solve(problem)
    pair = (mentor.person.public_id, mentee.person.public_id)
    if pair[0] not in members.mentors or pair[1] not in members.mentees:
        return WhyAnswer(mentor, mentee, _not_there(), "", is_old=False)
    answer = engine.why_not(problem, plan, *pair)
    is_old = _is_old(run, plan, members.mentors, members.mentees)
    sentence = others_fit_better() if is_old and answer.rule is None else why_not_sentence(answer)
    return WhyAnswer(mentor, mentee, sentence, _comparison(plan, pair, mentor, mentee), is_old)


def _not_there() -> str:
    return _("One of the two cannot be matched now: all places are taken, or the role is at rest.")


def _is_old(
    run: Run,
    plan: engine.Plan,
    mentors: Mapping[str, Membership],
    mentees: Mapping[str, Membership],
) -> bool:
    now_pairs = {(mentors[pair.mentor].pk, mentees[pair.mentee].pk) for pair in plan.pairs}
    return now_pairs != set(run.proposals.values_list("mentor_id", "mentee_id"))


def _comparison(
    plan: engine.Plan, pair: tuple[str, str], mentor: Membership, mentee: Membership
) -> str:
    """How well the two would fit, only where the run shows them as next best anyway."""
    shown_score = next(
        (one.score for one in plan.runners_up if (one.mentor, one.mentee) == pair), None
    )
    chosen = next((one.score for one in plan.pairs if one.mentee == pair[1]), None)
    if shown_score is None or chosen is None:
        return ""
    would, has = points_of(shown_score), points_of(chosen)
    words = {
        "mentor": _first_name(mentor),
        "mentee": _first_name(mentee),
        "would": would,
        "chosen": has,
    }
    if would > has:
        return _("%(mentor)s would fit %(mentee)s better: %(would)d, not %(chosen)d.") % words
    return _("%(mentor)s and %(mentee)s would reach %(would)d. The pair here has %(chosen)d.") % (
        words
    )


def _mentors_by_mentee(run: Run) -> tuple[dict[int, list[str]], dict[int, Membership]]:
    pairs: dict[int, list[str]] = {}
    members: dict[int, Membership] = {}
    for row in proposals_of(run):
        pairs.setdefault(row.mentee_id, []).append(row.mentor.person.name)
        members[row.mentee_id] = row.mentee
    return pairs, members


def _left_out(run: Run, one: Mapping[str, Any], membership: Membership) -> LeftOut:
    others = run.counts["mentors" if one["side"] == "mentee" else "mentees"]
    funnel = [
        FunnelRow(_rule(row), row["count"], write(100 * row["count"] / max(others, 1)))
        for row in one["funnel"]
    ]
    if one["possible"]:
        length = write(100 * one["possible"] / max(others, 1))
        funnel.append(FunnelRow(others_fit_better().rstrip("."), one["possible"], length))
    return LeftOut(
        membership=membership,
        side=one["side"],
        others=others,
        funnel=funnel,
        helps=[_help(row, membership) for row in one["helps"]],
        sentence=others_fit_better() if one["reason"] == "others_fit_better" else "",
    )


def _rule(row: Mapping[str, Any]) -> str:
    rule = SimpleNamespace(kind=row["rule"], **row["given"])
    return rule_sentence(cast(HardRule, rule))


def _help(row: Mapping[str, Any], membership: Membership) -> str:
    opens = int(row["opens"])
    then = ngettext("%(opens)d becomes possible", "%(opens)d become possible", opens) % {
        "opens": opens
    }
    name = _first_name(membership)
    changes = {
        "shared_hours": _("Ask %(name)s for one more hour: %(then)s."),
        "some_wish": _("Ask %(name)s for one more topic: %(then)s."),
        "shared_language": _("Ask %(name)s for one more language: %(then)s."),
    }
    return changes[row["change"]] % {"name": name, "then": then}


def _part(part: Mapping[str, Any]) -> PartShown:
    return PartShown(
        word=str(PART_WORDS[part["part"]]),
        points=points_of(part["points"]),
        weight=points_of(part["weight"]),
        length=write(100 * part["points"] / part["weight"]),
    )


def _next_best(row: Proposal, people: Mapping[str, Membership]) -> list[NextBest]:
    found = []
    for one in row.why_not:
        other = people.get(one["mentor" if one["for"] == "mentee" else "mentee"])
        if other is not None:
            own = row.mentee if one["for"] == "mentee" else row.mentor
            found.append(
                NextBest(
                    name=other.person.name,
                    for_name=_first_name(own),
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


def _people(public_ids: Iterable[str]) -> dict[str, Membership]:
    found = Membership.objects.filter(public_id__in=set(public_ids)).select_related("person")
    return {membership.public_id: membership for membership in found}


def _first_name(membership: Membership) -> str:
    return membership.person.given_name or membership.person.name
