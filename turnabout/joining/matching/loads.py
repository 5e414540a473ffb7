"""How many partners mentors have already in the other programmes of an organisation."""

from collections import Counter

from turnabout.frame.programmes.models import Programme
from turnabout.joining.matching.models import Bond, Proposal


def partners_elsewhere(programme: Programme) -> Counter[int]:
    """By mentor: standing bonds, and proposals under way, in every programme but this one."""
    bonds = Bond.objects.standing().filter(programme__organisation_id=programme.organisation_id)
    asked = Proposal.objects.under_way().filter(
        run__programme__organisation_id=programme.organisation_id
    )
    pairs = set(
        bonds.exclude(programme=programme).values_list("programme_id", "mentor_id", "mentee_id")
    )
    pairs |= set(
        asked.exclude(run__programme=programme).values_list(
            "run__programme_id", "mentor__person_id", "mentee__person_id"
        )
    )
    return Counter(mentor for _programme, mentor, _mentee in pairs)
