from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import stays, unlinked
from turnabout.frame.programmes.models import (
    Initiative,
    Membership,
    OwnPreset,
    Programme,
    ReadinessAnswer,
)


def _opened(membership: Membership) -> dict[str, Any]:
    return {"programme": membership.programme.name}


stays(
    Membership,
    "person",
    words=_("Which programmes you took part in, by which role, and when"),
    why=_("Figures count how many took part. It is a row without a name."),
    opens=_opened,
)
stays(
    Membership,
    "principal",
    words=_("Who arranged times for you"),
    why=_("It is what your assistant did here. It ends with you, and stays without your name."),
    opens=_opened,
)
unlinked(Programme, "created_by", words=_("Programmes that you began"))
unlinked(Initiative, "sponsor", words=_("Initiatives that you sponsor"))
unlinked(OwnPreset, "made_by", words=_("Presets that you kept for others"))
unlinked(ReadinessAnswer, "answered_by", words=_("What you said about the start of a programme"))
