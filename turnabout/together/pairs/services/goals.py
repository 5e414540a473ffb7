"""What each of the two hopes for, the steps towards it, and how far it came."""

from dataclasses import asdict, replace
from datetime import date

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now, today
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.paths import LearningPath
from turnabout.together.pairs.models import Goal, Pair, Step
from turnabout.together.pairs.paper import GoalDetails, read_goals
from turnabout.together.pairs.sealing import goal_words, seal_data, seal_goal, seal_words, words_of
from turnabout.together.pairs.services.agreement import reopen_for_goals

MOST_GOALS = 3
MOST_STEPS = 8
NO_DETAILS = GoalDetails()


@transaction.atomic
def write_goal(pair: Pair, words: str, *, by: Person, details: GoalDetails = NO_DETAILS) -> Goal:
    """Write down what one hopes for; three stand at a time. A second tap writes nothing."""
    pair = _locked(pair, by)
    refuse_when_over(pair.programme, TOGETHER, what=_("No new goal is set."))
    standing = pair.goals.filter(owner=by, dropped_at=None)
    before = sent_before(standing, words, at="written_at", read=lambda row: goal_words(row, pair))
    if before is not None:
        return before
    if standing.count() >= MOST_GOALS:
        raise Refusal(_("Three goals are enough to keep in mind. Let one go to write another."))
    goal = _kept(Goal(pair=pair, owner=by, written_at=now()), words, details)
    reopen_for_goals(pair, by=by, adds_words=True)
    return goal


@transaction.atomic
def take_path(pair: Pair, path: LearningPath, *, by: Person) -> list[Goal]:
    """Take the goals of a learning path as one's own, as many as there is room for."""
    pair = _locked(pair, by)
    refuse_when_over(pair.programme, TOGETHER, what=_("No new goal is set."))
    standing = list(pair.goals.filter(owner=by, dropped_at=None))
    taken = {(read.details.path, read.words) for read in read_goals(pair, standing)}
    topics = dict(
        Topic.objects.filter(
            organisation=pair.programme.organisation_id,
            slug__in=[goal.topic for goal in path.goals],
        ).values_list("slug", "public_id")
    )
    language = get_language() or "en"
    wanted = [(goal.goal.in_language(language), topics.get(goal.topic, "")) for goal in path.goals]
    new = [(words, topic) for words, topic in wanted if (path.slug, words) not in taken]
    room = MOST_GOALS - len(standing)
    if not new:
        return []
    if room < len(new):
        raise Refusal(
            _("This path has %(number)s goals, and there is room for %(room)s. Let one go first.")
            % {"number": len(new), "room": room}
        )
    made = [
        _kept(
            Goal(pair=pair, owner=by, written_at=now()),
            words,
            GoalDetails(topic=topic, path=path.slug),
        )
        for words, topic in new
    ]
    reopen_for_goals(pair, by=by, adds_words=True)
    return made


@transaction.atomic
def revise_goal(goal: Goal, words: str, *, by: Person, details: GoalDetails) -> Goal:
    """Say a goal anew. The old words stay with their days; both sign the new ones."""
    pair = _own_locked(goal, by)
    [now_read] = read_goals(pair, [goal])
    details = replace(details, rungs=now_read.details.rungs, path=now_read.details.path)
    if (words, details) == (now_read.words, now_read.details):
        return goal
    if not _standing(goal).update(dropped_at=now()):
        newer = Goal.objects.filter(replaces=goal).first()
        if newer is not None and goal_words(newer, pair) == words:
            return newer
        raise Refusal(_("This goal is settled already."))
    newer = Goal(
        pair=pair, owner=by, written_at=now(), replaces=goal, initiative_id=goal.initiative_id
    )
    revised = _kept(newer, words, details)
    Step.objects.filter(goal=goal).update(goal=revised)
    reopen_for_goals(pair, by=by, adds_words=True)
    return revised


