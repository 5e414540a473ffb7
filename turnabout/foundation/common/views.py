from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.sheet import sheet_context


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form waited too long; what was typed is still in the browser."""
    return render(request, "form_expired.html", status=403)


def health(request: HttpRequest) -> HttpResponse:
    """Answer the outside: the site can serve."""
    return HttpResponse("ok", content_type="text/plain")


def design_sheet(request: ActorRequest) -> HttpResponse:
    """Show every part of the look in every state."""
    return show(request, "components/sheet.html", **sheet_context())
