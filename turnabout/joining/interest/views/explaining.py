from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.frame.content.queries import page_to_read
from turnabout.frame.directory.models import Person
from turnabout.joining.interest import emails, services
from turnabout.joining.interest.models import Poll
from turnabout.joining.interest.views.shared import chosen_people, poll_of


def benefits(request: ActorRequest, public_id: str) -> HttpResponse:
    """What the programme gives each side, and where to say what one thinks of it now."""
    # The page is the same for everybody, and nothing in it is private.
    poll = get_object_or_404(
        Poll.objects.select_related("organisation").exclude(opened_at=None), public_id=public_id
    )
    ready = page_to_read("benefits", get_language() or "en", poll.organisation)
    newest = poll.followed_by.first() or poll
    return show(
        request,
        "interest/benefits.html",
        poll=poll,
        ready=ready,
        open_poll=newest.is_open and newest,
    )


@entered
def explain(request: ActorRequest, public_id: str) -> HttpResponse:
    """Pick people, read the letter and the number, and only then send what explains."""
    poll = poll_of(request, public_id, "explain")
    told = set(poll.explained.values_list("pk", flat=True))
    people = Person.objects.visible_to(request.actor).present()
    chosen = chosen_people(
        request, poll, people, told=told, asked_before=poll.tickets.values("person_id")
    )
    if request.method == "POST" and "send" in request.POST:
        count = services.explain_benefits(poll, chosen.new, by=request.actor.person)
        said = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("interest:readout", poll.public_id)
    is_preview = request.method == "POST"
    return show(
        request,
        "interest/explain.html",
        poll=poll,
        chosen=chosen,
        is_preview=is_preview,
        sample=emails.sample_of_benefits(poll, chosen.new[0])
        if is_preview and chosen.new
        else None,
    )


@entered
@require_POST
def again(request: ActorRequest, public_id: str) -> HttpResponse:
    poll = poll_of(request, public_id, "ask_again")
    newer = services.ask_again(poll, by=request.actor.person)
    messages.success(
        request,
        _("The second poll is open, with the same questions. Nothing was sent: share its link."),
    )
    return redirect("interest:readout", newer.public_id)
