from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation
from turnabout.frame.topics import queries, services
from turnabout.frame.topics.forms import TopicForm
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.wording import kind_of, step_names

ACTS = {"retire": services.retire_topic, "restore": services.restore_topic}


@entered
def catalogue(request: ActorRequest) -> HttpResponse:
    """What people can offer and ask for; words of one's own find the nearest topics."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor), pk=request.actor.organisation_id
    )
    topics = list(Topic.objects.visible_to(request.actor).order_by("pk"))
    words = request.GET.get("q", "").strip()
    return show(
        request,
        "topics/catalogue.html",
        words=words,
        found=queries.suggest(organisation, words) if words else [],
        groups=queries.grouped(topics),
        count=sum(topic.retired_at is None for topic in topics),
        may_edit=can(request.actor, "edit_topics", organisation),
        paths=queries.paths_among(topics),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """A topic that only this organisation has."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor), pk=request.actor.organisation_id
    )
    require(can(request.actor, "edit_topics", organisation))
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            topic = services.add_topic(organisation, by=request.actor.person, **form.said())
        except Refusal as no:
            form.add_error("name", str(no))
        else:
            messages.success(request, _("People can choose it from now on. Here you can go on."))
            return redirect("content:own_text", kind_of(topic))
    return show(request, "topics/add.html", form=form, status=422 if form.errors else 200)


@entered
def one(request: ActorRequest, public_id: str) -> HttpResponse:
    """One topic: its three steps, and what helps two people begin."""
    topic = get_object_or_404(Topic.objects.visible_to(request.actor), public_id=public_id)
    return show(
        request,
        "topics/topic.html",
        topic=topic,
        steps=list(zip(step_names(topic), topic.ladder, strict=False)),
        kind=kind_of(topic) if can(request.actor, "edit", topic) else "",
        package=queries.package_of(topic),
        paths=queries.paths_among([topic]),
    )


@entered
@require_POST
def change(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.actor), public_id=public_id)
    if act not in ACTS:
        raise Http404
    require(can(request.actor, "edit", topic))
    ACTS[act](topic, by=request.actor.person)
    return redirect("topics:catalogue")
