"""What the pages of matching read."""

from turnabout.joining.matching.queries.capped import capped_in
from turnabout.joining.matching.queries.comparison import (
    Changed,
    Difference,
    Measure,
    Spread,
    changed_for,
    differences,
    is_after,
    is_alike,
    is_counted_alike,
    measures,
    pairs_of,
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
    what_became_of,
)
from turnabout.joining.matching.queries.people import (
    applicants,
    find_member,
    free_people,
    names_on,
    places_left,
)
from turnabout.joining.matching.queries.previews import (
    Preview,
    as_it_is,
    preview,
    who_is_missing,
)
from turnabout.joining.matching.queries.proposals import (
    ProposalShown,
    approved_count,
    pairs_to_decide,
    pins_not_kept,
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
from turnabout.joining.matching.queries.under_way import UnderWay, gap_of, under_way
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
    "Preview",
    "ProposalShown",
    "Spread",
    "Suggested",
    "UnderWay",
    "WhyAnswer",
    "addressed_by",
    "applicants",
    "approved_count",
    "as_it_is",
    "capped_in",
    "changed_for",
    "changes_of",
    "differences",
    "find_member",
    "free_people",
    "gap_of",
    "is_after",
    "is_alike",
    "is_counted_alike",
    "keeping_points",
    "left_out",
    "living_count",
    "living_that_break_a_rule",
    "measures",
    "most_suggestions",
    "names_on",
    "pairs_of",
    "pairs_to_decide",
    "parting_of",
    "pins_not_kept",
    "places_left",
    "preview",
    "proposals_of",
    "rules_against",
    "rules_in_force",
    "run_before",
    "sample_letters",
    "shown",
    "spread",
    "suggestions_of",
    "supposed_of",
    "under_way",
    "what_became_of",
    "who_is_missing",
    "why_not",
]
