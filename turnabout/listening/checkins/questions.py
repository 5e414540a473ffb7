"""Questions for care that a page cannot do without."""

from django.utils.translation import gettext_lazy as _

from turnabout.frame.questions.needs import needs

needs(
    ("tell",),
    purpose="care",
    because=_("It is the way out: only here can somebody say that she would like to be heard."),
)
