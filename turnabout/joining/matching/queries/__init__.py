"""What the pages of matching read."""

from turnabout.joining.matching.queries.comparison import (
    Difference,
    Measure,
    differences,
    measures,
    run_before,
)
from turnabout.joining.matching.queries.people import (
    applicants,
    find_member,
    names_on,
    places_left,
)
from turnabout.joining.matching.queries.proposals import (
    ProposalShown,
    approved_count,
    proposals_of,
    shown,
)
from turnabout.joining.matching.queries.living import (
    LivingShown,
    PartingShown,
    living_that_break_a_rule,
    parting_of,
)
from turnabout.joining.matching.queries.relaxed import ChangeShown, changes_of
from turnabout.joining.matching.queries.rules import rules_against
from turnabout.joining.matching.queries.why import WhyAnswer, why_not
from turnabout.joining.matching.queries.without import LeftOut, left_out

__all__ = [
    "ChangeShown",
    "Difference",
    "LeftOut",
    "LivingShown",
    "Measure",
    "PartingShown",
    "ProposalShown",
    "WhyAnswer",
    "applicants",
    "approved_count",
    "changes_of",
    "differences",
    "find_member",
    "left_out",
    "living_that_break_a_rule",
    "measures",
    "names_on",
    "parting_of",
    "places_left",
    "proposals_of",
    "rules_against",
    "run_before",
    "shown",
    "why_not",
]
