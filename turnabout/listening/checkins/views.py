from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.questions.forms import form_for_step
from turnabout.listening.checkins import queries, services
from turnabout.together.meetings.finding import meeting_found
from turnabout.together.pairs.queries import ways_out


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: ActorRequest, public_id: str) -> HttpResponse:
    """Twenty seconds for oneself."""
    meeting = meeting_found(request, public_id, "give_pulse")
    person = request.actor.person
    given = queries.own_pulse(meeting, person)
    form = form_for_step(queries.pulse_set(meeting, person), 1, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {key: value for key, value in form.answers().items() if value is not None}
        services.give_pulse(meeting, answers, by=person)
        return redirect("checkins:pulse", public_id=public_id)
    return show(
        request,
        "checkins/pulse.html",
        meeting=meeting,
        form=form,
        given=given,
        tells=queries.whom_to_tell(given, request.actor) if given else "nobody",
        ways_out=ways_out(meeting.pair.programme) if given else None,
        may_open=can(request.actor, "open", meeting.pair),
        sees=sentence("checkins.pulse"),
    )
