from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person


class ErasureQuerySet(VisibleQuerySet["Erasure"]):
    def waiting(self) -> Self:
        return self.filter(carried_out_at=None, withdrawn_at=None)

    def unsettled(self) -> Self:
        """Carried out, while keys are still to be destroyed."""
        return self.filter(settled_at=None).exclude(carried_out_at=None)


class Erasure(models.Model):
    """Somebody is to be erased: from the day she asks, if she did, until her keys are destroyed.

    The row that says so holds no name and stays, as a proof that it was done.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)
    keys = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="one_waiting_erasure_per_person",
            )
        ]
