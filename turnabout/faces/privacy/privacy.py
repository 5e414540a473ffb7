from django.utils.translation import gettext_lazy as _

from turnabout.faces.privacy.models import Erasure
from turnabout.foundation.trust.personal import stays

stays(
    Erasure,
    "person",
    words=_("That you asked to be erased"),
    why=_("It proves that it was done, and on which day. It holds no name."),
)
