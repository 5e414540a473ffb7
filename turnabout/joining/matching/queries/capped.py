"""Who takes no partner more because of the cap over all programmes."""

from dataclasses import dataclass

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries.choosing import cap_of
from turnabout.joining.matching.loads import partners_elsewhere
from turnabout.joining.matching.problem import taken_places


@dataclass(frozen=True)
class AtCap:
    """A mentor with room of her own whom the cap keeps out of runs."""

    membership: Membership
    here: int
    elsewhere: int


@dataclass(frozen=True)
class Capped:
    """The cap, and whom it stops. Who they are is for whoever sets the cap."""

    partners: int
    mentors: tuple[AtCap, ...]


def capped_in(programme: Programme) -> Capped | None:
    """Whom the cap stops in a programme; None where nobody has set one, or it stops nobody."""
    cap = cap_of(programme.organisation)
    if cap is None:
        return None
    taken, elsewhere = taken_places(programme), partners_elsewhere(programme)
    rows = (
        Application.objects.to_match()
        .filter(membership__programme=programme, membership__role=Membership.Role.MENTOR)
        .select_related("membership__person")
    )
    stopped = []
    for row in rows:
        person = row.membership.person
        here = taken["mentor", person.pk]
        if here < row.places_at_most and here + elsewhere[person.pk] >= cap:
            stopped.append(AtCap(row.membership, here, elsewhere[person.pk]))
    return Capped(cap, tuple(stopped)) if stopped else None
