from django.db import models


class WrappedKey(models.Model):
    """The data key of one pair or one author, wrapped by the key-encryption key."""

    holder = models.CharField(max_length=64, unique=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()


class AuditEntry(models.Model):
    """One event, chained to the one before it. Holds no content."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    about = models.CharField(max_length=128, blank=True)
    by = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["about", "number"])]


class AuditHead(models.Model):
    """The end of the chain; its one row is the lock that serialises writers."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
