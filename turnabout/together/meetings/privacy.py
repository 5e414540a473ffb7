from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import Leaving, goes, stays, unlinked
from turnabout.together.meetings.models import (
    Answer,
    BookingRound,
    BusyCalendar,
    DaysAway,
    DeviceCheck,
    Feed,
    Meeting,
    Move,
    NotesConsent,
    OtherTimes,
    VideoRoom,
)


def _forget_places(leaving: Leaving) -> None:
    hers = Q(pair__mentor=leaving.person) | Q(pair__mentee=leaving.person)
    VideoRoom.objects.filter(hers).delete()
    Meeting.objects.filter(hers).update(place="")


stays(
    Meeting,
    "pair__mentor",
    "pair__mentee",
    words=_("Your sessions: when they were, and whether they took place"),
    why=_("They are your partner's, too, and figures count them. Where you met is deleted."),
    erase=_forget_places,
)
goes(DeviceCheck, "person", words=_("That you looked through the list before a hands-on session"))
goes(Answer, "person", words=_("What your calendar answered"))
goes(Feed, "person", words=_("Your calendar to subscribe to"))
goes(NotesConsent, "person", words=_("That a program might take notes of a session"))
goes(DaysAway, "person", words=_("Days on which you are not to be booked"))
goes(BusyCalendar, "person", words=_("The calendar you connected, and when you are busy"))
unlinked(Move, "moved_by", words=_("Sessions that you moved"))
unlinked(OtherTimes, "offered_by", words=_("Other times that you offered"))
unlinked(BookingRound, "asked_by", words=_("Dates that you had put in for all pairs"))
