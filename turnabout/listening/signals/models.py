from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs.models import Pair


class TaskQuerySet(VisibleQuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at=None, cleared_at=None)

    def done_since(self, at: datetime) -> Self:
        return self.filter(done_at__gte=at)


class Task(models.Model):
    """A signal fired: something for a coordinator to do, from facts alone."""

    class Outcome(models.TextChoices):
        DONE = "done"
        NOT_REACHED = "not-reached"
        NOT_NEEDED = "not-needed"

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tasks")
    pair = models.ForeignKey(Pair, models.CASCADE, null=True, related_name="tasks")
    signal = models.SlugField(max_length=40)
    facts = models.JSONField(default=dict)
    is_urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, choices=Outcome.choices, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "due_on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(done_at=None, cleared_at=None, pair__isnull=False),
                name="one_open_task_per_pair",
            )
        ]


class Round(models.Model):
    """When the rules were last asked about a programme; what is due is asked again."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="signal_round")
    asked_at = models.DateTimeField()
