from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import Leaving, goes, stays, unlinked
from turnabout.joining.matching.models import Bond, Proposal, Run, Wish


def _forget_reasons(leaving: Leaving) -> None:
    """Which two a run would have brought together stays; what it said of the two goes."""
    hers = Q(mentor__person=leaving.person) | Q(mentee__person=leaving.person)
    Proposal.objects.filter(hers).update(parts=[], why_not=[], by_hand_reason="")


unlinked(Run, "requested_by", words=_("Matching runs that you asked for"))
stays(
    Proposal,
    "mentor__person",
    "mentee__person",
    words=_("Pairs that a matching run would have made of you and somebody"),
    why=_("A run is shown as it was approved. What it said of the two of you is deleted."),
    erase=_forget_reasons,
    is_told=False,
)
goes(
    Wish,
    "mentor__person",
    "mentee__person",
    words=_("That a coordinator wished for a pair with you, or ruled it out"),
    is_told=False,
)
unlinked(Wish, "made_by", words=_("Pairs that you wished for, or ruled out, for others"))
stays(
    Bond,
    "mentor",
    "mentee",
    words=_("Whose partner you have been, from when until when"),
    why=_("So that nobody is proposed to the same partner again. It holds no name."),
    is_told=False,
)
