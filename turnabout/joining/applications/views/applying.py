from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.over import APPLYING, over
from turnabout.frame.questions.models import Question
from turnabout.frame.topics.paths import load_paths
from turnabout.joining.applications import policy, queries, services
from turnabout.joining.applications.forms import HoursForm, StepForm
from turnabout.joining.applications.models import Application, OwnWords, PlaceOffer
from turnabout.joining.applications.packages import packages_for
from turnabout.joining.applications.queries.choosing import criteria_of, time_request_of
from turnabout.joining.applications.services import own_words as own_words_services
from turnabout.joining.applications.services.prefill import prefill_application
from turnabout.joining.interest.receipts import read_receipt

PER_PAGE = 25


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest, public_id: str) -> HttpResponse:
    """One step of an application. Looking begins nothing; each button keeps what was written."""
    membership = _membership(request, public_id)
    if request.method != "POST" and "step" not in request.GET and queries.is_sent(membership):
        name = "after" if queries.has_accepted(membership.application) else "promises"
        return redirect(f"applications:{name}", public_id=public_id)
    step = _step(request, membership)
    words = (request.POST or request.GET).get("find", "").strip()[:120]
    asked = queries.asked_at(membership, step, words=words)
    form = StepForm(asked, request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST":
        is_right = form.is_valid()
        go = request.POST.get("go", "next")
        if go == "enter":
            go = "find" if words else "next"
        onward = step + 1 if go == "next" and is_right else step
        onward = max(step - 1, 1) if go == "back" else onward
        application = services.begin_application(membership)
        services.save_step(application, form.said(), step=onward)
        if go in ("back", "stop") or (is_right and go == "next"):
            return _onward(request, membership, application, go=go, step=step)
        try:
            if _has_chosen(request, asked, application, go, words):
                words = ""
        except Refusal as no:
            refused = str(no)
        if go != "next":
            asked = queries.asked_at(membership, step, words=words)
            form = StepForm.again(asked, request.POST)
    return show(
        request,
        "applications/apply.html",
        part="applications/_proposed.html",
        membership=membership,
        application=asked.application,
        asked=asked,
        form=form,
        step=step,
        steps=queries.steps_of(membership),
        intro=said(asked.question_set.intros) if asked.lived else "",
        title=_title(asked),
        words=words,
        is_searching=bool(words),
        refused=refused,
        role_page=queries.role_page_of(membership),
        over=None if queries.is_sent(membership) else over(membership.programme, APPLYING),
        criteria=criteria_of(membership.programme) if step == 1 else (),
        packages=packages_for(asked) if step == 1 else (),
    )


@entered
@require_POST
def receipt(request: ActorRequest, public_id: str) -> HttpResponse:
    """Begin with what somebody answered in a poll, by the receipt that only she holds."""
    membership = _membership(request, public_id)
    held = read_receipt(request.POST.get("receipt", ""))
    prefill_application(membership, held.topics)
    messages.success(request, _("Your topics from the poll are filled in. Look through them."))
    return redirect("applications:apply", public_id=public_id)


@entered
def after(request: ActorRequest, public_id: str) -> HttpResponse:
    """What happens next, and the ways back."""
    membership = _membership(request, public_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.actor), membership=membership
    )
    return show(
        request,
        "applications/after.html",
        membership=membership,
        application=application,
        missing=queries.missing_from(application),
        has_accepted=queries.has_accepted(application),
        acceptances=application.acceptances.all(),
        request_for_time=time_request_of(application),
        offer=PlaceOffer.objects.waiting().filter(application=application).first(),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, public_id: str) -> HttpResponse:
    """What taking it back means, and only then the act."""
    membership = _membership(request, public_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.actor), membership=membership
    )
    require(can(request.actor, "withdraw", application))
    if request.method != "POST" and application.is_sent:
        return show(request, "applications/withdraw.html", membership=membership)
    if request.method == "POST" and application.is_sent:
        services.withdraw_application(application, by=request.actor.person)
        messages.success(request, _("Your application is taken back."))
    return redirect("applications:after", public_id=public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: ActorRequest, public_id: str) -> HttpResponse:
    """When the applicant has time. A delegate sees and fills this, and nothing else."""
    membership = queries.membership_to_fill(request.actor, public_id)
    if membership is None:
        raise Http404
    request.programme = membership.programme
    application = Application.objects.filter(membership=membership).first()
    question = Question.objects.filter(
        question_set=queries.question_set_of(membership), kind="week"
    ).first()
    if question is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = HoursForm(question, data, hours=application.hours if application else [])
    if data is not None and form.is_valid():
        begun = services.begin_application(membership)
        services.fill_hours(begun, form.cleaned_data["hours"], by=request.actor.person)
        messages.success(request, _("The hours are kept."))
        return redirect("applications:hours", public_id=public_id)
    return show(
        request,
        "applications/hours.html",
        membership=membership,
        form=form,
        sees=policy.SEEN_DELEGATE,
        is_own=request.actor.person_id == membership.person_id,
    )


def _has_chosen(
    request: ActorRequest, asked: queries.Asked, application: Application, go: str, words: str
) -> bool:
    """Whether she took a proposed topic or a package, kept her own words or took them off."""
    act, _colon, chosen = go.partition(":")
    if act == "take":
        programme = application.membership.programme
        topic = queries.topic_offered(programme, chosen, as_wish=asked.takes_wishes)
        if topic is None:
            raise Http404
        own_words_services.take_topic(application, topic, words=words, as_wish=asked.takes_wishes)
    elif act == "package":
        path = next((one for one in load_paths() if one.slug == chosen), None)
        if path is None:
            raise Http404
        own_words_services.take_path(application, path)
    elif act == "own":
        own_words_services.keep_words(application, words)
    elif act == "drop":
        own = OwnWords.objects.visible_to(request.actor).filter(application=application)
        own_words_services.drop_words(get_object_or_404(own, public_id=chosen))
    return act in ("take", "package", "own", "drop")


def _membership(request: ActorRequest, public_id: str) -> Membership:
    membership = queries.membership_to_apply(request.actor, public_id)
    if membership is None:
        raise Http404
    request.programme = membership.programme
    return membership


def _step(request: ActorRequest, membership: Membership) -> int:
    application = Application.objects.filter(membership=membership).first()
    usual = application.step if application else 1
    wanted = request.GET.get("step", "")
    known = {str(number) for number in range(1, queries.steps_of(membership) + 1)}
    return int(wanted) if wanted in known else min(usual, len(known))


def _onward(
    request: ActorRequest,
    membership: Membership,
    application: Application,
    *,
    go: str,
    step: int,
) -> HttpResponse:
    if go == "stop":
        return redirect("applications:after", public_id=membership.public_id)
    if go == "next" and step == queries.steps_of(membership):
        still = queries.missing_from(application)
        if still:
            messages.error(
                request, _("One thing is still missing: %(words)s") % {"words": still[0].words}
            )
            return _to_step(membership, still[0].step)
        services.send_application(application)
        return redirect("applications:after", public_id=membership.public_id)
    onward = step - 1 if go == "back" else step + 1
    return _to_step(membership, max(onward, 1))


def _to_step(membership: Membership, step: int) -> HttpResponse:
    answer = redirect("applications:apply", public_id=membership.public_id)
    answer["Location"] += f"?step={step}"
    return answer


def _title(asked: queries.Asked) -> str:
    titles = {row["number"]: row["titles"] for row in asked.question_set.steps}
    number = 1 if asked.lived else asked.step
    return said(titles[number]) if number in titles else ""
