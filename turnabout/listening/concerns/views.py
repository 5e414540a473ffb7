from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.listening.concerns import queries, services
from turnabout.listening.concerns.forms import ConcernForm
from turnabout.listening.concerns.models import Concern

ROWS_PER_PAGE = 25


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: ActorRequest, programme: str) -> HttpResponse:
    """Tell the guardian. Nothing is recorded until it is sent."""
    seen = queries.programmes_to_tell_of(request.actor)
    found = get_object_or_404(seen, public_id=programme)
    require(can(request.actor, "raise_concern", found))
    request.programme = found
    form = ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.raise_concern(
            found,
            form.cleaned_data["words"],
            by=request.actor.person,
            is_named=form.cleaned_data["is_named"],
        )
        return show(request, "concerns/raised.html", programme=found)
    return show(
        request,
        "concerns/raise.html",
        programme=found,
        form=form,
        has_guardian=queries.has_guardian(found),
        sees=sentence("concerns.raise"),
    )


@entered
@require_safe
def desk(request: ActorRequest, programme: str) -> HttpResponse:
    """The guardians' desk."""
    found = get_object_or_404(queries.programmes_guarded(request.actor), public_id=programme)
    require(can(request.actor, "sit_at_desk", found))
    request.programme = found
    page = Paginator(queries.concerns_at(found, request.actor), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    return show(
        request,
        "concerns/desk.html",
        programme=found,
        page_obj=page,
        rows=queries.opened(list(page.object_list), found),
        sees=sentence("concerns.desk"),
    )


@entered
@require_POST
def read(request: ActorRequest, public_id: str) -> HttpResponse:
    concern = _found(request, public_id)
    services.answer_concern(concern, by=request.actor.person)
    return redirect("concerns:desk", programme=concern.programme.public_id)


@entered
@require_POST
def close(request: ActorRequest, public_id: str) -> HttpResponse:
    concern = _found(request, public_id)
    services.close_concern(concern, by=request.actor.person)
    return redirect("concerns:desk", programme=concern.programme.public_id)


def _found(request: ActorRequest, public_id: str) -> Concern:
    seen = Concern.objects.visible_to(request.actor).select_related(
        "programme__organisation", "author"
    )
    concern = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "settle", concern))
    return concern
