from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Pair


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
