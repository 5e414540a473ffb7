from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes, stays
from turnabout.listening.checkins.models import Pulse, RoundTicket

goes(Pulse, "author", words=_("That you gave a pulse after a session"))
stays(
    RoundTicket,
    "person",
    words=_("That you were asked in a round of questions, and whether you answered"),
    why=_("So that the number of those who were asked stays right. No answer is tied to it."),
)
