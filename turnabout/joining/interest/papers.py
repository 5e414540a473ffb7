"""The poster of a poll, for an organisation to put in its own words."""

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText, Slot, offers

POSTER = "poster"

offers(
    OwnText(
        kind=POSTER,
        name=_("Poster of a poll, with its code"),
        read_where=_("Printed and hung where people wait."),
        changing=_(
            "Posters that are printed from now on say it. The question is that of the poll."
        ),
        slots=lambda: [
            Slot(
                "lead",
                _("Above the code"),
                _("Point your phone here. Thirty seconds, no account, no name."),
            ),
            Slot(
                "after",
                _("Below the code"),
                _("Answers are counted, and nobody learns who gave them."),
            ),
        ],
        template="interest/_poster_said.html",
    )
)
