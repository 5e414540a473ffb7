from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes, unlinked
from turnabout.frame.content.models import (
    Completion,
    EditedLetter,
    EditedPage,
    TextVersion,
    TrainingException,
)

unlinked(EditedPage, "edited_by", words=_("Pages that you rewrote for everybody"))
unlinked(EditedLetter, "edited_by", words=_("Mails that you rewrote for everybody"))
unlinked(TextVersion, "made_by", words=_("Texts that you changed for everybody"))
goes(Completion, "person", words=_("Which modules you have finished"))
goes(
    TrainingException,
    "membership__person",
    words=_("That you could begin without a training, and why"),
)
unlinked(TrainingException, "granted_by", words=_("Whom you let begin without a training"))
