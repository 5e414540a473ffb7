from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.faces.privacy import queries, services
from turnabout.faces.privacy.forms import EraseForm
from turnabout.faces.privacy.models import Erasure
from turnabout.faces.privacy.policy import WHO_SEES_ASKS, WHO_SEES_OWN, may_see_asks
from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.accounts.emails import send_password_reset
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services.entrance import give_way_in


@entered
@require_safe
def own(request: ActorRequest) -> HttpResponse:
    """What is kept about her, in words; her copy of it, and the way to have it erased."""
    person = _herself(request, "see_own")
    return show(
        request,
        "privacy/own.html",
        told=queries.kept_about_anybody(),
        waiting=Erasure.objects.waiting().filter(person=person).first(),
        may_take_copy=can(request.actor, "take_copy", person),
        has_way_in=person.user_id is not None,
        sees=WHO_SEES_OWN,
    )


@entered
@require_safe
def copy(request: ActorRequest) -> HttpResponse:
    """Everything that is kept about her, to carry away."""
    person = _herself(request, "take_copy")
    answer = HttpResponse(queries.copy_for(person), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{queries.COPY}.zip"'
    return answer


@entered
@require_POST
def way_in(request: ActorRequest) -> HttpResponse:
    """A password of her own, for whoever came by the link of a mail and wants her copy."""
    person = _herself(request, "see_own")
    send_password_reset(give_way_in(person))
    messages.success(request, _("A letter is on its way to you. With it you choose a password."))
    return redirect("privacy:own")


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """First what goes, what stays and why; then one step."""
    person = _herself(request, "ask_erasure")
    if request.method == "POST":
        services.ask_for_erasure(person)
        return redirect("privacy:own")
    return show(
        request,
        "privacy/ask.html",
        told=queries.kept_about_anybody(),
        sees=WHO_SEES_ASKS,
    )


@entered
@require_POST
def withdraw(request: ActorRequest) -> HttpResponse:
    services.withdraw_ask(_herself(request, "ask_erasure"))
    messages.success(request, _("Nothing is erased. All is as it was."))
    return redirect("privacy:own")


@entered
@require_safe
def asks(request: ActorRequest) -> HttpResponse:
    """Who asked to be erased and waits for it."""
    if not may_see_asks(request.actor):
        raise Http404
    waiting = Erasure.objects.visible_to(request.actor).waiting()
    return show(
        request,
        "privacy/asks.html",
        waiting=waiting.select_related("person"),
        sees=WHO_SEES_ASKS,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: ActorRequest, public_id: str) -> HttpResponse:
    """What it means to erase this person, and the step that does it."""
    if queries.is_erased_already(request.actor, public_id):
        messages.info(request, _("This person has been erased already."))
        return redirect("privacy:asks")
    people = Person.objects.visible_to(request.actor).select_related("organisation")
    person = get_object_or_404(people, public_id=public_id)
    require(can(request.actor, "erase", person))
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.erase_person(person, by=request.actor.person)
        messages.success(request, _("Done. Nothing here says who it was any more."))
        return redirect("privacy:asks")
    return show(
        request,
        "privacy/erase.html",
        status=422 if form.errors else 200,
        person=person,
        form=form,
        told=queries.kept_about_anybody(),
        waiting=Erasure.objects.waiting().filter(person=person).first(),
        sees=WHO_SEES_ASKS,
    )


def _herself(request: ActorRequest, action: str) -> Person:
    person: Person | None = request.actor.person
    if person is None or not can(request.actor, action, person):
        raise Http404
    return person
