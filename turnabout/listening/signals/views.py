from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.listening.signals import services
from turnabout.listening.signals.models import Task


@require_POST
@entered
def finish(request: ActorRequest, public_id: str, outcome: str) -> HttpResponse:
    """Close a task with what came of it, and go back to what is left."""
    tasks = Task.objects.visible_to(request.actor).select_related("programme")
    task = get_object_or_404(tasks, public_id=public_id)
    require(can(request.actor, "finish", task))
    services.finish_task(task, outcome, by=request.actor.person)
    messages.success(request, _TOLD[Task.Outcome(outcome)]())
    return redirect("home:today", programme=task.programme.public_id)


_TOLD = {
    Task.Outcome.DONE: lambda: _("Noted. If nothing changes, this comes back in a week."),
    Task.Outcome.NOT_REACHED: lambda: _("Noted. You are reminded again tomorrow."),
    Task.Outcome.NOT_NEEDED: lambda: _("Noted. This stays quiet for four weeks."),
}
