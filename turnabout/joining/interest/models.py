from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme


class Poll(models.Model):
    """Is anyone interested? Asked before a programme exists, or for one; no account needed."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="polls")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="polls")
    title = models.CharField(max_length=120)
    topics = models.JSONField(default=list)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()


class PollTicket(models.Model):
    """The right to one answer by personal link, spent apart from the answers, without a time."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_spent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_ticket_each")]


class PollAnswer(models.Model):
    """One answer. Holds no person, and a day instead of a time."""

    class Side(models.TextChoices):
        MENTOR = "mentor"
        MENTEE = "mentee"
        NOT_YET = "not_yet"

    class Way(models.TextChoices):
        PERSONAL = "personal"
        OPEN = "open"
        IN_PERSON = "in_person"

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    side = models.CharField(max_length=10, choices=Side.choices)
    topics = models.JSONField(default=list)
    obstacle = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    answered_on = models.DateField()
