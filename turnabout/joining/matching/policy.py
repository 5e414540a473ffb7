"""Runs and proposals are the coordinators'. Participants never see a number of a run."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import allows, shows, tells
from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Proposal, Run, Wish

SEEN_BY_COORDINATORS = tells(
    "matching.run",
    _("Seen by the coordinators of this programme. Mentors and mentees never see a number."),
)
SEALED_STAYS_SEALED = tells(
    "matching.private",
    _("Boundaries and people to avoid are used and never named, neither here nor in a count."),
)


@shows(Run)
def runs(actor: Actor) -> Q:
    return Q(programme_id__in=actor.programmes_as("coordinator"))


@shows(Proposal)
def proposals(actor: Actor) -> Q:
    return Q(run__programme_id__in=actor.programmes_as("coordinator"))


@shows(Wish)
def wishes(actor: Actor) -> Q:
    return Q(programme_id__in=actor.programmes_as("coordinator"))


@allows(Programme, "match")
def may_match(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@allows(Run, "publish", "approve", "stop")
def may_publish(actor: Actor, run: Run) -> bool:
    return actor.holds("coordinator", run.programme_id)


@allows(Proposal, "approve", "pin", "ban")
def may_approve(actor: Actor, proposal: Proposal) -> bool:
    return actor.holds("coordinator", proposal.run.programme_id)


@allows(Wish, "lift")
def may_lift(actor: Actor, wish: Wish) -> bool:
    return actor.holds("coordinator", wish.programme_id)
