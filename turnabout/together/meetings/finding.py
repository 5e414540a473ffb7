"""How the pages of sessions find one, and lead back."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.queries import with_people


def meeting_found(request: ActorRequest, public_id: str, action: str) -> Meeting:
    """A session that somebody sees and may do this to.

    For an assistant, what she may not do is not there at all.
    """
    seen = Meeting.objects.visible_to(request.actor).select_related(
        "pair__programme__organisation",
        "pair__mentor__organisation",
        "pair__mentee__organisation",
    )
    meeting = get_object_or_404(seen, public_id=public_id)
    if not can(request.actor, action, meeting) and only_arranges(request, meeting.pair):
        raise Http404
    require(can(request.actor, action, meeting))
    request.programme = meeting.pair.programme
    return meeting


def pair_found(request: ActorRequest, public_id: str, action: str) -> Pair:
    pair = get_object_or_404(
        with_people(Pair.objects.visible_to(request.actor)), public_id=public_id
    )
    require(can(request.actor, action, pair))
    request.programme = pair.programme
    return pair


def only_arranges(request: ActorRequest, pair: Pair) -> bool:
    """Whether somebody sees this pair’s sessions as an assistant and in no other way."""
    actor = request.actor
    runs_it = actor.holds("coordinator", pair.programme_id) and actor.scope is None
    return not runs_it and not pair.has(actor.person)


def way_back(request: ActorRequest, pair: Pair) -> str:
    """The pair's page for the two, the list for an assistant; nothing where a link ends here."""
    if can(request.actor, "open", pair):
        return reverse("pairs:detail", kwargs={"public_id": pair.public_id})
    is_delegate = request.actor.holds("delegate", pair.programme_id)
    return reverse("meetings:delegate") if is_delegate else ""
