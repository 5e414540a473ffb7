from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.content.queries import page_to_read
from turnabout.together.meetings import kinds
from turnabout.together.meetings.finding import meeting_found


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: ActorRequest, public_id: str) -> HttpResponse:
    """What kind of session it will be, how such a one goes, and what the two agree first."""
    meeting = meeting_found(request, public_id, "prepare")
    pair = meeting.pair
    if request.method == "POST":
        kinds.choose_kind(meeting, request.POST.get("kind", ""), by=request.actor.person)
        return redirect("meetings:kind", public_id=public_id)
    return show(
        request,
        "meetings/kind.html",
        meeting=meeting,
        choices=[(value, words, value == meeting.kind) for value, words in kinds.CHOSEN.items()],
        may_choose=meeting.kind in kinds.CHOSEN and not (meeting.held_at or meeting.missed_at),
        guide=page_to_read(
            kinds.guide_slug(meeting),
            get_language() or "en",
            pair.programme.organisation,
            [pair.programme_id],
        ),
        pair_url=reverse("pairs:detail", kwargs={"public_id": pair.public_id}),
        sees=sentence("meetings.kind"),
    )
