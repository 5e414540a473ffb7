"""Questions for care that a page cannot do without."""

from django.utils.translation import gettext_lazy as _

from turnabout.frame.questions.needs import needs, waits

needs(
    ("tell",),
    purpose="care",
    because=_("It is the way out: only here can somebody say that she would like to be heard."),
)
waits(
    "check-in",
    "midpoint",
    "follow-up",
    "follow-up-care",
    because=_(
        "No page asks this set yet. Words that you put here are kept for the release that brings"
        " check-ins and reviews."
    ),
)
