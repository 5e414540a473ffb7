"""What every view uses: find, ask, do, show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_info
from django_htmx.middleware import HtmxDetails

from turnabout.foundation.common.actors import Actor


class ActorRequest(HttpRequest):
    """A request that knows who acts and by which right."""

    actor: Actor
    programme: Any = None
    htmx: HtmxDetails
    user: Any


@dataclass(frozen=True)
class Tab:
    """A place in the band on wide screens and in the dock on phones."""

    label: str
    url: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Language:
    """A language the page can be read in, named in itself."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class PageFrame:
    """What stands round a page: whose programme it is, where one can go, how to get help."""

    organisation_name: str = ""
    programme_name: str = ""
    person_name: str = ""
    tabs: tuple[Tab, ...] = ()
    account_links: tuple[Tab, ...] = ()
    shows_exits: bool = False
    help_url: str = ""
    home_url: str = "/"
    footer_links: tuple[Tab, ...] = ()
    languages: tuple[Language, ...] = ()
    theme: str = ""


_frame_maker: Callable[[ActorRequest], PageFrame] | None = None


def frames_pages(maker: Callable[[ActorRequest], PageFrame]) -> Callable[[ActorRequest], PageFrame]:
    """Register the one function that frames pages; a later room knows the tabs."""
    global _frame_maker
    _frame_maker = maker
    return maker


def page_context(request: ActorRequest) -> dict[str, Any]:
    """Frame the page for templates; anonymous pages get an empty frame."""
    frame = PageFrame()
    if _frame_maker is not None and hasattr(request, "actor"):
        frame = _frame_maker(request)
    return {"page": replace(frame, languages=_languages())}


def _languages() -> tuple[Language, ...]:
    current = get_language()
    return tuple(
        Language(code, get_language_info(code)["name_local"], code == current)
        for code, _name in settings.LANGUAGES
    )


def require(allowed: bool) -> None:
    """Stop with 403 when the person sees the thing but may not do this."""
    if not allowed:
        raise PermissionDenied


# A mail shown alone may run nothing, load nothing and be framed only here.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def mail_alone(html: str) -> HttpResponse:
    """The HTML part of a mail as its own page, to be shown inside another."""
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


def show(
    request: ActorRequest, template: str, *, part: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with the page, or with only its part when HTMX asked for it."""
    wants_part = bool(part) and bool(request.htmx)
    answer = render(request, part if wants_part else template, context, status=status)
    if part:
        patch_vary_headers(answer, ("HX-Request",))
    return answer


def framing_this_site(answer: HttpResponse) -> HttpResponse:
    """Let this one page show another of ours in a frame, such as a mail as it will be sent."""
    answer._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # for django-csp
    return answer
