"""Duties and promises whose words have changed: read them anew, and ask those who had agreed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.own_texts import own_text
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation
from turnabout.joining.applications import emails, queries
from turnabout.joining.applications.duties import NAMES, kind_of
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries.promises import changes_since_accepted, to_ask_anew
from turnabout.joining.applications.services.promises import accept_anew, ask_anew


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: ActorRequest, public_id: str) -> HttpResponse:
    """What changed since somebody said yes, the whole text, and the yes to it."""
    membership = queries.membership_to_apply(request.actor, public_id)
    if membership is None:
        raise Http404
    request.programme = membership.programme
    application = get_object_or_404(
        Application.objects.visible_to(request.actor), membership=membership
    )
    if queries.has_accepted(application) or not application.is_sent:
        return redirect("applications:after", public_id=public_id)
    if request.method == "POST":
        accept_anew(application)
        messages.success(request, _("Thank you. Your yes is kept with its date."))
        return redirect("applications:after", public_id=public_id)
    return show(
        request,
        "applications/promises.html",
        membership=membership,
        duties=queries.duties_of(membership.programme),
        changes=changes_since_accepted(application),
        role_page=queries.role_page_of(membership),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: ActorRequest, name: str) -> HttpResponse:
    """Who accepted other words, the letter to them, and the button that sends it."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor), pk=request.actor.organisation_id
    )
    if name not in NAMES or not can(request.actor, "edit_pages", organisation):
        raise Http404
    if request.method == "POST":
        written = ask_anew(organisation, name, by=request.actor.person)
        told = ngettext("%(count)s person is asked.", "%(count)s people are asked.", written)
        messages.success(request, told % {"count": written})
        return redirect("content:own_text", kind_of(name))
    found = to_ask_anew(organisation, name)
    return show(
        request,
        "applications/ask_again.html",
        text=own_text(kind_of(name), organisation.pk),
        found=found,
        letter=emails.promises_changed_letter(found.applications[0])
        if found.applications
        else None,
    )
