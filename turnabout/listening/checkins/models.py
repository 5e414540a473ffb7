from django.db import models

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.questions.models import Response
from turnabout.together.meetings.models import Meeting


class Pulse(models.Model):
    """Twenty seconds after a session. That it was given is known; its answers are the author's."""

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pulses")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    response = models.OneToOneField(Response, models.CASCADE, related_name="pulse")
    given_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="one_pulse_per_person")
        ]
