from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from turnabout.foundation.common.ids import PublicIdField, random_token
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs.models import Goal, Pair


class MeetingQuerySet(VisibleQuerySet["Meeting"]):
    def to_come(self, at: datetime) -> Self:
        return self.standing().filter(starts_at__gte=at, held_at=None)

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def promised(self) -> Self:
        """Sessions that stand, and those that one side gave up too late to move them."""
        return self.filter(Q(cancelled_at=None) | Q(missed_at__isnull=False))

    def given_up(self) -> Self:
        """Out of both calendars because one side could not come; they may get another time."""
        return self.exclude(cancelled_at=None).exclude(missed_at=None)

    def unanswered(self, at: datetime) -> Self:
        """Past sessions of which nobody has said whether they took place."""
        return self.standing().filter(starts_at__lt=at, held_at=None, missed_at=None)

    def last_before_nothing(self) -> Self:
        """Held, with nothing open after them: the two have not said when they meet next."""
        others = Meeting.objects.filter(pair=OuterRef("pair"), cancelled_at=None)
        is_open = Q(held_at=None, missed_at=None)
        is_later = Q(held_at__isnull=False, starts_at__gt=OuterRef("starts_at"))
        offers = OtherTimes.objects.open().filter(meeting__pair=OuterRef("pair"))
        held = self.filter(cancelled_at=None, held_at__isnull=False)
        return held.filter(~Exists(others.filter(is_open | is_later)), ~Exists(offers))


class Meeting(models.Model):
    """One session of a pair. One calendar entry: the same UID, a rising sequence."""

    class Kind(models.TextChoices):
        TALK = "talk"
        DEMO = "demo"
        SHADOW = "shadow"
        WALKABOUT = "walkabout"
        CLOSING = "closing"

    class Way(models.TextChoices):
        OPEN = "open"
        ON_SITE = "on-site"
        VIDEO = "video"

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TALK)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.OPEN)
    place = models.CharField(max_length=160, blank=True)
    # Put in by the programme, so that both may move it freely before the first notice period.
    is_from_programme = models.BooleanField(default=False)
    goals = models.ManyToManyField(Goal, related_name="meetings", blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    booked_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    first_booked_for = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    # When both were asked for the next date, because none followed this session.
    next_date_asked_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "number"], name="one_meeting_per_number")
        ]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_given_up(self) -> bool:
        return self.cancelled_at is not None and self.missed_at is not None

    @property
    def is_hands_on(self) -> bool:
        """Whether the two look at a phone, a screen or an account together."""
        return self.kind in HANDS_ON


HANDS_ON = (Meeting.Kind.DEMO,)


class DeviceCheck(models.Model):
    """One of the two went through the checklist for her own device before a hands-on session."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="device_checks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="one_device_check_per_person"
            )
        ]


class Answer(models.Model):
    """What somebody's calendar last said to a session. A no moves and cancels nothing by itself."""

    class Said(models.TextChoices):
        ACCEPTED = "accepted"
        TENTATIVE = "tentative"
        DECLINED = "declined"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Said.choices)
    sequence = models.PositiveSmallIntegerField()
    stamped_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_answer_per_session")
        ]

    @property
    def is_no(self) -> bool:
        return self.answer == self.Said.DECLINED

    def is_later_than(self, sequence: int, stamped_at: datetime) -> bool:
        """Whether this one was given after another that arrives only now."""
        return (self.sequence, self.stamped_at) > (sequence, stamped_at)


