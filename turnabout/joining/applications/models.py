from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.programmes.models import Membership
from turnabout.frame.topics.models import Topic


class ApplicationQuerySet(VisibleQuerySet["Application"]):
    def sent(self) -> Self:
        return self.exclude(sent_at=None).filter(withdrawn_at=None)

    def to_match(self) -> Self:
        """Sent, not turned down, by people who can take part now."""
        return self.sent().filter(
            declined_at=None,
            membership__ended_at=None,
            membership__paused_at=None,
            membership__accepted_at__isnull=False,
            membership__person__left_on=None,
        )

    def like(self, words: str, *, topics: Sequence[Topic] = ()) -> Self:
        """Whose applicant carries these words, or who names one of these topics."""
        if not words.strip():
            return self
        person = Q(membership__person__name__icontains=words) | Q(
            membership__person__unit__icontains=words
        )
        named = Q(offers__topic__in=topics) | Q(wants__topic__in=topics)
        return self.filter(person | named).distinct()


class Application(models.Model):
    """What one member offers, asks for and can do. Saved at every step."""

    public_id = PublicIdField()
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="application")
    step = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    hours = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    gives_back = models.JSONField(default=list)
    places_wanted = models.PositiveSmallIntegerField(default=1)
    places_at_most = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    promises_accepted_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["membership__person__name", "pk"]

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None and self.withdrawn_at is None

    @property
    def places(self) -> str:
        """How many partners she hopes for and takes at most, as forms carry it."""
        return f"{self.places_wanted}-{self.places_at_most}"


class Offer(models.Model):
    """A topic the applicant would talk about or teach."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="offers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "topic"], name="one_offer_per_topic")
        ]


class Want(models.Model):
    """A topic the applicant wants to learn about; rank 1 is the first wish."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="wants")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "topic"], name="one_want_per_topic")
        ]


class OwnWordsQuerySet(VisibleQuerySet["OwnWords"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class OwnWords(models.Model):
    """What an applicant offers or wants in words that no topic fits, for a coordinator to place."""

    public_id = PublicIdField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="own_words")
    words = models.CharField(max_length=120)
    kept_at = models.DateTimeField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    objects = OwnWordsQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "words"], name="own_words_once"),
            models.CheckConstraint(condition=~Q(words=""), name="own_words_not_empty"),
        ]


class Boundaries(models.Model):
    """What the applicant keeps to herself, sealed: topics to ask about first, people to avoid.

    Read by its author and by the matching run, never by a page of anybody else.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="boundaries")
    sealed = models.BinaryField()
