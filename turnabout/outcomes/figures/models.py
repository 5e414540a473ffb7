from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.programmes.models import Programme


class Release(models.Model):
    """Figures as they were published: stored, audited with all earlier ones, never recomputed."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="releases")
    name = models.SlugField(max_length=60)
    least = models.PositiveSmallIntegerField(default=5)
    cells = models.JSONField(default=list)
    released_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at"]
