from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person


class QuestionSet(models.Model):
    """A form in one organisation: shipped words, or its own."""

    class Purpose(models.TextChoices):
        """Every question is of exactly one of these three kinds."""

        PROGRAMME = "programme"
        CARE = "care"
        FIGURES = "figures"

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="question_sets")
    slug = models.SlugField(max_length=80)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    titles = models.JSONField(default=dict)
    intros = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField(default=60)
    steps = models.JSONField(default=list)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_set_per_slug")
        ]


class CurrentQuestions(models.Manager["Question"]):
    """The questions that are asked now. An answer still leads to the one it was given to."""

    def get_queryset(self) -> models.QuerySet["Question"]:
        return super().get_queryset().filter(retired_at=None)


class Question(models.Model):
    """One question, with what it is for and who reads the answer.

    What people have answered is never rewritten: a change retires the question and asks a newer
    version under the same key, and old answers keep the question they answered.
    """

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    step = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12)
    texts = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    choices = models.JSONField(default=list)
    choices_from = models.CharField(max_length=30, blank=True)
    most = models.PositiveSmallIntegerField(default=0)
    scale = models.JSONField(default=dict)
    audience = models.JSONField(default=list)
    offer_audience = models.JSONField(default=list)
    asked_of = models.CharField(max_length=10, default="everyone")
    is_required = models.BooleanField(default=False)
    source = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    objects = CurrentQuestions()
    every = models.Manager["Question"]()

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "key"],
                condition=Q(retired_at=None),
                name="one_current_question_per_key",
            )
        ]


class Response(models.Model):
    """One set answered. For figures it has no author.

    `code` is how two answers for figures are known to be one person's without knowing whose: only
    her key can make it, and whoever counts the two erases it then.
    """

    public_id = PublicIdField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="responses")
    author = models.ForeignKey(Person, models.CASCADE, null=True, related_name="responses")
    about = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "author", "about"],
                condition=Q(author__isnull=False),
                name="one_response_per_author_and_thing",
            )
        ]


class Answer(models.Model):
    """What was said to one question: open for the programme's questions, sealed for care."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.JSONField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="one_answer_per_question"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(sealed__isnull=True),
                name="answer_is_open_or_sealed",
            ),
        ]
