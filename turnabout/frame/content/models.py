from typing import Self

from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme


class EditedPage(models.Model):
    """A shipped page that an organisation has rewritten, in one language.

    With a programme it is read by those who take part in that one, before the organisation's own.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="edited_pages")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="edited_pages")
    slug = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=160)
    body = models.TextField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug", "language"],
                condition=Q(programme=None),
                name="one_edit_per_page_and_language",
            ),
            models.UniqueConstraint(
                fields=["programme", "slug", "language"], name="one_edit_per_page_and_programme"
            ),
        ]


class PageVersion(models.Model):
    """What a page said from a moment on, in one place and language; kept when it says other words.

    Without words it is the moment from which the page said again what was shipped.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="page_versions")
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, related_name="page_versions"
    )
    slug = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "slug", "language"])]

    @property
    def is_shipped(self) -> bool:
        return not self.body


class EditedLetter(models.Model):
    """The sentences of one mail that an organisation says in its own words, in one language."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="edited_letters")
    kind = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    words = models.JSONField(default=dict)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language"], name="one_edit_per_letter_and_language"
            )
        ]


class Completion(models.Model):
    """Somebody finished a module. Coordinators see done or not done."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="completions")
    slug = models.CharField(max_length=80)
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "slug"], name="one_completion_per_module")
        ]


class ExceptionQuerySet(VisibleQuerySet["TrainingException"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class TrainingException(models.Model):
    """Somebody may begin without having finished her training; granted by a coordinator."""

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="training_exceptions")
    reason = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(taken_back_at=None),
                name="one_standing_training_exception",
            )
        ]
