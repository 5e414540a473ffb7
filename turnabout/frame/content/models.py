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


class TextVersion(models.Model):
    """What an organisation said of one text from a day on, until the next version.

    `kind` names the text: a declared one, `page:…` or `letter:…`. No words are the shipped ones.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="text_versions")
    kind = models.CharField(max_length=160)
    number = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number"], name="one_version_per_number"
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