class Feed(models.Model):
    """Somebody's calendar to subscribe to. Of its secret address only the digest is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(max_length=22)
    secret_digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    content_tag = models.CharField(max_length=32, blank=True)
    content_changed_at = models.DateTimeField(null=True)


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def free(self, at: datetime) -> Self:
        return self.filter(models.Q(leased_until=None) | models.Q(leased_until__lt=at))

    def silent_since(self, at: datetime) -> Self:
        """Not read since then, though tried."""
        return self.filter(models.Q(read_at=None) | models.Q(read_at__lt=at))


class Mailbox(models.Model):
    """How far the mailbox in which calendars answer has been read."""

    name = models.CharField(max_length=254, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()


class Move(models.Model):
    """A session moved: from when, to when, and by which side. The side, not a reason."""

    class Side(models.TextChoices):
        MENTOR = "mentor"
        MENTEE = "mentee"
        COORDINATOR = "coordinator"
        PROGRAMME = "programme"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    side = models.CharField(max_length=12, choices=Side.choices)
    moved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_delegate = models.BooleanField(default=False)
    is_free = models.BooleanField(default=False)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["moved_at"]


class OtherTimesQuerySet(VisibleQuerySet["OtherTimes"]):
    def open(self) -> Self:
        return self.filter(taken_at=None, declined_at=None, withdrawn_at=None, lapsed_at=None)


class OtherTimes(models.Model):
    """Up to three other times for one session, of which the other side takes one with one tap.

    The session stays where it is until then. `side` is for whom the move counts; the programme's
    own times count for nobody.
    """

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="other_times")
    side = models.CharField(max_length=12)
    offered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_delegate = models.BooleanField(default=False)
    times = models.JSONField()
    from_at = models.DateTimeField()
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    objects = OtherTimesQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(taken_at=None, declined_at=None, withdrawn_at=None, lapsed_at=None),
                name="one_open_offer_of_times",
            )
        ]

    def ahead(self, at: datetime) -> list[datetime]:
        """The times that can still be taken; none once the offer stood for its days."""
        if at > self.until:
            return []
        times = [datetime.fromisoformat(one) for one in self.times]
        return [time for time in times if time > at]


class Absence(models.Model):
    """A session that did not come about because one side was not there. The side, not a reason."""

    class Kind(models.TextChoices):
        LATE = "late"
        ALONE = "alone"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    side = models.CharField(max_length=12, choices=Move.Side.choices)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at"]


class NotesConsent(models.Model):
    """One of the two would let a program take notes of this one session. It takes both."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes_consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="one_notes_consent_per_person"
            )
        ]


class VideoRoom(models.Model):
    """Where a pair meets by video: a name drawn for the programme's pattern, or their link."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="video_room")
    name = models.CharField(max_length=22, default=random_token)
    link = models.CharField(max_length=160, blank=True)


class DaysAway(models.Model):
    """Days on which somebody is not to be booked. Nobody is told why."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="days_away")
    first_on = models.DateField()
    last_on = models.DateField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]


class Holiday(models.Model):
    """A day on which nobody meets, in one place or, without a place, in all of them."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="holidays")
    place = models.CharField(max_length=120, blank=True)
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["day", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "place", "day"], name="one_holiday_per_day_and_place"
            )
        ]


class BusyCalendarQuerySet(models.QuerySet["BusyCalendar"]):
    def due(self, at: datetime) -> Self:
        """To be read again, and in no worker's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, read_next_at__lte=at)


class BusyCalendar(models.Model):
    """A calendar that somebody lets Turnabout look into: when she is busy, and nothing else.

    The address is sealed under her own key. `blocks` are times without titles, merged, for the
    coming weeks; they are written over at each reading and removed once they are not needed.
    """

    class Kind(models.TextChoices):
        ICS = "ics"
        CALDAV = "caldav"

    public_id = PublicIdField()
    person = models.OneToOneField(Person, models.CASCADE, related_name="busy_calendar")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    host = models.CharField(max_length=253)
    sealed = models.BinaryField()
    blocks = models.JSONField(default=list)
    connected_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = BusyCalendarQuerySet.as_manager()


class BookingRoundQuerySet(VisibleQuerySet["BookingRound"]):
    def waiting(self, at: datetime) -> Self:
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, finished_at=None)


class BookingRound(models.Model):
    """A coordinator has dates put in for every pair that has none; the worker does it."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="booking_rounds")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0)
    # Public ids of pairs for which no hour was found.
    without = models.JSONField(default=list)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = BookingRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(finished_at=None),
                name="one_open_booking_round",
            )
        ]

    @property
    def done(self) -> int:
        return self.booked + len(self.without)
