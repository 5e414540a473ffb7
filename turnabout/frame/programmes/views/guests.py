"""Guest organisations: the host adds and removes them, their contact looks after their people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import emails, queries, services
from turnabout.frame.programmes.forms import ROLE_NAMES, GuestForm, GuestPersonForm
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.queries.guests import guests_of
from turnabout.frame.programmes.services.guests import CONTACT, SIDES
from turnabout.frame.programmes.views.shared import coordinated


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: ActorRequest, programme: str) -> HttpResponse:
    """Partners of a programme: who they are, and one more after its letter was read."""
    found = coordinated(request, programme)
    form = GuestForm(request.POST or None)
    sample = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("go") == "send":
            try:
                services.add_guest(found, by=request.actor.person, **form.cleaned_data)
            except AlreadySo:
                raise
            except Refusal as no:
                form.add_error(None, str(no))
            else:
                messages.success(request, _("Added. The letter to its contact is on its way."))
                return redirect("programmes:guests", found.public_id)
        contact = Person(name=form.cleaned_data["contact"], organisation=found.organisation)
        sample = emails.sample_invitation(
            found, contact, role=CONTACT, principal=None, by=request.actor.person
        )
    return show(
        request,
        "programmes/guests.html",
        programme=found,
        guests=guests_of(found),
        form=form,
        sample=sample,
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def remove_guest(request: ActorRequest, programme: str, guest: str) -> HttpResponse:
    found = coordinated(request, programme)
    row = get_object_or_404(found.guests, public_id=guest)
    services.remove_guest(found, row, by=request.actor.person)
    messages.success(request, _("Nobody else of it can join. Those who take part stay."))
    return redirect("programmes:guests", found.public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def guest_people(request: ActorRequest, programme: str) -> HttpResponse:
    """A guest organisation's own people in a programme, for its contact, and nobody else's."""
    found = coordinated(request, programme, "see_own_people")
    person = request.actor.person
    form = GuestPersonForm(request.POST or None)
    sample = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("go") == "send":
            try:
                services.invite_of_guest(found, person.organisation, by=person, **form.cleaned_data)
            except Refusal as no:
                form.add_error(None, str(no))
            else:
                messages.success(request, _("The letter is on its way."))
                return redirect("programmes:guest_people", found.public_id)
        somebody = Person(name=form.cleaned_data["name"], organisation=person.organisation)
        sample = emails.sample_invitation(
            found, somebody, role=form.cleaned_data["role"], principal=None, by=person
        )
    rows = (
        Membership.objects.visible_to(request.actor)
        .filter(programme=found, person__organisation=person.organisation_id, role__in=SIDES)
        .select_related("person")
        .order_by("ended_at", "person__name", "pk")
    )
    return show(
        request,
        "programmes/guest_people.html",
        programme=found,
        people=[
            (row, ROLE_NAMES[Membership.Role(row.role)], queries.standing_word(row.standing))
            for row in rows
        ],
        plan=queries.plan_of(found, queries.phases_of(found)),
        form=form,
        sample=sample,
        sees=sentence("programmes.guest"),
        status=422 if form.errors else 200,
    )
