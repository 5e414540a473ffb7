from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from turnabout.foundation.common.ids import PublicIdField, TextField
from turnabout.foundation.trust.policy import VisibleQuerySet


class Organisation(models.Model):
    """Whose people these are. It stands above every row."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()


class Level(models.Model):
    """A word for a step of seniority, as staff lists have it; a higher rank is more senior.

    Words of one rank count as the same, and are shown as they are `called`.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="levels")
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField()
    called = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rank", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_level_per_name")
        ]

    @property
    def title(self) -> str:
        return self.called or self.name


class Place(models.Model):
    """What somebody said of a word for a place of work: what it is called, and its time zone."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    called = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_place_per_name")
        ]


class Criterion(models.Model):
    """A column of staff lists that is kept to match people by, and what people call it.

    `key` is the heading as lists have it. What somebody has there stands with her.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=80)
    kept_since = models.DateTimeField()

    class Meta:
        ordering = ["name", "key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_criterion_per_key")
        ]


# What stands where a name was taken away. No staff list calls anybody so.
NO_NAME = "\N{EMPTY SET}"


class NameField(TextField):
    """The name of somebody; where it was taken away, words for that, in the reader's language."""

    def from_db_value(self, value: str | None, *_where: Any) -> str | None:
        return gettext("somebody who left") if value == NO_NAME else value


# A person added by hand has this number until a staff list brings the real one.
BY_HAND = "by-hand:"


class PersonQuerySet(VisibleQuerySet["Person"]):
    def present(self) -> Self:
        return self.filter(left_on=None)

    def able_to_take_up(self, organisation_id: int) -> Self:
        """Who can take up a programme that nobody runs: those who run programmes, and owners."""
        is_appointed = Q(appointments__role="coordinator", appointments__until=None)
        can = self.present().filter(is_appointed | Q(user__is_owner=True))
        return can.filter(organisation_id=organisation_id).distinct()


class Person(models.Model):
    """Who somebody is, by the organisation's own number. Never bound by a mail address."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    hr_id = models.CharField(max_length=64)
    name = NameField(max_length=160)
    given_name = NameField(max_length=80, blank=True)
    job_title = models.CharField(max_length=160, blank=True)
    level = models.ForeignKey(Level, models.SET_NULL, null=True, related_name="people")
    unit = models.CharField(max_length=120, blank=True)
    # `place` is what everybody reads, `listed_place` the word of the staff list it stands for.
    place = models.CharField(max_length=120, blank=True)
    listed_place = models.CharField(max_length=120, blank=True)
    place_zone = models.CharField(max_length=64, blank=True)
    manager = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reports")
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10, blank=True)
    user = models.OneToOneField("accounts.User", models.SET_NULL, null=True, related_name="person")
    started_on = models.DateField(null=True)
    away_until = models.DateField(null=True)
    left_on = models.DateField(null=True)
    # What she has in the columns that are kept to match people by, by the key of the column.
    kept = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "hr_id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "hr_id"], name="one_person_per_hr_id")
        ]

    @property
    def is_by_hand(self) -> bool:
        return self.hr_id.startswith(BY_HAND)

    @property
    def clock_zone(self) -> str:
        return self.zone or self.place_zone or self.organisation.zone

    def work_at(self, word: str, places: Mapping[str, Place]) -> None:
        """Stand where the staff list says, as the organisation understands that word."""
        known = places.get(word)
        self.listed_place = word
        self.place, self.place_zone = (known.called, known.zone) if known else (word, "")

    @property
    def address(self) -> str:
        """Where to write to now; empty when no address is known."""
        current = [row for row in self.addresses.all() if row.until is None]
        return current[-1].address if current else ""


class Address(models.Model):
    """A mail address somebody had, from one day to another. Compared without case."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    address = models.EmailField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(models.functions.Lower("address"), name="address_without_case")]

    def was_current_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class SamePerson(models.Model):
    """What somebody answered when a new staff number looked like a person who is known."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    hr_id = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, related_name="likenesses")
    is_same = models.BooleanField()
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "hr_id", "person"], name="one_answer_per_likeness"
            )
        ]


class Appointment(models.Model):
    """Somebody who runs programmes, or audits them, for a whole organisation."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator"
        AUDITOR = "auditor"

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(until=None), name="one_open_appointment"
            )
        ]


class ImportBatchQuerySet(VisibleQuerySet["ImportBatch"]):
    def waiting(self, at: datetime) -> Self:
        """Asked for, not done, and in nobody's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, applied_at=None).exclude(asked_at=None)


class ImportBatch(models.Model):
    """One staff list: as it came, how it was understood, what it changed, and whether undone."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=80, blank=True)
    # What the columns were understood to mean, and the dry run of a large list, as plain data.
    understood = models.JSONField(default=dict)
    checked = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_with = models.JSONField(default=dict)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    @property
    def is_under_way(self) -> bool:
        return self.asked_at is not None and self.applied_at is None

    @property
    def is_being_checked(self) -> bool:
        return self.is_under_way and self.asked_with.get("what") == "check"
