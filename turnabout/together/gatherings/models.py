from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme

LONGEST_AGENDA = 600


class GatheringQuerySet(VisibleQuerySet["Gathering"]):
    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def to_come(self, at: datetime) -> Self:
        return self.standing().filter(starts_at__gte=at)


class Gathering(models.Model):
    """An hour with several people of a programme. What is said in it has no place here."""

    class Kind(models.TextChoices):
        CIRCLE = "circle"
        LAUNCH = "launch"
        SHOWCASE = "showcase"

    class Audience(models.TextChoices):
        MENTORS = "mentors"
        MENTEES = "mentees"
        BOTH = "both"
        CHOSEN = "chosen"

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="gatherings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    facilitator = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=160, blank=True)
    agenda = models.CharField(max_length=LONGEST_AGENDA, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    planned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_circle(self) -> bool:
        return self.kind == self.Kind.CIRCLE

    @property
    def guide(self) -> str:
        """The page on how such an hour goes, and on what all agree first."""
        return f"kinds/{self.kind}"

    @property
    def name(self) -> Promise | str:
        return NAMES[self.kind]


NAMES: dict[str, Promise | str] = {
    Gathering.Kind.CIRCLE: _("Circle of mentors"),
    Gathering.Kind.LAUNCH: _("Joint launch"),
    Gathering.Kind.SHOWCASE: _("Showcase"),
}


class Invitation(models.Model):
    """Somebody who is invited: what she answered, and whether she was there. Never why."""

    public_id = PublicIdField()
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    comes = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    was_there = models.BooleanField(null=True)
    noted_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"], name="one_invitation_per_gathering"
            )
        ]


WAS_THERE = Q(was_there=True, gathering__cancelled_at=None)
