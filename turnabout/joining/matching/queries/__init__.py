"""What the pages of matching read."""

from turnabout.joining.matching.queries.comparison import (
    Changed,
    Difference,
    Measure,
    Spread,
    changed_for,
    differences,
    is_alike,
    measures,
    run_before,
    spread,
)
from turnabout.joining.matching.queries.living import (
    LivingShown,
    PartingShown,
    keeping_points,
    living_count,
    living_that_break_a_rule,
    parting_of,
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
    pairs_to_decide,
    proposals_of,
    shown,
)
from turnabout.joining.matching.queries.publishing import Addressed, addressed_by, sample_letters
from turnabout.joining.matching.queries.relaxed import ChangeShown, changes_of
from turnabout.joining.matching.queries.rules import rules_against, rules_in_force, supposed_of
from turnabout.joining.matching.queries.suggestions import (
    Suggested,
    most_suggestions,
    suggestions_of,
)
from turnabout.joining.matching.queries.why import WhyAnswer, why_not
from turnabout.joining.matching.queries.without import LeftOut, left_out

__all__ = [
    "Addressed",
    "ChangeShown",
    "Changed",
    "Difference",
    "LeftOut",
    "LivingShown",
    "Measure",
    "PartingShown",
    "ProposalShown",
    "Spread",
    "Suggested",
    "WhyAnswer",
    "addressed_by",
    "applicants",
    "approved_count",
    "changed_for",
    "changes_of",
    "differences",
    "find_member",
    "is_alike",
    "keeping_points",
    "left_out",
    "living_count",
    "living_that_break_a_rule",
    "measures",
    "most_suggestions",
    "names_on",
    "pairs_to_decide",
    "parting_of",
    "places_left",
    "proposals_of",
    "rules_against",
    "rules_in_force",
    "run_before",
    "sample_letters",
    "shown",
    "spread",
    "suggestions_of",
    "supposed_of",
    "why_not",
]
