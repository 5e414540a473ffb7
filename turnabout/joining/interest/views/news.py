from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.joining.interest import emails, services
from turnabout.joining.interest.forms import AddressForm, NewsForm
from turnabout.joining.interest.models import News, Poll, Quiet, Subscription
from turnabout.joining.interest.views.shared import PAGE_SIZE, organisation_of


def join(request: ActorRequest, public_id: str) -> HttpResponse:
    """Ask for news with a work address. Whether it is known here is not told."""
    # Whoever answers a poll may ask for news of what comes of it; the poll names the organisation.
    poll = get_object_or_404(
        Poll.objects.select_related("organisation").exclude(opened_at=None), public_id=public_id
    )
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_news(poll.organisation, form.cleaned_data["address"])
        return show(request, "interest/news_asked.html", poll=poll)
    return show(
        request,
        "interest/news_join.html",
        poll=poll,
        form=form,
        seen_by=sentence("interest.news"),
        status=422 if form.errors else 200,
    )


@entered
def mine(request: ActorRequest) -> HttpResponse:
    """Begin or stop the news, for whoever is signed in or came by the link in a mail."""
    person = _reader(request, "choose_news")
    if request.method == "POST":
        if "stop" in request.POST:
            services.leave_news(person)
            messages.success(request, _("No more news for you. You can begin again here any day."))
        else:
            services.confirm_news(person)
            messages.success(request, _("You get the news from now on, a few times a year."))
        return redirect("interest:my_news")
    return show(
        request,
        "interest/news_mine.html",
        is_reader=Subscription.objects.current().filter(person=person).exists(),
        seen_by=sentence("interest.news"),
    )


@entered
def quiet(request: ActorRequest) -> HttpResponse:
    """Be left in peace by polls and explanations, or undo that."""
    person = _reader(request, "choose_quiet")
    if request.method == "POST":
        if "again" in request.POST:
            services.write_to_me_again(person)
        else:
            services.write_no_more(person)
        return redirect("interest:quiet")
    is_quiet = Quiet.objects.filter(person=person).exists()
    return show(request, "interest/quiet.html", is_quiet=is_quiet)


@entered
def overview(request: ActorRequest) -> HttpResponse:
    """What was written, how many read it, and a place to write more."""
    organisation = organisation_of(request)
    if organisation is None:
        raise Http404
    form = NewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        news = services.draft_news(organisation, by=request.actor.person, **form.cleaned_data)
        return redirect("interest:news_check", news.public_id)
    rows = News.objects.visible_to(request.actor).select_related("programme")
    return show(
        request,
        "interest/news_list.html",
        page_obj=Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        readers=Subscription.objects.readers_in(organisation).count(),
        form=form,
        seen_by=sentence("interest.news"),
        status=422 if form.errors else 200,
    )


@entered
def check(request: ActorRequest, public_id: str) -> HttpResponse:
    """Read a letter as its readers will, and only then send it."""
    news = _news(request, public_id, "send")
    if request.method == "POST":
        count = services.send_news(news, by=request.actor.person)
        said = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("interest:news")
    return show(
        request,
        "interest/news_check.html",
        news=news,
        readers=Subscription.objects.readers_in(news.organisation).count(),
        sample=emails.sample_of_news(news, request.actor.person),
    )


@entered
@require_POST
def discard(request: ActorRequest, public_id: str) -> HttpResponse:
    services.discard_news(_news(request, public_id, "discard"), by=request.actor.person)
    messages.success(request, _("The draft is gone. Nothing was sent."))
    return redirect("interest:news")


def _news(request: ActorRequest, public_id: str, action: str) -> News:
    news = get_object_or_404(
        News.objects.visible_to(request.actor).select_related("organisation", "programme"),
        public_id=public_id,
    )
    require(can(request.actor, action, news))
    return news


def _reader(request: ActorRequest, action: str) -> Person:
    person: Person | None = request.actor.person
    if person is None or not can(request.actor, action, person):
        raise Http404
    return person
