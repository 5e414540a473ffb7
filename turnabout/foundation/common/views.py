import sys

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.sheet import sheet_context

RETRY_AFTER_SECONDS = "10"


def trouble(request: HttpRequest) -> HttpResponse:
    """Say that something broke here, or that the database is away and when to come back."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("500.html"), status=500)
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
    answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form waited too long; what was typed is still in the browser."""
    return render(request, "form_expired.html", status=403)


def design_sheet(request: ActorRequest) -> HttpResponse:
    """Show every part of the look in every state."""
    return show(request, "components/sheet.html", **sheet_context())
