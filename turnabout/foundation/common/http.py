"""What every view uses: find, ask, do, show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
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
class PageFrame:
    """What stands round a page: whose programme it is, where one can go, how to get help."""

    organisation_name: str = ""
    programme_name: str = ""
    person_name: str = ""
    tabs: tuple[Tab, ...] = ()
    account_links: tuple[Tab, ...] = ()
    shows_exits: bool = False
    help_url: str = ""


_frame_maker: Callable[[ActorRequest], PageFrame] | None = None


def frames_pages(maker: Callable[[ActorRequest], PageFrame]) -> Callable[[ActorRequest], PageFrame]:
    """Register the one function that frames pages; a later room knows the tabs."""
    global _frame_maker
    _frame_maker = maker
    return maker


def page_context(request: ActorRequest) -> dict[str, Any]:
    """Frame the page for templates; anonymous pages get an empty frame."""
    if _frame_maker is None or not hasattr(request, "actor"):
        return {"page": PageFrame()}
    return {"page": _frame_maker(request)}


def require(allowed: bool) -> None:
    """Stop with 403 when the person sees the thing but may not do this."""
    if not allowed:
        raise PermissionDenied


def show(
    request: ActorRequest, template: str, *, part: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with the page, or with only its part when HTMX asked for it."""
    wants_part = bool(part) and bool(request.htmx)
    answer = render(request, part if wants_part else template, context, status=status)
    if part:
        patch_vary_headers(answer, ("HX-Request",))
    return answer


def is_signed_in(request: ActorRequest) -> bool:
    return not isinstance(request.user, AnonymousUser)
