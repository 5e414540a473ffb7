from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme


class Concern(models.Model):
    """Something somebody tells the guardian, sealed for the guardian's desk alone."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="concerns")
    author = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    words = models.BinaryField()
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
