"""What the programmes know of who acts: the roles somebody holds, and how she stands in each."""

from collections.abc import Iterable
from dataclasses import replace

from turnabout.foundation.common.actors import Actor, Grant, enriches_actors
from turnabout.foundation.common.role_words import NONE, RoleWords
from turnabout.frame.programmes.models import Membership
from turnabout.frame.programmes.sides import role_words_in


@enriches_actors
def with_grants(actor: Actor) -> Actor:
    if actor.person_id is None:
        return actor
    # Each request asks this, and the order of roles is nobody's question.
    held = Membership.objects.filter(person_id=actor.person_id).order_by()
    memberships = held.select_related("programme")
    return replace(
        actor,
        role_words=_words_they_share(memberships),
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


def _words_they_share(memberships: Iterable[Membership]) -> RoleWords:
    """What her programmes call the two sides, where all that go on say the same."""
    going_on = {row.programme_id: row.programme for row in memberships if row.ended_at is None}
    words = [role_words_in(programme) for programme in going_on.values()]
    return words[0] if words and all(one == words[0] for one in words) else NONE
