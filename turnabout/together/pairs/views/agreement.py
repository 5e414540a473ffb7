from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import queries, services
from turnabout.together.pairs.forms import AgreementForm
from turnabout.together.pairs.models import Agreement
from turnabout.together.pairs.views.finding import found_pair

CONFLICT = 409


@entered
@require_safe
def agreement(request: ActorRequest, public_id: str) -> HttpResponse:
    """Read the latest version, or an earlier one, with what changed."""
    pair = found_pair(request, public_id, "read")
    versions = list(pair.agreements.defer("clauses"))
    wanted = request.GET.get("version", "")
    numbers = {str(version.version): version for version in versions}
    chosen = numbers.get(wanted) or (versions[0] if versions else None)
    person = request.actor.person
    return show(
        request,
        "pairs/agreement.html",
        pair=pair,
        side=pair.side_of(person),
        partner=pair.other_person(person),
        versions=versions,
        agreement=chosen,
        is_latest=chosen is not None and chosen == versions[0],
        clauses=queries.clauses_read(chosen, pair) if chosen else [],
        own_signed_at=getattr(chosen, f"{pair.side_of(person)}_signed_at", None),
        may_write=can(request.actor, "write", pair),
        sees=sentence("pairs.agreement"),
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_write(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write the pair's clauses. What was typed stays when the partner was faster."""
    pair = found_pair(request, public_id, "write")
    person = request.actor.person
    latest = pair.agreements.first()
    words = queries.pair_words(latest, pair)
    version = latest.version if latest else 0
    side = pair.side_of(person)
    form = AgreementForm(request.POST or None, side=side, words=words, initial={"follows": version})
    status, refusal = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_agreement(
                pair, form.clauses, by=person, follows=form.cleaned_data["follows"]
            )
        except Refusal as error:
            status, refusal = CONFLICT, str(error)
        else:
            return redirect("pairs:agreement", public_id=public_id)
    return show(
        request,
        "pairs/agreement_write.html",
        status=status,
        pair=pair,
        side=side,
        partner=pair.other_person(person),
        form=form,
        refusal=refusal,
        latest=latest,
        sees=sentence("pairs.agreement"),
    )


@entered
@require_POST
def agreement_sign(request: ActorRequest, public_id: str) -> HttpResponse:
    """Sign the version that was on the screen."""
    pair = found_pair(request, public_id, "write")
    own = Agreement.objects.visible_to(request.actor).filter(pair=pair)
    chosen = get_object_or_404(
        own.select_related("pair__mentor", "pair__mentee", "pair__programme__organisation"),
        public_id=request.POST.get("agreement", ""),
    )
    services.sign_agreement(chosen, by=request.actor.person)
    return redirect("pairs:agreement", public_id=public_id)
