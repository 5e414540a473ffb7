"""The pages of goals, of the steps towards them, and of how far they came."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.topics.queries import name_of
from turnabout.together.pairs import promise_queries as queries
from turnabout.together.pairs import services
from turnabout.together.pairs.goal_forms import ActionForm, GoalForm, RungForm, StepForm
from turnabout.together.pairs.models import Goal, Step
from turnabout.together.pairs.page import SessionFacts, session_facts
from turnabout.together.pairs.queries import initiatives_to_serve
from turnabout.together.pairs.services.goals import MOST_GOALS
from turnabout.together.pairs.views.finding import chosen_initiative, found_pair

GET_AND_POST = ["GET", "HEAD", "POST"]


@entered
@require_http_methods(GET_AND_POST)
def goals(request: ActorRequest, public_id: str) -> HttpResponse:
    """The goals of both, and one's own to write, at most three."""
    pair = found_pair(request, public_id, "write")
    person = request.actor.person
    wishes = queries.wishes_of(pair, person)
    begun = next((one for one in wishes if one.topic.public_id == request.GET.get("wish")), None)
    form = GoalForm(
        request.POST or None,
        topics=queries.topic_choices(pair),
        initial={"topic": begun.topic.public_id, "decides": begun.decision} if begun else {},
    )
    if request.method == "POST" and form.is_valid():
        services.write_goal(pair, form.cleaned_data["words"], by=person, details=form.details)
        return redirect("pairs:goals", public_id=public_id)
    sides = queries.goals_on_page(pair)
    own = next(one for one in sides if one.person == person)
    room = MOST_GOALS - sum(1 for one in own.goals if one.read.goal.is_open)
    return show(
        request,
        "pairs/goals.html",
        pair=pair,
        side=own.side,
        partner=pair.other_person(person),
        form=form,
        sides=sides,
        room=room,
        wishes=[(wish, name_of(wish.topic)) for wish in wishes],
        paths=[path for path in queries.paths_for(pair) if len(path.goals) <= room],
        sees=sentence("pairs.goals"),
    )


