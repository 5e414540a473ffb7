from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.actors import Standing
from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person


class PriorityQuerySet(VisibleQuerySet["Priority"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Priority(models.Model):
    """Something an organisation wants to reach. Each programme serves one of them."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="priorities")
    words = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return said(self.words)


class ProgrammeQuerySet(VisibleQuerySet["Programme"]):
    def run_by_nobody(self) -> Self:
        """Not over yet, and without a coordinator who takes part now."""
        running = Membership.objects.active().filter(role=Membership.Role.COORDINATOR)
        return self.filter(closed_at=None).exclude(pk__in=running.values("programme_id"))


class Programme(models.Model):
    """One programme of one host organisation, with the defaults its preset gave it."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    guests = models.ManyToManyField(Organisation, related_name="programmes_as_guest", blank=True)
    name = models.CharField(max_length=120)
    preset = models.SlugField(max_length=40)
    own_preset = models.ForeignKey(
        "OwnPreset", models.SET_NULL, null=True, blank=True, related_name="programmes"
    )
    aim = models.CharField(max_length=300, blank=True)
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    how_we_know = models.CharField(max_length=300, blank=True)
    sessions = models.PositiveSmallIntegerField(default=8)
    gap_days = models.PositiveSmallIntegerField(default=21)
    session_minutes = models.PositiveSmallIntegerField(default=60)
    notice_hours = models.PositiveSmallIntegerField(default=48)
    moves_allowed = models.PositiveSmallIntegerField(default=2)
    level_gap = models.SmallIntegerField(default=2)
    settings = models.JSONField(default=dict)
    starts_on = models.DateField(null=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    launched_despite = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]


class InitiativeQuerySet(VisibleQuerySet["Initiative"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Initiative(models.Model):
    """Something that is under way to reach a programme's priority. Pairs may say what serves it."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="initiatives")
    name = models.CharField(max_length=80)
    line = models.CharField(max_length=200, blank=True)
    sponsor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class OwnPresetQuerySet(VisibleQuerySet["OwnPreset"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class OwnPreset(models.Model):
    """What somebody kept of a programme, to begin others with.

    It holds what differs from the preset it rests on, and which phases follow each other.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="own_presets")
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    preset = models.SlugField(max_length=40)
    values = models.JSONField(default=dict)
    phases = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = OwnPresetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stretch of a programme. Phases open, close, repeat and are skipped in any order."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases")
    kind = models.SlugField(max_length=40)
    wave = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    planned_from = models.DateField(null=True)
    planned_until = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class ReadinessAnswer(models.Model):
    """What a coordinator says about one condition of success, and when she said so."""

    class Answer(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="readiness")
    question = models.SlugField(max_length=40)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "question"], name="one_answer_on_readiness"
            )
        ]


class MembershipQuerySet(VisibleQuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def active(self) -> Self:
        return self.current().filter(paused_at=None).exclude(accepted_at=None)

    def coordinating(self, programme_id: int) -> Self:
        """Who runs a programme now."""
        return self.active().filter(programme_id=programme_id, role=Membership.Role.COORDINATOR)


class Membership(models.Model):
    """A person's role in a programme, dated."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator"
        MENTOR = "mentor"
        MENTEE = "mentee"
        DELEGATE = "delegate"
        SPONSOR = "sponsor"
        GUARDIAN = "guardian"
        AUDITOR = "auditor"
        FACILITATOR = "facilitator"
        READER = "reader"
        GUEST_CONTACT = "guest_contact"

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    principal = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="delegations", blank=True
    )
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    back_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "role"],
                condition=Q(ended_at=None, principal=None),
                name="one_open_membership_per_role",
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "principal"],
                condition=Q(ended_at=None, principal__isnull=False),
                name="one_open_delegation_per_principal",
            ),
            models.CheckConstraint(
                condition=Q(role="delegate", principal__isnull=False)
                | (~Q(role="delegate") & Q(principal__isnull=True)),
                name="a_delegate_has_a_principal",
            ),
        ]

    @property
    def standing(self) -> Standing:
        if self.ended_at:
            return Standing.ENDED
        if self.paused_at:
            return Standing.PAUSED
        return Standing.ACTIVE if self.accepted_at else Standing.INVITED

    def held_role_at(self, at: datetime) -> bool:
        return self.invited_at <= at and (self.ended_at is None or at < self.ended_at)
