"""What each of the two hopes for."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.together.pairs.models import Goal, Pair
from turnabout.together.pairs.sealing import goal_words, seal_goal

MOST_GOALS = 3


@transaction.atomic
def write_goal(pair: Pair, words: str, *, by: Person) -> Goal:
    """Write down what one hopes for; three stand at a time. A second tap writes nothing."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Goals belong to the two people of a pair that is together."))
    refuse_when_over(pair.programme, TOGETHER, what=_("No new goal is set."))
    standing = pair.goals.filter(owner=by, dropped_at=None)
    before = sent_before(standing, words, at="written_at", read=lambda row: goal_words(row, pair))
    if before is not None:
        return before
    if standing.count() >= MOST_GOALS:
        raise Refusal(_("Three goals are enough to keep in mind. Let one go to write another."))
    goal = Goal(pair=pair, owner=by, written_at=now())
    goal.words = seal_goal(goal, words)
    goal.save()
    return goal


@transaction.atomic
def mark_goal_met(goal: Goal, *, by: Person) -> None:
    """Say that a goal was reached; its owner knows."""
    _refuse_the_other(goal, by)
    standing = Goal.objects.filter(pk=goal.pk, met_at=None, dropped_at=None)
    if not standing.update(met_at=now()):
        raise Refusal(_("This goal is settled already."))


@transaction.atomic
def drop_goal(goal: Goal, *, by: Person) -> None:
    """Let a goal go. It stays readable with the day; nothing is rewritten."""
    _refuse_the_other(goal, by)
    standing = Goal.objects.filter(pk=goal.pk, met_at=None, dropped_at=None)
    if not standing.update(dropped_at=now()):
        raise Refusal(_("This goal is settled already."))


def _refuse_the_other(goal: Goal, by: Person) -> None:
    if goal.owner_id != by.pk:
        raise Refusal(_("A goal is settled by the person who wrote it."))
