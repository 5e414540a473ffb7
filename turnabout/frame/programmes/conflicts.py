"""Roles add up in one person, with these exceptions."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.models import Membership

Role = Membership.Role
SENTENCES: dict[frozenset[str], Promise | str] = {
    frozenset({Role.GUARDIAN, Role.COORDINATOR}): _(
        "A guardian is independent: the same person cannot coordinate this programme."
    ),
    frozenset({Role.GUARDIAN, Role.SPONSOR}): _(
        "A guardian is independent: the same person cannot sponsor this programme."
    ),
    # In a circle mentors speak of what was heavy. Nobody listens there who is mentored here.
    frozenset({Role.FACILITATOR, Role.MENTEE}): _(
        "Mentors speak freely in their circle: somebody who is mentored here cannot lead it."
    ),
    # Pairs are made later than delegates are named. Keeping the two roles apart in a programme
    # is what makes sure that nobody ever manages the calendar of her own mentee.
    frozenset({Role.DELEGATE, Role.MENTOR}): _(
        "A delegate could become her principal's mentor, so the two roles stay apart."
    ),
}


def conflict(role: str, held: Collection[str]) -> Promise | str | None:
    """Why somebody who holds these roles in a programme cannot have this one too."""
    for pair, sentence in SENTENCES.items():
        if role in pair and (pair - {role}) & set(held):
            return sentence
    return None
