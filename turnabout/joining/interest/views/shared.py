from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from turnabout.foundation.common.http import ActorRequest, require
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.directory.queries import level_steps
from turnabout.frame.programmes.forms import words_pasted
from turnabout.frame.programmes.queries import people_found, people_named, units_of
from turnabout.joining.interest.models import Poll
from turnabout.joining.interest.services import reachable

PAGE_SIZE = 50


@dataclass(frozen=True)
class Chosen:
    """Whom a coordinator picked for a letter, and what the form that picks them shows."""

    new: list[Person]
    told_before: int
    out_of_reach: int
    unknown: tuple[str, ...]
    pasted: str
    unit: str
    level: str
    again: bool
    units: list[str]
    levels: Any
    asks_again: bool


def chosen_people(
    request: ActorRequest,
    poll: Poll,
    people: QuerySet[Person],
    *,
    told: Collection[int],
    asked_before: Any = None,
) -> Chosen:
    """Read the form that picks people by unit, level, a pasted list, or because they were asked."""
    narrowed = {name: request.POST.get(name, "").strip() for name in ("unit", "level")}
    pasted = people_named(
        people.prefetch_related("addresses"), words_pasted(request.POST.get("pasted", ""))
    )
    again = asked_before is not None and bool(request.POST.get("again"))
    found = people_found(people, **narrowed).prefetch_related("addresses")
    if again:
        found = found.filter(pk__in=asked_before)
    picked = pasted.people if pasted.people or pasted.unknown else list(found)
    recipients = reachable(poll, picked)
    new = [person for person in recipients if person.pk not in told]
    return Chosen(
        new=new,
        told_before=len(recipients) - len(new),
        out_of_reach=len({person.pk for person in picked}) - len(recipients),
        unknown=tuple(pasted.unknown),
        pasted=request.POST.get("pasted", ""),
        again=again,
        units=units_of(people),
        levels=level_steps(poll.organisation),
        asks_again=asked_before is not None,
        **narrowed,
    )


def poll_of(request: ActorRequest, public_id: str, action: str) -> Poll:
    """The poll in the address, for somebody who may do this to it."""
    poll = get_object_or_404(
        Poll.objects.visible_to(request.actor).select_related(
            "organisation", "programme", "follows__organisation"
        ),
        public_id=public_id,
    )
    require(can(request.actor, action, poll))
    request.programme = poll.programme
    return poll


def organisation_of(request: ActorRequest) -> Organisation | None:
    """The organisation in which this person may ask with a poll, if she may."""
    if request.actor.person is None:
        return None
    rows = Organisation.objects.visible_to(request.actor)
    found = rows.filter(pk=request.actor.person.organisation_id).first()
    return found if found and can(request.actor, "open_poll", found) else None
