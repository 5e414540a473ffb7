from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.faces.home import services
from turnabout.faces.home.forms import FirstRunForm, TargetsForm
from turnabout.faces.home.landing import places_of
from turnabout.faces.home.owner import owner_page
from turnabout.faces.home.participation import participation_in
from turnabout.faces.home.promises_told import rooms_told
from turnabout.faces.home.today import today_page
from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.notices.services import retry_parked
from turnabout.foundation.trust.audit import first_broken_entry
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import services as programmes
from turnabout.frame.programmes.models import Programme
from turnabout.together.recognition.policy import reads_offers


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Lead each person to the page where she has something to do."""
    if not request.actor.is_known:
        is_new = not User.objects.exists()
        return redirect("home:first_run" if is_new else "account_login")
    places = places_of(request.actor)
    if len(places) == 1:
        return redirect(places[0].url)
    return show(request, "home/home.html", places=places, reads_offers=reads_offers(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: ActorRequest) -> HttpResponse:
    """Make a new installation somebody's. Gone as soon as it is."""
    if User.objects.exists():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return show(request, "home/first_run.html", form=form, status=status)
    user = services.begin_here(**form.cleaned_data)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home:begin")


@require_safe
@entered
def begin(request: ActorRequest) -> HttpResponse:
    """The first three steps of somebody who runs programmes and has none yet."""
    require("coordinator" in request.actor.appointments)
    people = Person.objects.filter(organisation=request.actor.organisation_id).count()
    return show(request, "home/begin.html", people=people, has_people=people > 1)


@require_safe
@entered
def today(request: ActorRequest, programme: str) -> HttpResponse:
    """What a coordinator needs to know in one look."""
    _manage(request, programme)
    person = request.actor.person
    page = today_page(request.programme, given_name=person.given_name or person.name)
    return show(request, "home/today.html", today=page, sees=sentence("pairs.facts"))


@require_safe
@entered
def audit(request: ActorRequest, programme: str) -> HttpResponse:
    """The rules, and whether the record of acts is whole; the chain is walked when she asks."""
    found = get_object_or_404(Programme.objects.visible_to(request.actor), public_id=programme)
    require(can(request.actor, "audit", found))
    request.programme = found
    is_checked = "check" in request.GET
    return show(
        request,
        "home/audit.html",
        programme=found,
        is_checked=is_checked,
        broken=first_broken_entry() if is_checked else None,
        sees=sentence("programmes.audit"),
    )


@entered
def participation(request: ActorRequest, programme: str) -> HttpResponse:
    """How many take part against how many are wanted, and what to do about a gap."""
    found = _manage(request, programme)
    targets = found.settings.get("targets") or {}
    wanted = {"mentors": targets.get("mentor"), "mentees": targets.get("mentee")}
    form = TargetsForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        programmes.set_targets(found, by=request.actor.person, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("home:participation", found.public_id)
    return show(
        request,
        "home/participation.html",
        programme=found,
        told=participation_in(found),
        form=form,
        counts_seen=sentence("programmes.members"),
        status=422 if form.errors else 200,
    )


def _manage(request: ActorRequest, programme: str) -> Programme:
    rows = Programme.objects.visible_to(request.actor).select_related("organisation")
    found: Programme = get_object_or_404(rows, public_id=programme)
    request.programme = found
    require(can(request.actor, "manage", found))
    return found


@require_safe
@entered
def owner(request: ActorRequest) -> HttpResponse:
    """What needs whoever looks after the installation."""
    if not request.actor.is_owner:
        raise Http404
    return show(request, "home/owner.html", owner=owner_page())


@require_POST
@entered
def retry_mails(request: ActorRequest) -> HttpResponse:
    """Try again what was given up."""
    if not request.actor.is_owner:
        raise Http404
    count = retry_parked()
    said = ngettext("%(count)s mail is tried again.", "%(count)s mails are tried again.", count)
    messages.success(request, said % {"count": count})
    return redirect("home:owner")


@require_safe
def who_sees_what(request: ActorRequest) -> HttpResponse:
    """Every promise of the product about who sees what, in the words the pages use."""
    return show(request, "home/who_sees_what.html", rooms=rooms_told())
