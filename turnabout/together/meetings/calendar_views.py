"""Calendars to subscribe to: the secret address, and the page on which it is opened and closed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.meetings import feeds
from turnabout.together.meetings.models import Feed

ACTS = {"open": feeds.open_feed, "close": feeds.close_feed}


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: ActorRequest) -> HttpResponse:
    """All her dates in the calendar she uses anyway: open, renew, close."""
    person = request.actor.person
    if person is None or not can(request.actor, "subscribe", person):
        raise Http404
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is not None:
            act(person)
        return redirect("meetings:my_calendar")
    feed = Feed.objects.filter(person=person).select_related("person").first()
    address = feeds.address_of(feed) if feed else ""
    return show(
        request,
        "meetings/my_calendar.html",
        feed=feed,
        address=address,
        subscribe_url=address.replace("https://", "webcal://").replace("http://", "webcal://"),
        sees=sentence("meetings.feed"),
    )


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address; whoever has the address reads it, and nobody writes."""
    found = feeds.feed_at(secret)
    if found is None:
        raise Http404
    content = feeds.content_of(found)
    tag, changed = quote_etag(content.tag), int(content.changed_at.timestamp())
    is_known = _is_known(request, tag, changed)
    answer = HttpResponse(status=304) if is_known else HttpResponse(content.body)
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    answer["ETag"], answer["Last-Modified"] = tag, http_date(changed)
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _is_known(request: HttpRequest, tag: str, changed: int) -> bool:
    """Whether the subscriber has it already; a tag says so more exactly than a date."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed <= since
