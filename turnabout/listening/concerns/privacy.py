from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes
from turnabout.listening.concerns.models import Concern
from turnabout.listening.concerns.services import words_of


def _opened(concern: Concern) -> dict[str, Any]:
    return {"words": words_of(concern)}


goes(
    Concern,
    "author",
    words=_("Concerns that you raised with your name, also where a guardian still works on one"),
    opens=_opened,
)
