from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import queries, services
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.reasons import plain_reasons
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, public_id: str) -> HttpResponse:
    """Show whom one is asked to meet and why; take a yes or a no.

    A mentor may be shown up to three people. The link to one of them leads to all of them.
    """
    pair = found_pair(request, public_id, "open")
    person = request.actor.person
    if request.method == "POST":
        require(can(request.actor, "answer", pair))
        if request.POST.get("says") == "yes":
            services.accept_proposal(_chosen(request, pair), by=person)
        else:
            services.decline_proposal(queries.choice_of(pair, person)[0], by=person)
        return redirect("pairs:answer", public_id=public_id)
    side = pair.side_of(person)
    settled = queries.answered_in(pair, person)
    choice = queries.choice_of(settled, person)
    state = queries.answer_state(choice[0], person, now())
    return show(
        request,
        "pairs/answer.html",
        pair=settled,
        side=side,
        partner=choice[0].other_person(person),
        choice=[
            (one, one.other_person(person), plain_reasons(one.proposal, side)) for one in choice
        ],
        until=pair.mentor_until if side == "mentor" else pair.answer_until,
        state=state,
        has_partner=queries.has_partner(pair, person),
        sees=sentence(f"pairs.answer.{side}"),
        may_answer=can(request.actor, "answer", pair),
        may_read=can(request.actor, "read", settled),
    )


def _chosen(request: ActorRequest, pair: Pair) -> Pair:
    """The pair that a yes is for, among those that the page shows."""
    wanted = request.POST.get("pair", pair.public_id)
    shown = Pair.objects.in_one_choice_with(pair).filter(mentor_id=pair.mentor_id)
    if request.actor.person_id != pair.mentor_id:
        return pair
    return get_object_or_404(queries.with_people(shown), public_id=wanted)
