from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme


class PollQuerySet(VisibleQuerySet["Poll"]):
    def open(self) -> Self:
        return self.filter(closed_at=None).exclude(opened_at=None)


class Poll(models.Model):
    """Is anyone interested? Asked before a programme exists, or for one; no account needed."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="polls")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="polls")
    title = models.CharField(max_length=120)
    asks = models.SlugField(max_length=80, default="interest")
    topics = models.JSONField(default=list)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followed_by")
    explained_at = models.DateTimeField(null=True)
    explained = models.ManyToManyField(Person, related_name="+")

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class PollTicket(models.Model):
    """The right to one answer by personal link, spent apart from the answers, without a time."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    is_spent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_ticket_each")]


class PollBrowser(models.Model):
    """A browser that answered by the open link, kept apart from the answers, without a time."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="browsers")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "digest"], name="one_answer_per_browser")
        ]


class PollAnswer(models.Model):
    """One answer. Holds no person, and a day instead of a time."""

    class Side(models.TextChoices):
        MENTOR = "mentor"
        MENTEE = "mentee"
        EITHER = "either"
        LATER = "later"
        NO = "no"

    class Way(models.TextChoices):
        PERSONAL = "personal"
        OPEN = "open"
        IN_PERSON = "in_person"

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    side = models.CharField(max_length=10, choices=Side.choices)
    standing = models.CharField(max_length=10, blank=True)
    topics = models.JSONField(default=list)
    obstacles = models.JSONField(default=list)
    unit = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    answered_on = models.DateField()


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def readers_in(self, organisation: Organisation) -> Self:
        """Those who ask for news now and work here, each with the person."""
        return (
            self.current()
            .filter(person__organisation=organisation, person__left_on=None)
            .select_related("person")
        )


class Subscription(models.Model):
    """Somebody asked for news, confirmed it from her own mail, and may leave again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_at=None), name="one_subscription_each"
            )
        ]


class Quiet(models.Model):
    """Somebody who takes part in nothing asked not to be written to about it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()


class News(models.Model):
    """What a coordinator writes to those who asked for news."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="news")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="news")
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=4000)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    letters = models.PositiveIntegerField(default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
