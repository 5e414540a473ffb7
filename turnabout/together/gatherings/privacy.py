from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import stays, unlinked
from turnabout.together.gatherings.models import Gathering, Invitation

unlinked(Gathering, "facilitator", words=_("Circles that you lead"))
unlinked(Gathering, "planned_by", words=_("Hours with several people that you planned"))
stays(
    Invitation,
    "person",
    words=_("Circles and other hours you were invited to, and whether you were there"),
    why=_("So that the number of those who were there stays right. It holds no name."),
)
