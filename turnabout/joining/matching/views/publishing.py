"""The screen before publishing: who gets what, with every letter; then publish, or undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import (
    ActorRequest,
    framing_this_site,
    mail_alone,
    require,
    show,
)
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.models import HOLD, Run
from turnabout.joining.matching.views.found import run_found

ADDRESSED_PER_PAGE = 50
CHOICES = (
    (1, gettext_lazy("One person, who is the pair of the plan")),
    (2, gettext_lazy("Up to two people to choose from")),
    (3, gettext_lazy("Up to three people to choose from")),
)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, public_id: str) -> HttpResponse:
    """Exactly who receives what, with every letter as it would leave; then publish it."""
    found = _run_to_publish(request, public_id)
    if request.method == "POST":
        said = _("Published. Nothing has left yet, and you can still undo it.")
        try:
            services.publish_run(found, by=request.actor.person)
            messages.success(request, said)
        except Refusal:
            # A second tap sees what the first one did.
            found.refresh_from_db()
            if found.published_at is None:
                raise
        return redirect("matching:publish", public_id=public_id)
    if found.handed_on_at is not None or found.finished_at is None:
        return redirect("matching:run", public_id=public_id)
    addressed = queries.addressed_by(found)
    at = found.letters_from or now() + HOLD
    approved = queries.approved_count(found)
    answer = show(
        request,
        "matching/publish.html",
        run=found,
        programme=found.programme,
        approved=approved,
        letters=sum(1 for one in addressed if one.is_reached),
        unreached=[one for one in addressed if not one.is_reached],
        page_obj=Paginator(addressed, ADDRESSED_PER_PAGE).get_page(request.GET.get("page")),
        most=queries.most_suggestions(found.programme),
        instead=sum(len(one.instead) for one in addressed),
        choices=CHOICES,
        to_go=queries.pairs_to_decide(found) - approved,
        parting=queries.parting_of(found),
        samples=queries.sample_letters(found, at),
        hold_minutes=int(HOLD.total_seconds() // 60),
    )
    return framing_this_site(answer)


@entered
@require_safe
@xframe_options_sameorigin
def letter(request: ActorRequest, public_id: str, name: str) -> HttpResponse:
    """One letter as its reader would see it, alone, so that it can be shown inside the page."""
    found = _run_to_publish(request, public_id)
    at = found.letters_from or now() + HOLD
    for sample in queries.sample_letters(found, at):
        if sample.name == name:
            return mail_alone(sample.html)
    raise Http404


@entered
@require_POST
def suggest(request: ActorRequest, public_id: str) -> HttpResponse:
    """Settle whether mentors are shown one person, or choose from up to three."""
    found = _run_to_publish(request, public_id)
    asked = request.POST.get("most", "")
    most = int(asked) if asked in ("1", "2", "3") else 0
    services.choose_suggestions(found.programme, most, by=request.actor.person)
    return redirect("matching:publish", public_id=public_id)


@entered
@require_POST
def undo(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take a publication back before the first letter leaves."""
    found = _run_to_publish(request, public_id)
    services.undo_publication(found, by=request.actor.person)
    messages.success(request, _("Undone. Nobody was asked, and every pair is as it was."))
    return redirect("matching:run", public_id=public_id)


def _run_to_publish(request: ActorRequest, public_id: str) -> Run:
    found = run_found(request, public_id)
    require(can(request.actor, "publish", found))
    return found
