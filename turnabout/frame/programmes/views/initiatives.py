"""What is under way to reach a programme's priority, for its coordinators to keep short."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import services
from turnabout.frame.programmes.forms import InitiativeForm
from turnabout.frame.programmes.models import Initiative, Membership, Programme
from turnabout.frame.programmes.views.shared import coordinated


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def initiatives(request: ActorRequest, programme: str) -> HttpResponse:
    """The list, and one more to put on it."""
    found = coordinated(request, programme)
    form = InitiativeForm(request.POST or None, sponsors=_sponsors_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_initiative(found, by=request.actor.person, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("It is on the list. Pairs can choose it now."))
            return redirect("programmes:initiatives", found.public_id)
    return _shown(request, found, form=form)


@entered
@require_POST
def change_initiative(request: ActorRequest, public_id: str, act: str) -> HttpResponse:
    seen = Initiative.objects.visible_to(request.actor).select_related("programme__organisation")
    found = get_object_or_404(seen, public_id=public_id)
    if act not in ("change", "retire", "bring_back"):
        raise Http404
    require(can(request.actor, act, found))
    request.programme = found.programme
    person = request.actor.person
    if act == "retire":
        services.retire_initiative(found, by=person)
    elif act == "bring_back":
        services.bring_back_initiative(found, by=person)
    else:
        form = InitiativeForm(request.POST, sponsors=_sponsors_of(found.programme))
        if not form.is_valid():
            return _shown(request, found.programme, changed=(found, form))
        services.change_initiative(found, by=person, **form.cleaned_data)
    return redirect("programmes:initiatives", found.programme.public_id)


def _shown(
    request: ActorRequest,
    programme: Programme,
    *,
    form: InitiativeForm | None = None,
    changed: tuple[Initiative, InitiativeForm] | None = None,
) -> HttpResponse:
    sponsors = _sponsors_of(programme)
    seen = Initiative.objects.visible_to(request.actor).filter(programme=programme)
    listed = [
        (one, changed[1] if changed and changed[0] == one else _form_of(one, sponsors))
        for one in seen.in_use().select_related("sponsor")
    ]
    has_errors = bool(changed) or bool(form and form.errors)
    return show(
        request,
        "programmes/initiatives.html",
        programme=programme,
        form=form or InitiativeForm(sponsors=sponsors),
        listed=listed,
        retired=seen.exclude(retired_at=None),
        has_room=bool(form and form.errors) or len(listed) < services.MOST_INITIATIVES,
        sees=sentence("programmes.initiatives"),
        status=422 if has_errors else 200,
    )


def _form_of(one: Initiative, sponsors: QuerySet[Person]) -> InitiativeForm:
    initial = {
        "name": one.name,
        "line": one.line,
        "sponsor": one.sponsor.public_id if one.sponsor else "",
    }
    return InitiativeForm(initial=initial, sponsors=sponsors, auto_id=f"id_%s_{one.public_id}")


def _sponsors_of(programme: Programme) -> QuerySet[Person]:
    standing = Membership.objects.active().filter(programme=programme, role="sponsor")
    return Person.objects.present().filter(pk__in=standing.values("person_id"))
