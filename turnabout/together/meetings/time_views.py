"""Pages about time: one’s own, the organisation’s holidays, and the dates of a whole programme."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import today
from turnabout.foundation.common.weeks import hour_label
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.applications.models import Application
from turnabout.together.meetings import busy, own_time, promised, rounds
from turnabout.together.meetings.finding import way_back
from turnabout.together.meetings.forms import CalendarForm, DaysAwayForm, HolidaysForm
from turnabout.together.meetings.models import BookingRound, BusyCalendar, DaysAway, Holiday
from turnabout.together.pairs.models import Pair

ROWS_PER_PAGE = 20


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def my_time(request: ActorRequest) -> HttpResponse:
    """When somebody can meet: days away, and a calendar that says when she is busy."""
    person = request.actor.person
    if person is None or not can(request.actor, "plan_own_time", person):
        raise Http404
    said = request.POST
    days_form = DaysAwayForm(said if "keep_days" in said else None)
    calendar_form = CalendarForm(said if "connect" in said else None)
    if request.method == "POST" and _kept(request, person, days_form, calendar_form):
        return redirect("meetings:my_time")
    applications = Application.objects.filter(membership__person=person).order_by("-begun_at")
    latest = applications.select_related("membership").first()
    pair = Pair.objects.visible_to(request.actor).together().first()
    return show(
        request,
        "meetings/my_time.html",
        days_form=days_form,
        calendar_form=calendar_form,
        days=DaysAway.objects.visible_to(request.actor).filter(
            last_on__gte=today(person.clock_zone)
        ),
        calendar=BusyCalendar.objects.filter(person=person).first(),
        hours=[hour_label(hour) for hour in latest.hours] if latest else [],
        zone=person.clock_zone,
        back_url=way_back(request, pair) if pair else "",
        sees=sentence("meetings.own_time"),
        sees_busy=sentence("meetings.busy"),
    )


def _kept(
    request: ActorRequest, person: Person, days: DaysAwayForm, calendar: CalendarForm
) -> bool:
    """Do what was asked for; False where a form has to be looked at again."""
    if "forget" in request.POST:
        busy.disconnect_calendar(person)
        messages.success(request, _("Forgotten: the address and every busy time."))
    elif "there" in request.POST:
        own = DaysAway.objects.visible_to(request.actor)
        own_time.be_there_after_all(get_object_or_404(own, public_id=request.POST["there"]))
    elif "connect" in request.POST and calendar.is_valid():
        if not _done(calendar, partial(busy.connect_calendar, person, **calendar.cleaned_data)):
            return False
        messages.success(request, _("Connected. Hours at which you are busy are not offered."))
    elif "keep_days" in request.POST and days.is_valid():
        if not _done(days, partial(own_time.be_away, person, *days.days)):
            return False
        messages.success(request, _("Kept. No session is offered on these days."))
    else:
        return False
    return True


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Do it; where it is refused, the form says why and keeps what was typed."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: ActorRequest) -> HttpResponse:
    """The holidays of an organisation: for all places, and for each place its own."""
    person = request.actor.person
    if person is None or not can(request.actor, "keep_holidays", person.organisation):
        raise Http404
    organisation = person.organisation
    people = Person.objects.present().filter(organisation=organisation).exclude(place="")
    places = list(people.order_by("place").values_list("place", flat=True).distinct())
    place = request.GET.get("place", "")
    if place and place not in places:
        raise Http404
    listed = Holiday.objects.filter(organisation=organisation, place=place)
    lines = "\n".join(f"{one.day.isoformat()} {one.name}".strip() for one in listed)
    form = HolidaysForm(request.POST if request.method == "POST" else None, initial={"days": lines})
    if request.method == "POST" and form.is_valid():
        kept = own_time.keep_holidays(
            organisation, place, form.cleaned_data["days"].days, by=person
        )
        messages.success(request, _("Kept: %(count)s days.") % {"count": kept})
        return redirect(request.get_full_path())
    filled = set(Holiday.objects.filter(organisation=organisation).values_list("place", flat=True))
    return show(
        request,
        "meetings/holidays.html",
        organisation=organisation,
        form=form,
        place=place,
        places=[(one, one in filled) for one in places],
        has_common="" in filled,
        sees=sentence("meetings.rounds"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: ActorRequest, programme: str) -> HttpResponse:
    """The dates of a programme: put in for all at once, and what became of those there are."""
    seen = Programme.objects.visible_to(request.actor).select_related("organisation")
    found = get_object_or_404(seen, public_id=programme)
    require(can(request.actor, "put_dates_in", found))
    request.programme = found
    if request.method == "POST":
        rounds.ask_to_book_all(found, by=request.actor.person)
        return redirect("meetings:dates", programme=programme)
    seen_pairs = Pair.objects.visible_to(request.actor).select_related("mentor", "mentee")
    latest = BookingRound.objects.visible_to(request.actor).filter(programme=found).first()
    pairs = seen_pairs.filter(programme=found).together()
    page = Paginator(pairs, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "meetings/dates.html",
        part="meetings/_round.html",
        programme=found,
        round=latest,
        percent=100 * latest.done // max(latest.total, 1) if latest else 0,
        pairs_without=seen_pairs.filter(public_id__in=latest.without) if latest else (),
        waiting=rounds.pairs_without_dates(found).count(),
        page_obj=page,
        rows=promised.rows_of(list(page.object_list)),
        total=promised.total_of(found),
        sees=sentence("meetings.rounds"),
    )
