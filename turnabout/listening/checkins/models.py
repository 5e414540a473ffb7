from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.questions.models import QuestionSet, Response
from turnabout.together.meetings.models import Meeting


class Pulse(models.Model):
    """Twenty seconds after a session. That it was given is known; its answers are the author's."""

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pulses")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    response = models.OneToOneField(Response, models.CASCADE, related_name="pulse")
    given_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="one_pulse_per_person")
        ]


class RoundQuerySet(VisibleQuerySet["Round"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Round(models.Model):
    """The same questions for both sides of a programme, before or after; it closes on its day.

    Answers are responses without an author, found by this id. `told` is what may be said of them,
    settled once when the round closes.
    """

    class Moment(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rounds")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(closed_at=None), name="one_open_round"
            )
        ]

    def is_open_on(self, day: date) -> bool:
        return self.closed_at is None and day <= self.closes_on


class RoundTicket(models.Model):
    """The right to one answer, spent apart from the answers and without a time."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(max_length=10)
    is_spent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_round_ticket_each")
        ]
