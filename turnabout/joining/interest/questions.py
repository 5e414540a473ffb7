"""Questions that the readout of a poll counts."""

from django.utils.translation import gettext_lazy as _

from turnabout.frame.questions.needs import needs

needs(
    ("interest", "standing", "place", "topics"),
    purpose="figures",
    because=_("The readout of a poll counts it."),
)
needs(
    ("put_off",),
    purpose="figures",
    because=_("The readout of a poll counts it."),
    has_fixed_choices=False,
)
