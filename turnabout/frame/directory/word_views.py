from zoneinfo import available_timezones

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.frame.directory import queries, services
from turnabout.frame.directory.models import Organisation
from turnabout.frame.directory.policy import WHO_SEES_WORDS
from turnabout.frame.directory.views import organisation_for
from turnabout.frame.directory.word_forms import CriteriaForm, LevelsForm, PlacesForm

PLACES_PER_PAGE = 50


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def levels_and_places(request: ActorRequest) -> HttpResponse:
    """What the words of staff lists mean here: levels, places, and columns to match people by."""
    organisation = organisation_for(request, "import_people")
    what = request.POST.get("what", "")
    page = Paginator(queries.places_met(organisation), PLACES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    levels = LevelsForm(
        queries.levels_met(organisation),
        request.POST if what == "levels" else None,
        auto_id="level_%s",
    )
    places = PlacesForm(
        list(page.object_list), request.POST if what == "places" else None, auto_id="place_%s"
    )
    criteria = CriteriaForm(
        queries.criteria_met(organisation),
        request.POST if what == "criteria" else None,
        auto_id="criterion_%s",
    )
    if criteria.is_bound and criteria.is_valid():
        return _criteria_settled(request, organisation, criteria)
    if levels.is_bound and levels.is_valid():
        services.settle_levels(organisation, levels.said(), by=request.actor.person)
        messages.success(request, _("The levels stand in this order, for every list to come."))
        return redirect(reverse("directory:levels_and_places"))
    if places.is_bound and places.is_valid():
        services.settle_places(organisation, places.said(), by=request.actor.person)
        messages.success(request, _("The places are as you said, for every list to come."))
        return redirect(reverse("directory:levels_and_places") + "#places")
    return show(
        request,
        "directory/levels_and_places.html",
        status=422 if levels.errors or places.errors or criteria.errors else 200,
        organisation=organisation,
        levels=levels,
        places=places,
        criteria=criteria,
        page_obj=page,
        place_names=sorted({one.called for one in page.object_list}),
        zones=sorted(available_timezones()),
        sees=WHO_SEES_WORDS,
    )


def _criteria_settled(
    request: ActorRequest, organisation: Organisation, form: CriteriaForm
) -> HttpResponse:
    services.name_criteria(organisation, form.names(), by=request.actor.person)
    to_forget = form.to_forget()
    for criterion in to_forget:
        services.forget_criterion(criterion, by=request.actor.person)
        messages.success(
            request,
            _("“%(column)s” is no longer kept of anybody.") % {"column": criterion.name},
        )
    if not to_forget:
        messages.success(request, _("The columns are called as you said, on every page to come."))
    return redirect(reverse("directory:levels_and_places") + "#criteria")
