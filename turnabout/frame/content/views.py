from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.content import queries, services
from turnabout.frame.programmes.policy import ROLES


def page(request: ActorRequest, slug: str) -> HttpResponse:
    """A guide, a module or a page of help; nothing in it is private."""
    person = request.actor.person
    organisation = person.organisation if person else None
    try:
        ready = queries.page_to_read(
            slug, get_language() or "en", organisation, request.actor.programmes_as(*ROLES)
        )
    except KeyError:
        raise Http404 from None
    return show(
        request,
        "content/page.html",
        ready=ready,
        can_be_finished=slug.startswith("training/") and _may_finish(request),
        is_finished=person is not None and slug in queries.finished_slugs(person),
        sees=sentence("content.finished"),
    )


@entered
@require_POST
def finish(request: ActorRequest, slug: str) -> HttpResponse:
    if request.actor.person is None:
        raise Http404
    require(_may_finish(request))
    services.finish_module(request.actor.person, slug)
    messages.success(request, _("Noted. You finished this module."))
    return redirect("content:page", slug)


def _may_finish(request: ActorRequest) -> bool:
    person = request.actor.person
    return person is not None and can(request.actor, "finish_module", person)
