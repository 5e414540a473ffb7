from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.frame.topics.models import Topic
from turnabout.together.pairs.models import Pair

# How long an ask waits. Then it did not come about, whether somebody said no or nothing.
ANSWER_DAYS = 14


class Thanks(models.Model):
    """A thank-you from one person of a pair to the other, sealed under the pair's key."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="thanks")
    giver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    given_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]


class OpenOfferQuerySet(VisibleQuerySet["OpenOffer"]):
    def standing(self, day: date) -> Self:
        """Offers that others may read now: of somebody who takes part, not over, not withdrawn."""
        person = Q(membership__person__left_on=None) & (
            Q(membership__person__user=None) | Q(membership__person__user__is_active=True)
        )
        return self.filter(
            person,
            Q(on_day=None) | Q(on_day__gte=day),
            ended_at=None,
            membership__in=Membership.objects.active(),
            membership__programme__closed_at=None,
        )


class OpenOffer(models.Model):
    """What somebody would show others than her partner. It says nothing of her part or her pair."""

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="open_offers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    on_day = models.DateField(null=True)
    is_for_organisation = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OpenOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]


class OfferAskQuerySet(VisibleQuerySet["OfferAsk"]):
    def waiting(self, at: datetime) -> Self:
        """Those that can still be answered."""
        asked_lately = Q(asked_at__gt=at - timedelta(days=ANSWER_DAYS))
        return self.filter(asked_lately, accepted_at=None, declined_at=None)


class OfferAsk(models.Model):
    """One line by which somebody asks for what is offered, sealed under her own key."""

    public_id = PublicIdField()
    offer = models.ForeignKey(OpenOffer, models.CASCADE, related_name="asks")
    asker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    objects = OfferAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "asker"], name="one_ask_for_an_offer")
        ]

    @property
    def answer_until(self) -> datetime:
        return self.asked_at + timedelta(days=ANSWER_DAYS)
