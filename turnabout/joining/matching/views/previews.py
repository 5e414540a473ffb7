"""What a run would do, before it is asked for: live beside the form, or as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.joining.matching import policy, queries
from turnabout.joining.matching.criteria import columns_to_ask
from turnabout.joining.matching.forms import RunForm
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.views.found import programme_found, run_to_start_from


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: ActorRequest, programme: str) -> HttpResponse:
    """Match by these weights and rules without keeping anything."""
    found = programme_found(request, programme)
    if request.method != "POST":
        return redirect("matching:overview", programme=programme)
    runs = Run.objects.visible_to(request.actor).filter(programme=found)
    like = run_to_start_from(request, found)
    form = RunForm(
        like.rules,
        request.POST,
        follows=runs.latest_number(),
        columns=columns_to_ask(found.organisation),
    )
    beside = like.run or runs.finished().filter(published_at=None, rules__keep="").first()
    if beside is not None and not beside.is_open:
        beside = None
    return show(
        request,
        "matching/preview.html",
        part="matching/_preview.html",
        programme=found,
        form=form,
        run=like.run,
        preview=queries.preview(found, form.chosen(), beside=beside) if form.is_valid() else None,
        sees=policy.SEEN_BY_COORDINATORS,
    )
