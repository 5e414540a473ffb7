from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import today
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import queries, services
from turnabout.together.pairs.forms import GoalForm, HeardForm, NoteForm, OutcomeForm, PlanForm
from turnabout.together.pairs.models import Commitment, Goal, PrivateNote
from turnabout.together.pairs.reflections import question, questions_now
from turnabout.together.pairs.services.goals import MOST_GOALS
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: ActorRequest, public_id: str) -> HttpResponse:
    """One's own goals, at most three."""
    pair = found_pair(request, public_id, "write")
    person = request.actor.person
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_goal(pair, form.cleaned_data["words"], by=person)
        return redirect("pairs:goals", public_id=public_id)
    read = queries.goals_by_side(pair)[pair.side_of(person)]
    return show(
        request,
        "pairs/goals.html",
        pair=pair,
        partner=pair.other_person(person),
        form=form,
        goals=read,
        has_room=len(read) < MOST_GOALS,
        sees=sentence("pairs.shared"),
    )


@entered
@require_POST
def goal_met(request: ActorRequest, public_id: str) -> HttpResponse:
    goal = _own_goal(request, public_id)
    services.mark_goal_met(goal, by=request.actor.person)
    return redirect("pairs:goals", public_id=goal.pair.public_id)


@entered
@require_POST
def goal_drop(request: ActorRequest, public_id: str) -> HttpResponse:
    goal = _own_goal(request, public_id)
    services.drop_goal(goal, by=request.actor.person)
    return redirect("pairs:goals", public_id=goal.pair.public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: ActorRequest, public_id: str) -> HttpResponse:
    """Note something that was heard."""
    pair = found_pair(request, public_id, "write")
    form = HeardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.note_commitment(pair, form.cleaned_data["heard"], by=request.actor.person)
        return redirect("pairs:detail", public_id=public_id)
    return show(request, "pairs/hear.html", pair=pair, form=form, sees=sentence("pairs.shared"))


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say what will be done, or where it stands."""
    found = _seen_commitment(request, public_id)
    pair, person = found.pair, request.actor.person
    is_owner = found.owner_id == person.pk
    form = (OutcomeForm if found.will_do else PlanForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _act_on(found, form, request)
        return redirect("pairs:detail", public_id=pair.public_id)
    return show(
        request,
        "pairs/commitment.html",
        pair=pair,
        read=queries.read_commitment(found, pair, today(person.clock_zone)),
        is_owner=is_owner,
        is_planned=bool(found.will_do),
        form=form,
        sees=sentence("pairs.shared"),
    )


@entered
@require_POST
def mattered(request: ActorRequest, public_id: str) -> HttpResponse:
    found = _seen_commitment(request, public_id)
    services.say_whether_it_mattered(
        found, request.POST.get("mattered") == "yes", by=request.actor.person
    )
    return redirect("pairs:detail", public_id=found.pair.public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: ActorRequest, public_id: str) -> HttpResponse:
    """Private notes: the author's own, and nobody else's."""
    pair = found_pair(request, public_id, "keep_notes")
    asked = {"prompt": request.GET.get("prompt", ""), "session": request.GET.get("session", "")}
    form = NoteForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        services.write_private_note(pair, by=request.actor.person, **form.cleaned_data)
        return redirect("pairs:notes", public_id=public_id)
    language = get_language() or "en"
    return show(
        request,
        "pairs/notes.html",
        pair=pair,
        form=form,
        notes=queries.own_notes(request.actor, pair),
        question=question(asked["prompt"], language),
        session=asked["session"] if asked["session"].isdecimal() else "",
        questions=questions_now(pair, language),
        sees=sentence("pairs.note"),
    )


@entered
@require_POST
def note_erase(request: ActorRequest, public_id: str) -> HttpResponse:
    notes_seen = PrivateNote.objects.visible_to(request.actor).select_related("pair")
    note = get_object_or_404(notes_seen, public_id=public_id)
    services.erase_private_note(note, by=request.actor.person)
    return redirect("pairs:notes", public_id=note.pair.public_id)


def _own_goal(request: ActorRequest, public_id: str) -> Goal:
    seen = Goal.objects.visible_to(request.actor).select_related("pair__mentor", "pair__mentee")
    goal = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "write", goal.pair))
    return goal


def _seen_commitment(request: ActorRequest, public_id: str) -> Commitment:
    seen = Commitment.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation", "pair__mentor", "pair__mentee"
    )
    found = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "write", found.pair))
    request.programme = found.pair.programme
    return found


def _act_on(found: Commitment, form: OutcomeForm | PlanForm, request: ActorRequest) -> None:
    person, words = request.actor.person, form.cleaned_data
    if isinstance(form, PlanForm):
        services.plan_commitment(found, words["will_do"], words["due_on"], by=person)
    elif request.POST.get("ends") == "declined":
        services.decline_commitment(found, words["words"], by=person)
    else:
        services.finish_commitment(found, words["words"], by=person)