@transaction.atomic
def mark_goal_met(goal: Goal, *, by: Person) -> None:
    """Say that a goal was reached; its owner knows."""
    _own_locked(goal, by)
    if not _standing(goal).update(met_at=now()):
        raise Refusal(_("This goal is settled already."))


@transaction.atomic
def turn_goal_into_action(goal: Goal, action: str, due_on: date, *, by: Person) -> None:
    """Say that a goal was not reached, and what is done about it next. No reason is asked."""
    pair = _own_locked(goal, by)
    if not action.strip():
        raise Refusal(_("Write down the next small thing. It need not be large."))
    if not _standing(goal).update(unmet_at=now()):
        raise Refusal(_("This goal is settled already."))
    _add_step(goal, pair, action, due_on, is_action=True)


@transaction.atomic
def drop_goal(goal: Goal, *, by: Person) -> None:
    """Let a goal go. It stays readable with the day; nothing is rewritten."""
    pair = _own_locked(goal, by)
    if not _standing(goal).update(dropped_at=now()):
        raise Refusal(_("This goal is settled already."))
    reopen_for_goals(pair, by=by, adds_words=False)


@transaction.atomic
def note_rung(goal: Goal, rung: int, *, by: Person) -> None:
    """Say on which step of the ladder one stands today."""
    pair = _own_locked(goal, by)
    [read] = read_goals(pair, [goal])
    if not goal.is_open or rung == read.details.rung_now:
        return
    day = today(pair.programme.organisation.zone).isoformat()
    earlier = tuple(known for known in read.details.rungs if known[0] != day)
    noted = replace(read.details, rungs=(*earlier, (day, rung)))
    goal.details = seal_data(goal, "details", asdict(noted), pair)
    goal.save(update_fields=["details"])


@transaction.atomic
def add_step(goal: Goal, words: str, due_on: date, *, by: Person) -> Step:
    """A step towards a goal, with a day; either of the two adds one. A second tap adds nothing."""
    pair = _locked(goal.pair, by)
    before = sent_before(
        goal.steps.all(), words, at="written_at", read=lambda row: words_of(row, "words", pair)
    )
    if before is not None:
        return before
    if not goal.is_open:
        raise Refusal(_("This goal is settled already."))
    if goal.steps.filter(done_at=None).count() >= MOST_STEPS:
        raise Refusal(_("Eight open steps are enough. Finish one, then add the next."))
    return _add_step(goal, pair, words, due_on, is_action=False)


@transaction.atomic
def finish_step(step: Step, *, by: Person) -> None:
    """Say that a step is done; either of the two knows."""
    _locked(step.goal.pair, by)
    Step.objects.filter(pk=step.pk, done_at=None).update(done_at=now())


def _locked(pair: Pair, by: Person) -> Pair:
    pair = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("programme__organisation", "mentor__organisation", "mentee__organisation")
        .get(pk=pair.pk)
    )
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Goals belong to the two people of a pair that is together."))
    return pair


def _own_locked(goal: Goal, by: Person) -> Pair:
    """The pair, held, where this goal is the acting person's own."""
    if goal.owner_id != by.pk:
        raise Refusal(_("A goal is settled by the person who wrote it."))
    pair = _locked(goal.pair, by)
    goal.refresh_from_db()
    goal.pair = pair
    return pair


def _standing(goal: Goal) -> models.QuerySet[Goal]:
    return Goal.objects.filter(pk=goal.pk, met_at=None, unmet_at=None, dropped_at=None)


def _kept(goal: Goal, words: str, details: GoalDetails) -> Goal:
    goal.words = seal_goal(goal, words)
    if details != NO_DETAILS:
        goal.details = seal_data(goal, "details", asdict(details), goal.pair)
    goal.save()
    return goal


def _add_step(goal: Goal, pair: Pair, words: str, due_on: date, *, is_action: bool) -> Step:
    step = Step(goal=goal, written_at=now(), due_on=due_on, is_action=is_action)
    step.words = seal_words(step, "words", words, pair)
    step.save()
    return step
