from django.http import HttpResponse
from django.shortcuts import redirect

from turnabout.foundation.common.http import ActorRequest, show


def home(request: ActorRequest) -> HttpResponse:
    """Lead each person to the page where she has something to do."""
    if not request.actor.is_known:
        return redirect("account_login")
    return show(request, "home/home.html")
