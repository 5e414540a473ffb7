"""Questions that the pages of an application, or the matching, cannot do without."""

from django.utils.translation import gettext_lazy as _

from turnabout.frame.questions.needs import needs, needs_kinds

needs_kinds(
    "topics",
    "three_ways",
    because=_("The matching needs it: without topics nobody can be matched."),
)
needs_kinds(
    "week", because=_("The matching needs it: two people who cannot meet are never paired.")
)
needs_kinds(
    "people", because=_("A promise rests on it: nobody meets somebody she would rather not.")
)
needs_kinds("accept", because=_("It is a promise that is asked of everybody on this side."))
needs(("goal",), purpose="programme", because=_("The page asks it beside the topics."))
needs(
    ("languages",),
    purpose="programme",
    because=_("The matching needs it: two people need a language in common."),
)
needs(
    (
        *("knows", "gain", "meets", "asks_for", "conflicts", "wishes", "shares", "values"),
        *("style_plan", "style_direct", "style_examples"),
    ),
    purpose="programme",
    because=_("A rule of the matching reads it."),
)
needs(
    ("draws_on_experience", "experience_topics"),
    purpose="programme",
    because=_("A promise rests on it: lived experience is asked for only with a yes."),
)
needs(
    ("manager",),
    purpose="programme",
    because=_("A promise rests on it: a line manager hears only as the mentor chose."),
)
