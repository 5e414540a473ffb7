from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import (
    ActorRequest,
    PageFrame,
    framing_this_site,
    require,
    show,
)
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation
from turnabout.frame.questions import building_queries
from turnabout.frame.questions.building_forms import QuestionForm, SetForm, languages
from turnabout.frame.questions.models import Question, QuestionSet
from turnabout.frame.questions.needs import need_of, why_it_waits
from turnabout.frame.questions.policy import is_private, seen_by
from turnabout.frame.questions.services import building

LONGEST_NAME = 120
ON_THIS_SITE = ["'self'"]


@entered
@require_safe
def sets(request: ActorRequest) -> HttpResponse:
    """Every set of questions that this organisation asks."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor), pk=request.actor.organisation_id
    )
    if not can(request.actor, "edit_questions", organisation):
        raise Http404
    return show(request, "questions/sets.html", sets=building_queries.sets_of(organisation).items())


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def one_set(request: ActorRequest, public_id: str) -> HttpResponse:
    """One set: its words, its questions, and what has been taken out."""
    question_set = _set(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = SetForm(question_set, data)
    if data is not None and form.is_valid():
        building.rename_set(
            question_set,
            titles=form.texts("title"),
            intros=form.texts("intro"),
            seconds=form.cleaned_data["seconds"],
            step_titles=form.step_titles(),
            by=request.actor.person,
        )
        messages.success(request, _("The words above the questions are kept."))
        return redirect("questions:set", public_id)
    return show(
        request,
        "questions/set.html",
        question_set=question_set,
        title=said(question_set.titles),
        form=form,
        steps=building_queries.lines_of(question_set),
        taken_out=building_queries.taken_out_of(question_set),
        is_shipped=building.shipped_set(question_set) is not None,
        past=building_queries.past_changes(question_set),
        waits=why_it_waits(question_set.slug),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, public_id: str) -> HttpResponse:
    """A question of one's own."""
    question_set = _set(request, public_id)
    question = Question(question_set=question_set, step=_step(request, question_set))
    return _edited(request, question, is_new=True)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ActorRequest, public_id: str, key: str) -> HttpResponse:
    """One question in other words."""
    return _edited(request, _question(request, public_id, key), is_new=False)


@entered
@require_POST
def act(request: ActorRequest, public_id: str, key: str, act: str) -> HttpResponse:
    """Move a question, take it out, or ask it in the shipped words again."""
    question_set, by = _set(request, public_id), request.actor.person
    if act == "back":
        building.restore_question(question_set, key, by=by)
        messages.success(request, _("The shipped words are asked again."))
        return redirect("questions:set", public_id)
    found = _question(request, public_id, key)
    if act in ("up", "down"):
        building.move_question(found, is_up=act == "up", by=by)
    elif act == "out":
        building.take_out_question(found, by=by)
        messages.success(request, _("It is asked no longer. What people answered stays."))
    else:
        raise Http404
    answer = redirect("questions:set", public_id)
    if act in ("up", "down"):
        answer["Location"] += f"#question-{key}"
    return answer


@entered
@require_POST
def copy(request: ActorRequest, public_id: str) -> HttpResponse:
    """Another set made of this one; the rules of a programme say which of them it asks."""
    made = building.copy_set(
        _set(request, public_id),
        name=request.POST.get("name", "")[:LONGEST_NAME],
        language=(get_language() or "en").split("-", 1)[0],
        by=request.actor.person,
    )
    messages.success(
        request, _("It is yours to change. A programme asks it once its rules say so.")
    )
    return redirect("questions:set", made.public_id)


@entered
@require_POST
def restore(request: ActorRequest, public_id: str) -> HttpResponse:
    question_set = _set(request, public_id)
    building.restore_set(question_set, by=request.actor.person)
    messages.success(request, _("The set is as it was shipped."))
    return redirect("questions:set", public_id)


