from django.db import models


class Worker(models.Model):
    """A process that does what is due, and when it last said that it is alive."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)


class Duty(models.Model):
    """One job of a room: in whose hands it is, and whether it failed the last times."""

    name = models.CharField(max_length=80, unique=True)
    holder = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)
