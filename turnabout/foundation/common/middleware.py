"""What every answer passes through."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit, urlunsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from turnabout.foundation.common.errors import AlreadySo, Refusal

Answer = Callable[[HttpRequest], HttpResponse]
# Fields in which a single word is somebody's own, and no sign that a page put there.
WRITTEN = frozenset({"words", "name", "line", "whom", "why", "will_do", "subject", "title", "body"})


class RefusalPages:
    """Turn a refusal into a page that says why, with status 409.

    What holds already is said on the page from which it was asked for once more.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        before = page_before(request)
        if isinstance(error, AlreadySo) and before and "HX-Request" not in request.headers:
            messages.info(request, str(error))
            return redirect(before)
        told = {
            "text": error.sentence,
            "back_url": before,
            "written": words_of(request),
        }
        return render(request, "refusal.html", told, status=409)


def page_before(request: HttpRequest) -> str:
    """The page of this site from which a form was sent, if the browser says so."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    )
    page = urlsplit(before)
    if not is_ours or not page.netloc:
        return ""
    return urlunsplit(("", "", page.path, page.query, ""))


def words_of(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form that was refused, so that a no does not cost her words."""
    return [
        value
        for name, values in request.POST.lists()
        if "password" not in name
        for value in values
        if name in WRITTEN or " " in value.strip() or "://" in value
        if value.strip()
    ]


def without_null_signs(get_response: Answer) -> Answer:
    """Find nothing at an address with a null sign and read none in what is sent: PostgreSQL takes
    none, and nobody types one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.get_full_path()):
            raise Http404
        if any("\0" in value for _, values in request.POST.lists() for value in values):
            sent = request.POST.copy()
            for name, values in request.POST.lists():
                sent.setlist(name, [value.replace("\0", "") for value in values])
            setattr(request, "POST", sent)  # noqa: B010 - its type says that nobody may
        return get_response(request)

    return middleware


def private_pages(get_response: Answer) -> Answer:
    """Keep personal pages out of every shared cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not answer.has_header("Cache-Control"):
            add_never_cache_headers(answer)
        return answer

    return middleware
