"""`/demo/mail/`: mail that may not leave is read here, by all in a demo, else by the owner."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from turnabout.faces.home.kept_mail import parts_of
from turnabout.foundation.common.http import ActorRequest, framing_this_site, mail_alone, show
from turnabout.foundation.notices.models import KeptCopy

MAILS_ON_A_PAGE = 50
View = Callable[..., HttpResponse]


def where_mail_stays(view: View) -> View:
    """Answer 404 where mail really leaves, and to all but the owner where its people are real."""

    @wraps(view)
    def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_owner_at_work = settings.MODE == "development" and request.actor.is_owner
        if settings.MODE != "demo" and not is_owner_at_work:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@where_mail_stays
def mails(request: ActorRequest) -> HttpResponse:
    """Every mail, the newest first; `to` keeps those to one address."""
    wanted = request.GET.get("to", "").strip()
    copies = KeptCopy.objects.defer("message").order_by("-pk")
    if wanted:
        copies = copies.filter(to_address__icontains=wanted)
    page = Paginator(copies, MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "home/mails.html", page_obj=page, wanted=wanted)


@require_safe
@where_mail_stays
def mail(request: ActorRequest, public_id: str) -> HttpResponse:
    copy = get_object_or_404(KeptCopy, public_id=public_id)
    answer = show(request, "home/mail.html", copy=copy, parts=parts_of(copy))
    return framing_this_site(answer)


@require_safe
@where_mail_stays
@xframe_options_sameorigin
def mail_html(request: ActorRequest, public_id: str) -> HttpResponse:
    """The HTML part alone, as its own page that may run nothing and load nothing."""
    copy = get_object_or_404(KeptCopy, public_id=public_id)
    html = parts_of(copy).html
    if not html:
        raise Http404
    return mail_alone(html)


@require_safe
@where_mail_stays
def mail_source(request: ActorRequest, public_id: str) -> HttpResponse:
    copy = get_object_or_404(KeptCopy, public_id=public_id)
    return HttpResponse(bytes(copy.message), content_type="text/plain; charset=utf-8")
