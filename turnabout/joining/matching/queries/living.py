"""Pairs that live: which have come to break a rule, and which a re-match would part."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turnabout.foundation.common.time import now
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.models import Bond, Run
from turnabout.joining.matching.queries.people import first_name, members_by_id
from turnabout.joining.matching.reasons import points_of
from turnabout.joining.matching.words import kept_rule, others_fit_better, rule_sentence


@dataclass(frozen=True)
class LivingShown:
    """A living pair that has come to break rules, with the rules in words."""

    mentor: Membership
    mentee: Membership
    rules: list[str]


@dataclass(frozen=True)
class PartingShown:
    """A living pair that a re-match would part: why, and who would be without a partner."""

    mentor: Membership
    mentee: Membership
    why: str
    alone: str


def living_that_break_a_rule(programme: Programme) -> list[LivingShown]:
    """Pairs for which a coordinator has something to decide."""
    bonds = list(
        Bond.objects.standing().filter(programme=programme).exclude(broken_rules=[]).order_by("pk")
    )
    people = {one.mentor_id for one in bonds} | {one.mentee_id for one in bonds}
    members = {
        (member.role, member.person_id): member
        for member in Membership.objects.filter(
            programme=programme, person__in=people, ended_at=None
        ).select_related("person")
    }
    return [
        LivingShown(
            mentor=members["mentor", bond.mentor_id],
            mentee=members["mentee", bond.mentee_id],
            rules=[rule_sentence(kept_rule(rule)) for rule in bond.broken_rules],
        )
        for bond in bonds
        if ("mentor", bond.mentor_id) in members and ("mentee", bond.mentee_id) in members
    ]


def living_count(programme: Programme) -> int:
    return Bond.objects.standing().filter(programme=programme).count()


@dataclass(frozen=True)
class Became:
    """What became of a published run: whether anybody is still asked, and who is together now."""

    is_asking: bool
    together: int


def what_became_of(run: Run) -> Became:
    """A no that is not told yet looks like somebody who is still being asked."""
    asked = set(
        run.proposals.approved().values_list(
            "mentor__person_id", "mentee__person_id", "released_at"
        )
    )
    bonds = Bond.objects.filter(programme=run.programme_id, since__gte=run.published_at)
    by_pair = {(mentor, mentee): until for mentor, mentee, until in _ends(bonds)}
    still = now()
    return Became(
        is_asking=any(
            (mentor, mentee) not in by_pair and (free_at is None or free_at > still)
            for mentor, mentee, free_at in asked
        ),
        together=sum(
            by_pair.get((mentor, mentee), still) is None for mentor, mentee, _free_at in asked
        ),
    )


def _ends(bonds: QuerySet[Bond]) -> list[tuple[int, int, datetime | None]]:
    return list(bonds.order_by("since").values_list("mentor_id", "mentee_id", "until"))


def keeping_points(run: Run) -> int:
    """What all pairs together would gain if no living pair counted for more than a new one."""
    keeping = run.counts.get("keeping", {})
    return max(points_of(keeping.get("points", 0)), 0)


def parting_of(run: Run) -> list[PartingShown]:
    """The living pairs that a run would part. A private no sounds like competition here too."""
    people = members_by_id(one[side] for one in run.parting for side in ("mentor", "mentee"))
    found = []
    for one in run.parting:
        mentor, mentee = people.get(one["mentor"]), people.get(one["mentee"])
        if mentor is None or mentee is None:
            continue
        rules = ", ".join(rule_sentence(kept_rule(rule)) for rule in one["rules"])
        why = _("A rule forbids it now: %(rules)s.") % {"rules": rules} if rules else ""
        alone = [
            first_name(member)
            for member, goes_on in ((mentor, "mentor_goes_on"), (mentee, "mentee_goes_on"))
            if not one[goes_on]
        ]
        found.append(PartingShown(mentor, mentee, why or others_fit_better(), _alone(alone)))
    return sorted(found, key=lambda one: one.mentee.person.name)


def _alone(names: list[str]) -> str:
    if not names:
        return _("Both have somebody else in this run.")
    return _("Without anybody else in this run: %(names)s.") % {"names": ", ".join(names)}
