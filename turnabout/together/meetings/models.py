from datetime import datetime, timedelta
from typing import Self

from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Pair


class MeetingQuerySet(VisibleQuerySet["Meeting"]):
    def to_come(self, at: datetime) -> Self:
        return self.standing().filter(starts_at__gte=at, held_at=None)

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def unanswered(self, at: datetime) -> Self:
        """Past sessions of which nobody has said whether they took place."""
        return self.standing().filter(starts_at__lt=at, held_at=None, missed_at=None)


class Meeting(models.Model):
    """One session of a pair. One calendar entry: the same UID, a rising sequence."""

    class Kind(models.TextChoices):
        TALK = "talk"
        DEMO = "demo"
        SHADOW = "shadow"
        WALKABOUT = "walkabout"
        CLOSING = "closing"

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TALK)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=160, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    booked_at = models.DateTimeField()
    first_booked_for = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

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


class Mailbox(models.Model):
    """How far the mailbox in which calendars answer has been read."""

    name = models.CharField(max_length=254, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()


class Move(models.Model):
    """A session moved: from when, to when, and by which side. The side, not a reason."""

    class Side(models.TextChoices):
        MENTOR = "mentor"
        MENTEE = "mentee"
        COORDINATOR = "coordinator"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    side = models.CharField(max_length=12, choices=Side.choices)
    moved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_delegate = models.BooleanField(default=False)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["moved_at"]
