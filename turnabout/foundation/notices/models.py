from datetime import datetime
from email.utils import parseaddr

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField


class MessageQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(sent_at=None, dropped_at=None, parked_at=None)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Waiting messages whose time has come and that no living worker holds."""
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        return self.waiting().filter(free, due_at__lte=at)

    def parked(self) -> "MessageQuerySet":
        return self.exclude(parked_at=None)


class OutboxMessage(models.Model):
    """A mail that is a row first. It is rendered when it leaves, so that it is never stale."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=64)
    recipient = models.CharField(max_length=64)
    about = models.CharField(max_length=64, blank=True)
    context = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=160, unique=True, null=True)  # noqa: DJ001 - unique
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(sent_at=None, dropped_at=None, parked_at=None),
            ),
            models.Index(fields=["recipient", "created_at"]),
        ]


class KeptCopy(models.Model):
    """A mail exactly as sent, kept where no mail may leave: in demo, development and rehearsal."""

    public_id = PublicIdField()
    kept_at = models.DateTimeField()
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    message = models.BinaryField()

    @property
    def to_name(self) -> str:
        """Whom it was for, by name where one is known."""
        name, address = parseaddr(self.to_address)
        return name or address

    @property
    def to_mailbox(self) -> str:
        """The bare address."""
        return parseaddr(self.to_address)[1]
