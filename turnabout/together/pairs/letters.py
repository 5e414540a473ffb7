"""The letters of one proposal as they would leave, for a coordinator to read before they do."""

from collections.abc import Callable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.rendering import sample_of
from turnabout.joining.matching.letters import Letter
from turnabout.joining.matching.models import Proposal
from turnabout.together.pairs import emails
from turnabout.together.pairs.models import REMIND_AFTER_DAYS, Pair


def letters_of(proposal: Proposal, at: datetime) -> list[Letter]:
    """Every letter that this proposal can lead to, the first one first. Nothing is kept or sent."""
    pair = Pair(
        programme=proposal.run.programme,
        proposal=proposal,
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        proposed_at=at,
    )
    last_day = date_format(pair.answer_until, "j F")
    days = {"days": REMIND_AFTER_DAYS, "day": last_day}
    return [
        _letter(
            "ask-mentor",
            _("Leaves first, to the mentor alone"),
            emails.send_ask_mentor,
            pair,
        ),
        _letter(
            "remind-mentor",
            _("After %(days)d days, if she has not answered") % days,
            emails.send_remind_mentor,
            pair,
        ),
        _letter(
            "ask-mentee",
            _("Only once the mentor has said yes"),
            emails.send_ask_mentee,
            pair,
        ),
        _letter(
            "remind-mentee",
            _("%(days)d days later, if the mentee has not answered") % days,
            emails.send_remind_mentee,
            pair,
        ),
        _letter("formed", _("Once both have said yes, to both"), emails.send_formed, pair),
        _letter(
            "unformed",
            _("On %(day)s, to a mentor who said yes and whose pairing did not come about") % days,
            emails.send_unformed,
            pair,
        ),
    ]


def _letter(name: str, when: str, send: Callable[[Pair], None], pair: Pair) -> Letter:
    with outbox.set_aside() as messages:
        send(pair)
    sample = sample_of(messages[0])
    return Letter(
        name=name,
        when=when,
        to=sample.name,
        subject=sample.subject,
        text=sample.text,
        html=sample.html,
    )
