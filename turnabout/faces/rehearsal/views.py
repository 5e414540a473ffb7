import hmac
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from turnabout.faces.rehearsal.folder import read_note
from turnabout.faces.rehearsal.own_list import rehearse_on_list
from turnabout.faces.rehearsal.try_out import begin_try_out, try_out_of
from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme


@entered
def try_out(request: ActorRequest, programme: str) -> HttpResponse:
    """See a programme lived by invented people before anybody real is asked."""
    found = _managed(request, programme)
    if request.method == "POST":
        language = (get_language() or found.organisation.language).split("-", 1)[0]
        begin_try_out(found, language=language, by=request.actor.person)
        return redirect("rehearsal:try_out", found.public_id)
    return show(
        request,
        "rehearsal/try_out.html",
        part="rehearsal/_try_out.html",
        programme=found,
        tried=try_out_of(found),
    )


@entered
@require_safe
def on_list(request: ActorRequest, programme: str) -> HttpResponse:
    """See who of the staff list would be together and why, before anybody has answered."""
    found = _managed(request, programme)
    rehearsed = rehearse_on_list(found)
    return show(request, "rehearsal/on_list.html", programme=found, rehearsed=rehearsed)


def _managed(request: ActorRequest, public_id: str) -> Programme:
    rows = Programme.objects.visible_to(request.actor).select_related("organisation")
    found: Programme = get_object_or_404(rows, public_id=public_id)
    require(can(request.actor, "manage", found))
    request.programme = found
    return found


@require_safe
def enter_as(request: ActorRequest, token: str) -> HttpResponse:
    """Sign in as one of the people of a demo. There is no such page anywhere else."""
    note = read_note(Path(settings.DATA_FOLDER)) if settings.MODE == "demo" else None
    for entry in (note or {}).get("entries", ()):
        wanted = f"{entry['role']}-{entry['token']}"
        if hmac.compare_digest(wanted.encode(), token.encode()):
            user = get_object_or_404(User, public_id=entry["user"], is_active=True)
            request.session.flush()
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("home:home")
    raise Http404
