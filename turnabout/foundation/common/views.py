from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form waited too long; what was typed is still in the browser."""
    return render(request, "form_expired.html", status=403)


def health(request: HttpRequest) -> HttpResponse:
    """Answer the outside: the site can serve."""
    return HttpResponse("ok", content_type="text/plain")
