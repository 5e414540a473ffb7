from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.programmes.over import TOGETHER, over
from turnabout.together.pairs.views.finding import found_pair
from turnabout.together.recognition import certificates, queries, services
from turnabout.together.recognition.forms import AskForm, OfferForm, ThanksForm
from turnabout.together.recognition.models import OfferAsk, OpenOffer
from turnabout.together.recognition.policy import reads_offers

OFFERS_ON_A_PAGE = 20


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: ActorRequest, public_id: str) -> HttpResponse:
    """Thank the other person."""
    pair = found_pair(request, public_id, "thank")
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.give_thanks(pair, form.cleaned_data["words"], by=request.actor.person)
        return redirect("pairs:detail", public_id=public_id)
    return show(
        request,
        "recognition/thank.html",
        pair=pair,
        partner=pair.other_person(request.actor.person),
        form=form,
        over=over(pair.programme, TOGETHER),
        sees=sentence("recognition.thanks"),
    )


@entered
@require_safe
def certificate(request: ActorRequest, public_id: str) -> HttpResponse:
    """Proof of one's own part, on any day: to read, to print, to carry away."""
    pair = found_pair(request, public_id, "prove")
    person = request.actor.person
    told = {
        "pair": pair,
        "person": person,
        "paper": certificates.certificate_of(pair, person),
    }
    if request.GET.get("as") != "file":
        sees = sentence("recognition.certificate")
        return show(request, "recognition/certificate.html", sees=sees, **told)
    document = render_to_string("recognition/certificate_file.html", told)
    answer = HttpResponse(document, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="certificate.html"'
    return answer


@entered
@require_safe
def offers(request: ActorRequest) -> HttpResponse:
    """What others offer beyond their pairs, what one offers oneself, and who asks."""
    if not reads_offers(request.actor):
        raise Http404
    return _offers(request)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ActorRequest, programme: str) -> HttpResponse:
    """Offer something to others, of one's own will."""
    own = queries.parts_to_offer_by(request.actor).filter(programme__public_id=programme)
    membership = own.first()
    if membership is None:
        raise Http404
    found = request.programme = membership.programme
    require(can(request.actor, "offer", found))
    form = OfferForm(request.POST or None, topics=queries.topics_to_offer(found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        services.open_offer(
            membership,
            form.chosen,
            said["words"],
            on_day=said["on_day"],
            is_for_organisation=said["is_for_organisation"],
            by=request.actor.person,
        )
        messages.success(request, _("It is on offer. End it whenever you like."))
        return redirect("recognition:offers")
    return show(
        request,
        "recognition/offer.html",
        programme=found,
        form=form,
        over=over(found, TOGETHER),
        sees=sentence("recognition.offer"),
        status=422 if form.errors else 200,
    )


@entered
@require_POST
def ask(request: ActorRequest, public_id: str) -> HttpResponse:
    """Ask for what is offered, with one line."""
    found = _seen_offer(request, public_id, "ask")
    form = AskForm(request.POST, auto_id=f"%s-{public_id}")
    if not form.is_valid():
        return _offers(request, asking=found, form=form)
    services.ask_for_offer(found, form.cleaned_data["words"], by=request.actor.person)
    messages.success(request, _("Asked. If the answer is yes, you get a mail."))
    return redirect("recognition:offers")


@entered
@require_POST
def end(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take one's own offer back."""
    services.end_offer(_seen_offer(request, public_id, "end"), by=request.actor.person)
    return redirect("recognition:offers")


@entered
@require_POST
def answer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Yes to somebody who asks, or not now."""
    seen = OfferAsk.objects.visible_to(request.actor).select_related(
        "offer__membership__programme", "asker__organisation"
    )
    found = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "answer", found))
    says = request.POST.get("says")
    if says not in ("yes", "no"):
        raise Refusal(_("Choose one of the buttons."))
    services.answer_ask(found, accepts=says == "yes", by=request.actor.person)
    return redirect("recognition:offers")


def _seen_offer(request: ActorRequest, public_id: str, action: str) -> OpenOffer:
    seen = OpenOffer.objects.visible_to(request.actor).select_related(
        "membership__person__organisation", "membership__programme"
    )
    found = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, action, found))
    return found


def _offers(
    request: ActorRequest, *, asking: OpenOffer | None = None, form: AskForm | None = None
) -> HttpResponse:
    page = Paginator(queries.offers_to(request.actor), OFFERS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    read = queries.read_offers(list(page.object_list), request.actor)
    return show(
        request,
        "recognition/offers.html",
        page_obj=page,
        form=form,
        offers=[(one, form if asking == one.offer else None) for one in read],
        own=queries.own_offers(request.actor),
        asked_of_her=queries.asked_of(request.actor),
        asked=queries.asked_by(request.actor),
        offering_in=queries.programmes_to_offer_in(request.actor),
        sees=sentence("recognition.offer"),
        sees_ask=sentence("recognition.ask"),
        status=422 if form is not None else 200,
    )
