"""Pairs that live, when the organisation or a re-match changes around them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries import not_drawn_on
from turnabout.joining.applications.services import boundaries_of
from turnabout.joining.matching import engine
from turnabout.joining.matching.checks import broken_rules
from turnabout.joining.matching.events import bond_broken
from turnabout.joining.matching.models import Bond, Proposal, Run, Wish
from turnabout.joining.matching.problem import hard_rules, load_with_members
from turnabout.joining.matching.queries.people import members_by_id
from turnabout.joining.matching.queries.rules import rules_in_force
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.saving import rule_as_data
from turnabout.joining.matching.spared import mentor_rules_out, rules_out

CHECK_AGAIN_AFTER = timedelta(hours=20)
# What two people talk about is theirs once they have met.
NOT_ASKED_AGAIN = ("some_wish",)


@transaction.atomic
def check_bonds(programme: Programme) -> int:
    """Ask the rules about pairs that live, once a night. Returns how many came to break one.

    A pair that is kept with a reason is not asked about, and neither is one at rest.
    """
    at = now()
    bonds = list(
        Bond.objects.standing()
        .filter(programme=programme)
        .unchecked_since(at - CHECK_AGAIN_AFTER)
        .select_related("mentor", "mentee")
    )
    if not bonds:
        return 0
    in_force = rules_in_force(programme)
    rules_of = _rules_they_began_with(programme)
    people = {one.mentor_id for one in bonds} | {one.mentee_id for one in bonds}
    members = Membership.objects.filter(programme=programme, person__in=people)
    problem, _members = load_with_members(
        programme,
        rules=replace(in_force, keep="free"),
        salt="",
        only=members.values_list("pk", flat=True),
    )
    mentors = {person.id: person for person in problem.mentors}
    mentees = {person.id: person for person in problem.mentees}
    pins = set(
        Wish.objects.filter(programme=programme, kind=Wish.Kind.PIN).values_list(
            "mentor__person_id", "mentee__person_id"
        )
    )
    found = 0
    for bond in bonds:
        mentor = mentors.get(bond.mentor.public_id)
        mentee = mentees.get(bond.mentee.public_id)
        is_kept = (bond.mentor_id, bond.mentee_id) in pins
        broken = []
        if mentor is not None and mentee is not None and not is_kept:
            rules = rules_of.get((bond.mentor_id, bond.mentee_id), in_force)
            asked = [rule for rule in hard_rules(rules) if rule.kind not in NOT_ASKED_AGAIN]
            broken = broken_rules(asked, mentor, mentee)
        is_news = bool(broken) and not bond.broken_rules
        found += is_news
        if is_news:
            bond_broken.send(sender=None, bond=bond)
        bond.broken_rules = [rule_as_data(rule) for rule in broken]
        bond.checked_at = at
    Bond.objects.bulk_update(bonds, ["broken_rules", "checked_at"], batch_size=500)
    return found


def _rules_they_began_with(programme: Programme) -> dict[tuple[int, int], RunRules]:
    """By the keys of two people, the rules of the run that brought them together."""
    asked = Proposal.objects.approved().exclude(run__published_at=None)
    rows = asked.filter(run__programme=programme).order_by("run__published_at")
    runs = {
        run.pk: RunRules.from_data(run.rules)
        for run in Run.objects.filter(programme=programme).exclude(published_at=None)
    }
    return {
        (mentor, mentee): runs[run]
        for mentor, mentee, run in rows.values_list("mentor__person", "mentee__person", "run")
    }


def mark_parting(run: Run, approved: Sequence[Proposal]) -> None:
    """Note which living pairs a published re-match would part. Nothing ends by that.

    Only where one of the two is asked about somebody else; the mark is for the coordinator, who
    talks to them once there is something to talk about.
    """
    moving = {proposal.mentor_id for proposal in approved}
    moving |= {proposal.mentee_id for proposal in approved}
    parted = [
        bond.pk
        for bond, members in _parting_bonds(run)
        if any(member.pk in moving for member in members)
    ]
    Bond.objects.filter(pk__in=parted).update(to_part_at=now())


def places_of_parting(run: Run) -> Counter[int]:
    """How many places each member would get back if the pairs parted, by key of membership."""
    return Counter(member.pk for _bond, members in _parting_bonds(run) for member in members)


def is_ruled_out(proposal: Proposal) -> bool:
    """Whether one of the two has said in private that she would rather not meet the other.

    For the room that asks them and for nobody else: whoever has said no is not asked again. It
    looks like a no that is said when asked.
    """
    rows = Application.objects.filter(membership__in=(proposal.mentor_id, proposal.mentee_id))
    known = rows.select_related("membership__person", "membership__programme__organisation")
    said = {row.membership_id: _said(row) for row in known}
    mentor, mentee = said.get(proposal.mentor_id), said.get(proposal.mentee_id)
    if mentor is None or mentee is None:
        return False
    return mentor_rules_out(mentor, mentee) or rules_out(mentee, mentor)


def _said(application: Application) -> engine.Person:
    private, person = boundaries_of(application), application.membership.person
    return engine.Person(
        id=person.public_id,
        unit=person.unit,
        wants={want.topic.slug: want.rank for want in application.wants.select_related("topic")},
        off_limits=private.off_limits | not_drawn_on(application),
        rather_not=private.people,
        rather_not_units=private.units,
    )


def _parting_bonds(run: Run) -> list[tuple[Bond, tuple[Membership, Membership]]]:
    """The pairs that the run would part and that still live, with both memberships."""
    members = members_by_id(one[side] for one in run.parting for side in ("mentor", "mentee"))
    wanted = {
        (members[one["mentor"]].person_id, members[one["mentee"]].person_id): (
            members[one["mentor"]],
            members[one["mentee"]],
        )
        for one in run.parting
        if one["mentor"] in members and one["mentee"] in members
    }
    standing = Bond.objects.standing().filter(programme_id=run.programme_id)
    return [
        (bond, wanted[bond.mentor_id, bond.mentee_id])
        for bond in standing
        if (bond.mentor_id, bond.mentee_id) in wanted
    ]
