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


class Task(models.Model):
    """A signal fired: something for a coordinator to do, from facts alone."""

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
    outcome = models.CharField(max_length=40, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "pair", "signal"],
                condition=Q(done_at=None, cleared_at=None),
                name="one_open_task_per_signal",
            )
        ]
