from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts import services
from turnabout.foundation.accounts.links import SIGN_IN, destination, read_token, spend
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.http import ActorRequest, show


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: ActorRequest, token: str) -> HttpResponse:
    """Open a one-purpose link. Looking changes nothing; signing in asks for one tap."""
    link = read_token(token)
    if link.purpose != SIGN_IN:
        if request.actor.scope is None and request.actor.person_ref == link.person:
            return redirect(destination(link))
        services.enter_by_link(request, link)
        return redirect(destination(link))
    if request.method != "POST":
        return show(request, "accounts/sign_in_by_link.html", token=token)
    user = get_object_or_404(User, public_id=link.about, is_active=True)
    spend(token)
    services.sign_in(request, user)
    return redirect("/")
