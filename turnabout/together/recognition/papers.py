"""The sentences of a certificate, for an organisation to put in its own words."""

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText, Slot, offers

CERTIFICATE = "certificate"
MENTOR = _(
    "A mentor in this programme prepares and leads conversations with a colleague at another level"
    " of the organisation, explains with patience, listens, and says what is hard to say so that it"
    " can be heard."
)
MENTEE = _(
    "A mentee in this programme keeps the dates, listens, tries out what is new, and acts on what"
    " was heard or says why not."
)
CONFIDENTIAL = _("What was talked about is confidential and is no part of this paper.")

offers(
    OwnText(
        kind=CERTIFICATE,
        name=_("Certificate"),
        read_where=_("On the paper by which somebody of a pair proves what she did."),
        changing=_("Whoever makes the paper from now on reads it. Papers made before stay."),
        slots=lambda: [
            Slot("heading", _("Heading"), _("Certificate"), is_long=False),
            Slot("mentor", _("What a mentor does"), MENTOR),
            Slot("mentee", _("What a mentee does"), MENTEE),
            Slot("confidential", _("What it leaves out"), CONFIDENTIAL),
        ],
        template="pairs/_lines_said.html",
    )
)
