"""What the programmes know of who acts: the roles somebody holds, and how she stands in each."""

from dataclasses import replace

from turnabout.foundation.common.actors import Actor, Grant, enriches_actors
from turnabout.frame.programmes.models import Membership


@enriches_actors
def with_grants(actor: Actor) -> Actor:
    if actor.person_id is None:
        return actor
    memberships = Membership.objects.filter(person_id=actor.person_id)
    return replace(
        actor,
        grants=frozenset(
            Grant(
                role=membership.role,
                programme_id=membership.programme_id,
                standing=membership.standing,
                membership_id=membership.pk,
            )
            for membership in memberships
        ),
    )
