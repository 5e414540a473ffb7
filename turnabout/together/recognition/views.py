from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.programmes.over import TOGETHER, over
from turnabout.together.pairs.views.finding import found_pair
from turnabout.together.recognition import certificates, services
from turnabout.together.recognition.forms import ThanksForm


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
