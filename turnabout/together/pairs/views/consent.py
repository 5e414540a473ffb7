from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import queries, services
from turnabout.together.pairs.reasons import plain_reasons
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Show whom one is asked to meet and why; take a yes or a no."""
    pair = found_pair(request, public_id, "open")
    person = request.actor.person
    if request.method == "POST":
        require(can(request.actor, "answer", pair))
        act = services.accept_proposal if request.POST.get("says") == "yes" else None
        (act or services.decline_proposal)(pair, by=person)
        return redirect("pairs:answer", public_id=public_id)
    side = pair.side_of(person)
    return show(
        request,
        "pairs/answer.html",
        pair=pair,
        side=side,
        partner=pair.other_person(person),
        state=queries.answer_state(pair, person, now()),
        has_partner=queries.has_partner(pair, person),
        reasons=plain_reasons(pair.proposal, side),
        sees=sentence(f"pairs.answer.{side}"),
        may_answer=can(request.actor, "answer", pair),
        may_read=can(request.actor, "read", pair),
    )