@entered
@require_POST
def goals_from_path(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take the goals of a learning path as one's own."""
    pair = found_pair(request, public_id, "write")
    wanted = request.POST.get("path", "")
    path = next((one for one in queries.paths_for(pair) if one.slug == wanted), None)
    if path is None:
        raise Http404
    services.take_path(pair, path, by=request.actor.person)
    return redirect("pairs:goals", public_id=public_id)


@entered
@require_http_methods(GET_AND_POST)
def goal(request: ActorRequest, public_id: str) -> HttpResponse:
    """One goal: its steps, its ladder, what helps to begin. A step is added here."""
    found = _seen_goal(request, public_id)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = form.cleaned_data
        services.add_step(found, step["words"], step["due_on"], by=request.actor.person)
        return redirect("pairs:goal", public_id=public_id)
    return _shown(request, found, form=form)


@entered
@require_http_methods(GET_AND_POST)
def goal_revise(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say a goal anew; the words before stay readable."""
    found = _own_goal(request, public_id)
    pair = found.pair
    told = queries.goal_on_page(found, pair)
    form = GoalForm(
        request.POST or None,
        topics=queries.topic_choices(pair),
        initial=GoalForm.initial_of(told.read),
    )
    if request.method == "POST" and form.is_valid():
        revised = services.revise_goal(
            found, form.cleaned_data["words"], by=request.actor.person, details=form.details
        )
        return redirect("pairs:goal", public_id=revised.public_id)
    return show(
        request,
        "pairs/goal_revise.html",
        pair=pair,
        told=told,
        form=form,
        sees=sentence("pairs.goals"),
    )


@entered
@require_http_methods(GET_AND_POST)
def goal_unmet(request: ActorRequest, public_id: str) -> HttpResponse:
    """A goal was not reached: what is done next. Nobody is asked why."""
    found = _own_goal(request, public_id)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = form.cleaned_data
        services.turn_goal_into_action(
            found, action["words"], action["due_on"], by=request.actor.person
        )
        return redirect("pairs:progress", public_id=found.pair.public_id)
    return show(
        request,
        "pairs/goal_unmet.html",
        pair=found.pair,
        told=queries.goal_on_page(found, found.pair),
        form=form,
        sees=sentence("pairs.goals"),
    )


@entered
@require_POST
def goal_met(request: ActorRequest, public_id: str) -> HttpResponse:
    found = _own_goal(request, public_id)
    services.mark_goal_met(found, by=request.actor.person)
    return redirect("pairs:goals", public_id=found.pair.public_id)


@entered
@require_POST
def goal_drop(request: ActorRequest, public_id: str) -> HttpResponse:
    found = _own_goal(request, public_id)
    services.drop_goal(found, by=request.actor.person)
    return redirect("pairs:goals", public_id=found.pair.public_id)


@entered
@require_POST
def goal_rung(request: ActorRequest, public_id: str) -> HttpResponse:
    """Where somebody stands on the ladder of a goal today."""
    found = _own_goal(request, public_id)
    form = RungForm(request.POST)
    if form.is_valid():
        services.note_rung(found, form.cleaned_data["rung"], by=request.actor.person)
    return redirect("pairs:goal", public_id=public_id)


@entered
@require_POST
def goal_initiative(request: ActorRequest, public_id: str) -> HttpResponse:
    """Which initiative of the programme this goal serves, or none."""
    found = _own_goal(request, public_id)
    services.serve_initiative(
        found, chosen_initiative(request, found.pair), by=request.actor.person
    )
    return redirect("pairs:goal", public_id=found.public_id)


@entered
@require_POST
def step_done(request: ActorRequest, public_id: str) -> HttpResponse:
    seen = Step.objects.visible_to(request.actor).select_related(
        "goal__pair__mentor", "goal__pair__mentee"
    )
    step = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "write", step.goal.pair))
    services.finish_step(step, by=request.actor.person)
    return redirect("pairs:goal", public_id=step.goal.public_id)


@entered
@require_safe
def progress(request: ActorRequest, public_id: str) -> HttpResponse:
    """Then and now: the goals as both signed them beside where they stand."""
    pair = found_pair(request, public_id, "read")
    return show(
        request,
        "pairs/progress.html",
        pair=pair,
        person=request.actor.person,
        partner=pair.other_person(request.actor.person),
        sides=queries.goals_on_page(pair),
        sessions=session_facts([pair]).get(pair.pk, SessionFacts()),
        may_write=can(request.actor, "write", pair),
        sees=sentence("pairs.goals"),
    )


def _shown(request: ActorRequest, found: Goal, *, form: StepForm) -> HttpResponse:
    pair, told = found.pair, queries.goal_on_page(found, found.pair)
    return show(
        request,
        "pairs/goal.html",
        pair=pair,
        told=told,
        is_owner=found.owner_id == request.actor.person_id,
        owner=pair.mentor if found.owner_id == pair.mentor_id else pair.mentee,
        form=form,
        rung_form=RungForm(rungs=told.rungs, initial={"rung": told.read.details.rung_now}),
        may_write=can(request.actor, "write", pair),
        initiatives=initiatives_to_serve(pair, request.actor),
        sees=sentence("pairs.goals"),
        sees_initiative=sentence("pairs.initiative"),
    )


def _seen_goal(request: ActorRequest, public_id: str) -> Goal:
    """A goal as it is said now: whoever holds the address of older words is led to the newer."""
    seen = Goal.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation",
        "pair__mentor__organisation",
        "pair__mentee__organisation",
    )
    found = get_object_or_404(seen, public_id=public_id)
    while newer := seen.filter(replaces=found).first():
        found = newer
    require(can(request.actor, "read", found.pair))
    request.programme = found.pair.programme
    return found


def _own_goal(request: ActorRequest, public_id: str) -> Goal:
    found = _seen_goal(request, public_id)
    require(can(request.actor, "write", found.pair))
    return found
