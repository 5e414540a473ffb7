from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import sentence
from turnabout.together.pairs import ending_queries, queries, services
from turnabout.together.pairs.forms import PauseForm
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.services.care import AGAIN, LEAVE, REST
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_safe
def leave(request: ActorRequest, public_id: str) -> HttpResponse:
    """The first of two clicks: what pausing and ending mean. Looking is recorded nowhere."""
    return _shown(request, found_pair(request, public_id, "leave"), PauseForm())


@entered
@require_POST
def pause(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    form = PauseForm(request.POST)
    if not form.is_valid() or form.is_past(pair):
        return _shown(request, pair, form)
    services.pause_pair(pair, by=request.actor.person, back_on=form.cleaned_data["back_on"])
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_POST
def ready(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    services.say_ready(pair, by=request.actor.person)
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_POST
def end(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "leave")
    services.end_pair(pair, by=request.actor.person)
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, public_id: str) -> HttpResponse:
    """How to end well, and the end that was planned."""
    pair = found_pair(request, public_id, "write")
    if request.method == "POST":
        services.complete_pair(pair, by=request.actor.person)
        return redirect("pairs:detail", public_id=public_id)
    return show(
        request,
        "pairs/close.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        commitments=[read for read in queries.commitments_of(pair) if read.commitment.is_open],
        may_complete=services.may_complete(pair),
        sees=sentence("pairs.shared"),
    )


@entered
@require_POST
def longer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Move the day on which the pair closes by itself."""
    pair = found_pair(request, public_id, "leave")
    services.stay_longer(pair, by=request.actor.person)
    messages.success(request, _("Noted. You go on for now, and both of you read the new day here."))
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_POST
def what_next(request: ActorRequest, public_id: str) -> HttpResponse:
    """After an ending: somebody else, a rest, or to leave it at that."""
    pair = found_pair(request, public_id, "go_on")
    wish = request.POST.get("wish", "")
    if wish not in (AGAIN, REST, LEAVE):
        raise Refusal(_("Choose one of the three."))
    services.choose_what_next(pair, wish, by=request.actor.person)
    if wish == LEAVE:
        return redirect("/")
    return redirect("pairs:detail", public_id=public_id)


def _shown(request: ActorRequest, pair: Pair, form: PauseForm) -> HttpResponse:
    person = request.actor.person
    until = pair.second_thoughts_until
    return show(
        request,
        "pairs/leave.html",
        pair=pair,
        partner=pair.other_person(person),
        form=form,
        second_thoughts_until=until if until is not None and until > now() else None,
        has_asked=ending_queries.own_mediation(request.actor, pair) is not None,
        sees=sentence("pairs.leave"),
    )
