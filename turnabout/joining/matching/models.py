from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.common.time import now
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme

# How long a publication waits before the first letter leaves, so that it can be undone.
HOLD = timedelta(minutes=10)


class RunQuerySet(VisibleQuerySet["Run"]):
    def waiting(self, at: datetime) -> Self:
        """Asked for, not computed, and in nobody's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, finished_at=None, failed_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None)

    def without_help(self) -> Self:
        """Drafts for which nobody has worked out what would help those without a partner."""
        return (
            self.finished().filter(published_at=None, relaxations__isnull=True).exclude(left_out=[])
        )

    def held(self) -> Self:
        """Published, and no letter has left yet: this can still be undone."""
        return self.exclude(published_at=None).filter(handed_on_at=None)

    def latest_number(self) -> int:
        """The highest number so far, 0 before the first run."""
        return self.aggregate(latest=Max("number"))["latest"] or 0


class Run(models.Model):
    """One matching run: the rules it had, the plan it found, and what became of it."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    rules = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    certificate = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    relaxations = models.JSONField(null=True)
    parting = models.JSONField(default=list)
    requested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.JSONField(default=dict)
    stop_asked_at = models.DateTimeField(null=True)
    goes_on_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    handed_on_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_run_per_number"),
        ]

    @property
    def called(self) -> str:
        """The name it was given, or its number."""
        return self.name or _("Run %(number)d") % {"number": self.number}

    @property
    def is_rematch(self) -> bool:
        """Whether pairs that live already were part of the question."""
        return bool(self.rules.get("keep"))

    @property
    def is_held(self) -> bool:
        """Whether it is published and no letter has left yet."""
        return self.published_at is not None and self.handed_on_at is None

    @property
    def letters_from(self) -> datetime | None:
        """When the first letters may leave; until then a publication can be undone."""
        return self.published_at + HOLD if self.published_at else None

    @property
    def is_open(self) -> bool:
        """Whether a coordinator can still decide about its pairs."""
        return self.finished_at is not None and self.published_at is None

    @property
    def was_stopped(self) -> bool:
        """Whether it ended with the best plan so far, which may not be the best of all."""
        return self.finished_at is not None and not self.certificate.get("is_optimal", True)


class Stand(models.Model):
    """Where a long run stood: what it needs to go on, for the question it was `made_of`."""

    run = models.OneToOneField(Run, models.CASCADE, related_name="stand")
    made_of = models.CharField(max_length=64)
    packed = models.BinaryField()


class ProposalQuerySet(VisibleQuerySet["Proposal"]):
    def approved(self) -> Self:
        return self.exclude(approved_at=None)

    def planned(self) -> Self:
        """The pairs of the plan, without the others that a mentor may choose instead."""
        return self.filter(beside=None)

    def to_decide(self) -> Self:
        """Pairs that somebody is asked about: none that lives already, none ruled out by hand."""
        bans = Wish.objects.filter(
            mentor=OuterRef("mentor"), mentee=OuterRef("mentee"), kind=Wish.Kind.BAN
        )
        return self.filter(~Exists(bans), stays=False)

    def under_way(self) -> Self:
        """Published, and neither partner is free again."""
        holds = Q(released_at=None) | Q(released_at__gt=now())
        return self.approved().exclude(run__published_at=None).filter(holds)


class Proposal(models.Model):
    """Two people whom a run would bring together, with the reasons as data."""

    public_id = PublicIdField()
    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    score = models.PositiveIntegerField()
    parts = models.JSONField(default=list)
    why_not = models.JSONField(default=list)
    approved_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    by_hand_reason = models.CharField(max_length=300, blank=True)
    stays = models.BooleanField(default=False)
    # One of up to three that a mentor chooses from: the pair of the plan that it stands beside.
    beside = models.ForeignKey("self", models.CASCADE, null=True, related_name="suggestions")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "mentor", "mentee"], name="one_proposal_per_pair"
            )
        ]


class Wish(models.Model):
    """A coordinator's pin (keep in every run) or ban (never this pair), with her reason."""

    class Kind(models.TextChoices):
        PIN = "pin"
        BAN = "ban"

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="wishes")
    mentor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentor", "mentee"], name="one_wish_per_pair")
        ]


class BondQuerySet(models.QuerySet["Bond"]):
    def standing(self) -> Self:
        return self.filter(until=None)

    def unchecked_since(self, at: datetime) -> Self:
        return self.filter(Q(checked_at=None) | Q(checked_at__lt=at))


class Bond(models.Model):
    """Who has been whose partner, from when, until when. Written for the rules of later runs."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="bonds")
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    broken_rules = models.JSONField(default=list)
    to_part_at = models.DateTimeField(null=True)
    comes_first = models.BooleanField(default=False)

    objects = BondQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "mentor", "mentee"],
                condition=Q(until=None),
                name="one_standing_bond_per_pair",
            )
        ]
