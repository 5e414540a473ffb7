from django.db import models
from django.db.models import Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person


class Topic(models.Model):
    """Something to talk about or to learn, in one organisation's catalogue.

    The row holds what is said now. One that an organisation added keeps what it said at first in
    `first_words`, by language and sentence; the others find that among what was shipped.
    """

    class Kind(models.TextChoices):
        SKILL = "skill"
        VIEW = "view"
        PRACTICE = "practice"

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=80)
    group = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_lived_experience = models.BooleanField(default=False)
    names = models.JSONField(default=dict)
    keywords = models.JSONField(default=dict)
    ladder = models.JSONField(default=list)
    first_words = models.JSONField(default=dict)
    is_reworded = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_topic_per_slug")
        ]

    @property
    def has_levels(self) -> bool:
        """Whether whoever offers it says how well she knows it.

        The steps of a view are for those who learn about it: how somebody sees a thing from where
        she stands is hers as it is.
        """
        return bool(self.ladder) and self.kind != self.Kind.VIEW


class TopicAlias(models.Model):
    """Other words for a topic, learned from a choice that somebody confirmed.

    Only the stems of the words are kept, and no rule shows a row to anybody: an alias makes the
    search better and says nothing else. It goes when the person who taught it goes.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
    words = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField()
    taught_by = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "words"], name="one_alias_per_topic"),
            models.CheckConstraint(condition=~Q(words=""), name="alias_has_words"),
        ]
