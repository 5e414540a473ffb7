from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes, stays, unlinked
from turnabout.joining.interest.models import News, Poll, PollTicket, Quiet, Subscription

unlinked(Poll, "opened_by", words=_("Polls that you opened"))
unlinked(Poll, "explained", words=_("Polls after which somebody explained the benefits to you"))
stays(
    PollTicket,
    "person",
    words=_("That you were asked in a poll, and whether your link was used"),
    why=_("So that the number of those who were asked stays right. No answer is tied to it."),
)
goes(Subscription, "person", words=_("That you asked for news"))
goes(Quiet, "person", words=_("That you asked not to be written to"))
unlinked(News, "written_by", words=_("News that you wrote"))
