from datetime import datetime
from email.utils import parseaddr

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.vault import Place


class MessageQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(sent_at=None, dropped_at=None, parked_at=None)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Waiting messages whose time has come and that no living worker holds."""
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        return self.waiting().filter(free, due_at__lte=at, gathered_in=None)

    def open_to_do(self, at: datetime) -> "MessageQuerySet":
        """What was asked for and, as far as is known, not done yet."""
        fresh = Q(stale_at=None) | Q(stale_at__gt=at)
        return self.shown().filter(fresh, is_to_do=True, settled_at=None)

    def shown(self) -> "MessageQuerySet":
        """What its reader finds on her own page: what was sent or waits for her digest."""
        return self.exclude(title="").filter(Q(dropped_at=None) | Q(waits_for=Wait.PAGE))

    def parked(self) -> "MessageQuerySet":
        return self.exclude(parked_at=None)


class Wait(models.TextChoices):
    """What keeps a notice from leaving by itself."""

    NOTHING = ""
    DIGEST = "digest"
    PAGE = "page"  # its reader wants no mail of it, and finds it on her page


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
    # The words of its subject, for what its reader finds on her page.
    title = models.CharField(max_length=300, blank=True)
    is_to_do = models.BooleanField(default=False)
    waits_for = models.CharField(max_length=8, choices=Wait.choices, blank=True)
    # When the pace of its reader let it leave, and whether it took one of her few nudges then.
    released_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    gathered_in = models.ForeignKey("self", models.CASCADE, null=True, related_name="lines")
    settled_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(sent_at=None, dropped_at=None, parked_at=None),
            ),
            models.Index(fields=["recipient", "created_at"]),
            models.Index(
                fields=["recipient", "nudged_at"],
                name="outbox_nudges",
                condition=Q(nudged_at__isnull=False),
            ),
            models.Index(
                fields=["looked_at"],
                name="outbox_open_to_do",
                condition=Q(is_to_do=True, settled_at=None),
            ),
            models.Index(fields=["created_at"], name="outbox_told", condition=~Q(title="")),
        ]


class Reader(models.Model):
    """How somebody wants to be written to, and what was asked of her since she last did anything.

    `turn` is counted up with each nudge, so that two workers never take the same one.
    """

    class Asks(models.TextChoices):
        EACH = "each"
        DIGEST = "digest"
        PAGE = "page"

    person = models.CharField(max_length=64, unique=True)
    asks_by = models.CharField(max_length=8, choices=Asks.choices, default=Asks.EACH)
    digest_day = models.PositiveSmallIntegerField(null=True)
    digest_hour = models.PositiveSmallIntegerField(null=True)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    muted = models.JSONField(default=list)
    ignored = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)


class OwnPace(models.Model):
    """What an organisation set instead of the shipped pace of its mails."""

    organisation = models.CharField(max_length=64, unique=True)
    asks = models.PositiveSmallIntegerField()
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    rests_at_weekends = models.BooleanField()
    digest_day = models.PositiveSmallIntegerField()
    digest_hour = models.PositiveSmallIntegerField()
    fewer_when_ignored = models.BooleanField()


class PostOffice(models.Model):
    """Whether the mail server takes mail, and how much of it has had in this minute."""

    name = models.CharField(max_length=16, unique=True)
    away_since = models.DateTimeField(null=True)
    try_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    minute = models.DateTimeField(null=True)
    sent = models.PositiveIntegerField(default=0)


class Webhook(models.Model):
    """Where a person or a programme is written to in chat: a sealed address, known by its host."""

    public_id = PublicIdField()
    owner = models.CharField(max_length=64, unique=True)
    dialect = models.CharField(max_length=8)
    host = models.CharField(max_length=255)
    sealed = models.BinaryField()
    added_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    @property
    def key_holder(self) -> str:
        return f"webhook:{self.public_id}"

    @property
    def place(self) -> Place:
        return Place("notices.webhook", self.public_id, "sealed")


class ChatNoteQuerySet(models.QuerySet["ChatNote"]):
    def waiting(self) -> "ChatNoteQuerySet":
        return self.filter(sent_at=None, dropped_at=None)

    def due(self, at: datetime) -> "ChatNoteQuerySet":
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        return self.waiting().filter(free, due_at__lte=at)


class ChatNote(models.Model):
    """Neutral words for a webhook: that something waits, never what."""

    hook = models.ForeignKey(Webhook, models.CASCADE, related_name="notes")
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    dedupe = models.CharField(max_length=160, unique=True, null=True)  # noqa: DJ001 - unique
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = ChatNoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="chat_waiting",
                condition=Q(sent_at=None, dropped_at=None),
            )
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