@entered
@require_safe
def preview(request: ActorRequest, public_id: str) -> HttpResponse:
    """The set as people meet it, in the frame of a phone, step by step and in each language."""
    question_set = _set(request, public_id)
    answer = show(
        request,
        "questions/preview.html",
        question_set=question_set,
        title=said(question_set.titles),
        step=_step(request, question_set),
        steps=[(step["number"], said(step["titles"])) for step in question_set.steps],
        code=_language(request),
        languages=languages(),
    )
    return framing_this_site(answer)


@entered
@require_safe
@xframe_options_sameorigin
def as_asked(request: ActorRequest, public_id: str) -> HttpResponse:
    """One step as its page, with nothing round it that only a coordinator sees."""
    question_set = _set(request, public_id)
    step, code = _step(request, question_set), _language(request)
    questions = list(question_set.questions.filter(step=step).select_related("question_set"))
    titles = {row["number"]: row["titles"] for row in question_set.steps}
    answer = show(
        request,
        "questions/as_asked.html",
        page=PageFrame(organisation_name=question_set.organisation.name),
        title=said(titles[step], code),
        intro=said(question_set.intros, code) if step == 1 else "",
        code=code,
        fields=building_queries.in_language(questions, code),
    )
    answer._csp_replace = {"frame-ancestors": ON_THIS_SITE}  # type: ignore[attr-defined]  # for django-csp
    return answer


def _edited(request: ActorRequest, question: Question, *, is_new: bool) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(question, data, is_new=is_new)
    refusal, shown = "", question
    if data is not None and form.is_valid():
        draft = form.draft()
        if data.get("go") == "preview":
            shown = building.drafted(question, draft)
        else:
            try:
                kept = _kept(request, question, draft, is_new=is_new)
            except Refusal as said_no:
                # Shown beside the form, so that nothing typed is lost.
                refusal, shown = str(said_no), building.drafted(question, draft)
            else:
                messages.success(request, _("The question is kept."))
                answer = redirect("questions:set", question.question_set.public_id)
                answer["Location"] += f"#question-{kept.key}"
                return answer
    has_words = bool(shown.texts)
    return show(
        request,
        "questions/question.html",
        status=409 if refusal else 200,
        question=question,
        question_set=question.question_set,
        form=form,
        is_new=is_new,
        refusal=refusal,
        need=None if is_new else need_of(question),
        sees=seen_by(question),
        is_private=is_private(question),
        has_answers=not is_new and building.has_answers(question),
        shipped=None if is_new else building.shipped_question(question),
        is_as_shipped=is_new or building.says_what_was_shipped(question),
        also_in=[] if is_new else building_queries.also_asked_in(question),
        asked=building_queries.as_asked([shown]) if has_words else [],
        step=question.step,
    )


def _kept(request: ActorRequest, question: Question, draft: Any, *, is_new: bool) -> Question:
    by = request.actor.person
    if is_new:
        return building.add_question(question.question_set, draft, by=by)
    return building.change_question(question, draft, by=by)


def _set(request: ActorRequest, public_id: str) -> QuestionSet:
    found = get_object_or_404(
        QuestionSet.objects.visible_to(request.actor).select_related("organisation"),
        public_id=public_id,
    )
    require(can(request.actor, "edit", found))
    return found


def _question(request: ActorRequest, public_id: str, key: str) -> Question:
    question_set = _set(request, public_id)
    found = get_object_or_404(question_set.questions, key=key)
    found.question_set = question_set
    return found


def _step(request: ActorRequest, question_set: QuestionSet) -> int:
    numbers = [step["number"] for step in question_set.steps]
    wanted = request.GET.get("step", "")
    return int(wanted) if wanted in {str(number) for number in numbers} else numbers[0]


def _language(request: ActorRequest) -> str:
    codes = [code for code, _name in languages()]
    wanted = request.GET.get("language", "")
    return wanted if wanted in codes else codes[0]
