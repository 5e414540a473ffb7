"""What a coordinator decides herself: pairs to keep in every run, never to propose, or to make."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.matching.models import Bond, Proposal, Run, Wish
from turnabout.joining.matching.queries import places_left, rules_against
from turnabout.joining.matching.rules import RunRules
from turnabout.joining.matching.services.runs import request_run, run_asked_before
from turnabout.joining.matching.words import rules_forbid


@transaction.atomic
def pin_pair(
    programme: Programme, mentor: Membership, mentee: Membership, *, by: Person, reason: str
) -> Wish:
    """Keep a pair in every run that comes."""
    return _wish(programme, mentor, mentee, Wish.Kind.PIN, by=by, reason=reason)


@transaction.atomic
def ban_pair(
    programme: Programme, mentor: Membership, mentee: Membership, *, by: Person, reason: str
) -> Wish:
    """Never propose this pair again. An approval that waits is taken back."""
    wish = _wish(programme, mentor, mentee, Wish.Kind.BAN, by=by, reason=reason)
    waiting = Proposal.objects.filter(
        run__programme=programme, run__published_at=None, mentor=mentor, mentee=mentee
    )
    Proposal.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        approved_at=None
    )
    return wish


@transaction.atomic
def lift_wish(wish: Wish, *, by: Person) -> None:
    """Let the next run decide about this pair again."""
    audit.record("wish_lifted", about=wish, by=by, kind=wish.kind)
    Wish.objects.filter(pk=wish.pk).delete()


@transaction.atomic
def keep_living_pair(
    programme: Programme,
    mentor: Membership | None,
    mentee: Membership | None,
    *,
    by: Person,
    reason: str,
) -> Wish:
    """Keep two who are together although a rule forbids them now. The rules stay silent on it."""
    if mentor is None or mentee is None:
        raise Refusal(_("Choose a mentor and a mentee of this programme."))
    wish = pin_pair(programme, mentor, mentee, by=by, reason=reason)
    standing = Bond.objects.standing().filter(
        programme=programme, mentor=mentor.person_id, mentee=mentee.person_id
    )
    if not standing.update(broken_rules=[]):
        raise Refusal(_("These two are not together now."))
    return wish


def pair_by_hand(
    programme: Programme,
    mentor: Membership,
    mentee: Membership,
    *,
    by: Person,
    reason: str,
    despite_rules: bool = False,
    rules: RunRules | None = None,
    follows: int | None = None,
) -> Run:
    """Put two people together, with a reason, and see the best plan for all others around them.

    A rule that may be named is named, and broken only when that is said. What somebody said in
    private is not looked at here, so that nobody can find it out by trying: it counts as that
    person's answer once the pair is published.
    """
    rules = rules or RunRules.of(programme)
    name = _("By hand: %(mentor)s and %(mentee)s") % {
        "mentor": mentor.person.name,
        "mentee": mentee.person.name,
    }
    asked: dict[str, Any] = {"name": str(name), "rules": rules, "by": by, "follows": follows}
    before = run_asked_before(programme, **asked)
    if before is not None:
        return before
    pin_by_hand(
        programme, mentor, mentee, by=by, reason=reason, despite_rules=despite_rules, rules=rules
    )
    return request_run(programme, **asked)


@transaction.atomic
def pin_by_hand(
    programme: Programme,
    mentor: Membership,
    mentee: Membership,
    *,
    by: Person,
    reason: str,
    despite_rules: bool,
    rules: RunRules,
) -> Wish:
    """Note a pair that a coordinator makes herself, unless something open stands in the way."""
    wish = pin_pair(programme, mentor, mentee, by=by, reason=reason)
    _refuse_if_asked_before(programme, mentor, mentee)
    left = places_left(programme)
    for membership in (mentor, mentee):
        if not left.get(membership.pk):
            raise Refusal(
                _("%(name)s takes no more partners now. Ask for one more place first.")
                % {"name": membership.person.name}
            )
        kept_with = _kept_with(wish, membership, left)
        if len(kept_with) >= left[membership.pk]:
            raise Refusal(
                _(
                    "%(name)s is kept with %(others)s in every run and takes no more partners. Let "
                    "the run decide about that first."
                )
                % {"name": membership.person.name, "others": ", ".join(kept_with)}
            )
    broken = rules_against(programme, mentor, mentee, rules)
    if broken and not despite_rules:
        raise Refusal(rules_forbid(broken))
    audit.record("pair_made_by_hand", about=wish, by=by, rules_broken=len(broken))
    return wish


def _kept_with(wish: Wish, membership: Membership, left: Mapping[int, int]) -> list[str]:
    """With whom else somebody will be paired in every run, as coordinators decided."""
    others = (
        Wish.objects.filter(programme=wish.programme_id, kind=Wish.Kind.PIN)
        .filter(Q(mentor=membership) | Q(mentee=membership))
        .exclude(pk=wish.pk)
        .select_related("programme", "mentor__person", "mentee__person")
    )
    return [
        (one.mentee if one.mentor_id == membership.pk else one.mentor).person.name
        for one in others
        if left.get(one.mentor_id)
        and left.get(one.mentee_id)
        and not _were_asked_before(one.programme, one.mentor, one.mentee)
    ]


def _refuse_if_asked_before(programme: Programme, mentor: Membership, mentee: Membership) -> None:
    """Whoever was asked once is not asked again, whatever came of it."""
    if _were_asked_before(programme, mentor, mentee):
        raise Refusal(_("These two were asked before. Nobody is asked twice about one person."))


def _were_asked_before(programme: Programme, mentor: Membership, mentee: Membership) -> bool:
    asked = Proposal.objects.approved().exclude(run__published_at=None)
    partners = Bond.objects.filter(
        programme=programme, mentor=mentor.person_id, mentee=mentee.person_id
    )
    return partners.exists() or asked.filter(mentor=mentor, mentee=mentee).exists()


def _wish(
    programme: Programme,
    mentor: Membership,
    mentee: Membership,
    kind: str,
    *,
    by: Person,
    reason: str,
) -> Wish:
    sides = (mentor.role, mentee.role)
    if sides != (Membership.Role.MENTOR, Membership.Role.MENTEE) or {
        mentor.programme_id,
        mentee.programme_id,
    } != {programme.pk}:
        raise Refusal(_("Choose a mentor and a mentee of this programme."))
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say in a few words why. Your reason is kept with the decision."))
    wish, _made = Wish.objects.update_or_create(
        mentor=mentor,
        mentee=mentee,
        defaults={
            "programme": programme,
            "kind": kind,
            "reason": reason[:300],
            "made_by": by,
            "made_at": now(),
        },
    )
    audit.record("pair_wished", about=wish, by=by, kind=kind)
    return wish
