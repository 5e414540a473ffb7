from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.topics.models import Topic


class ApplicationQuerySet(VisibleQuerySet["Application"]):
    def sent(self) -> Self:
        return self.exclude(sent_at=None).filter(withdrawn_at=None)

    def to_match(self) -> Self:
        """Sent, not on the reserve list, not turned down, by people who can take part now."""
        return self.sent().filter(
            reserved_at=None,
            refused_at=None,
            membership__ended_at=None,
            membership__paused_at=None,
            membership__accepted_at__isnull=False,
            membership__person__left_on=None,
        )

    def decided_as(self, outcome: str) -> Self:
        """Those that stand so now: `accepted`, `reserve`, `declined`, `undecided`, or all."""
        open_ones = self.filter(reserved_at=None, refused_at=None)
        found = {
            "accepted": open_ones.exclude(accepted_at=None),
            "undecided": open_ones.filter(accepted_at=None),
            "reserve": self.exclude(reserved_at=None),
            "declined": self.exclude(refused_at=None),
        }
        return found.get(outcome, self)

    def like(self, words: str, *, topics: Sequence[Topic] = ()) -> Self:
        """Whose applicant carries these words, or who names one of these topics."""
        if not words.strip():
            return self
        person = Q(membership__person__name__icontains=words) | Q(
            membership__person__unit__icontains=words
        )
        named = Q(offers__topic__in=topics) | Q(wants__topic__in=topics)
        return self.filter(person | named).distinct()


class Application(models.Model):
    """What one member offers, asks for and can do. Saved at every step."""

    public_id = PublicIdField()
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="application")
    step = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    hours = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    gives_back = models.JSONField(default=list)
    places_wanted = models.PositiveSmallIntegerField(default=1)
    places_at_most = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    reserved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    promises_accepted_at = models.DateTimeField(null=True)
    shows_access_needs = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["membership__person__name", "pk"]

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None and self.withdrawn_at is None

    @property
    def outcome(self) -> str:
        """What was decided, as one of the outcomes of a decision; empty while nothing is."""
        if self.refused_at:
            return Decision.Outcome.DECLINED
        if self.reserved_at:
            return Decision.Outcome.RESERVE
        return Decision.Outcome.ACCEPTED if self.accepted_at else ""

    @property
    def places(self) -> str:
        """How many partners she hopes for and takes at most, as forms carry it."""
        return f"{self.places_wanted}-{self.places_at_most}"


class Acceptance(models.Model):
    """That the applicant read the duties and promises of both sides, in these very words."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="acceptances")
    version = models.CharField(max_length=40)
    words = models.JSONField(default=dict)
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["accepted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version"], name="one_acceptance_per_version"
            )
        ]


class Offer(models.Model):
    """A topic the applicant would talk about or teach, and how well she knows it.

    A level is the step of the topic's ladder: 1 with help, 2 alone, 3 can teach or passes it on.
    A view stays at 2: it counts fully, whoever offers it. A talk may confirm the level; then it is
    no longer the applicant's to set.
    """

    WITH_HELP, ALONE, CAN_TEACH = 1, 2, 3

    application = models.ForeignKey(Application, models.CASCADE, related_name="offers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=ALONE)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "topic"], name="one_offer_per_topic")
        ]

    @property
    def says_level(self) -> bool:
        """Whether its level is known: a mentor was asked for it, or a talk showed it."""
        was_asked = self.application.membership.role == Membership.Role.MENTOR
        return self.topic.has_levels and (was_asked or self.confirmed_at is not None)


class Want(models.Model):
    """A topic the applicant wants to learn about; rank 1 is the first wish."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="wants")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "topic"], name="one_want_per_topic")
        ]


class OwnWordsQuerySet(VisibleQuerySet["OwnWords"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class OwnWords(models.Model):
    """What an applicant offers or wants in words that no topic fits, for a coordinator to place."""

    public_id = PublicIdField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="own_words")
    words = models.CharField(max_length=120)
    kept_at = models.DateTimeField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    objects = OwnWordsQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "words"], name="own_words_once"),
            models.CheckConstraint(condition=~Q(words=""), name="own_words_not_empty"),
        ]


class Boundaries(models.Model):
    """What the applicant keeps to herself, sealed: topics to ask about first, people to avoid.

    Read by its author and by the matching run, never by a page of anybody else.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="boundaries")
    sealed = models.BinaryField()


class LivedExperience(models.Model):
    """Whether a mentor draws on what she has lived, and on what; sealed under her own key.

    Read by its author and by the matching run, never by a page of anybody else. It says nothing
    that it is there: every mentor of such a programme answers, and a no is kept alike.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="lived")
    sealed = models.BinaryField()


class Choosing(models.Model):
    """How one programme chooses: the places on each side, and whether free ones are offered."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="choosing")
    mentors = models.PositiveSmallIntegerField(null=True)
    mentees = models.PositiveSmallIntegerField(null=True)
    answer_days = models.PositiveSmallIntegerField(default=7)
    hides_names = models.BooleanField(default=False)
    offers_from = models.DateTimeField(null=True)

    def target(self, role: str) -> int | None:
        return self.mentors if role == Membership.Role.MENTOR else self.mentees


class LoadCap(models.Model):
    """How many partners one mentor may have at a time, over all programmes of an organisation."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="load_cap")
    partners = models.PositiveSmallIntegerField()


class Decision(models.Model):
    """What was decided about an application, by whom, when and why. A later one adds a row."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Takes part")
        RESERVE = "reserve", _("Reserve list")
        DECLINED = "declined", _("Not this time")

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=300)
    words = models.CharField(max_length=600, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_has_a_reason")
        ]


class PlaceOfferQuerySet(VisibleQuerySet["PlaceOffer"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None, lapsed_at=None)


class PlaceOffer(models.Model):
    """A place that came free, offered to the next on the reserve list until a day."""

    public_id = PublicIdField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="place_offers")
    offered_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    is_taken = models.BooleanField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    objects = PlaceOfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None, lapsed_at=None),
                name="one_waiting_offer_per_application",
            )
        ]


class TimeRequest(models.Model):
    """The line manager is asked for time, because the applicant said that one may ask."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, the time is agreed")
        NO = "no", _("No, not now")
        LATER = "later", _("Later. Ask me again")

    public_id = PublicIdField()
    application = models.OneToOneField(Application, models.CASCADE, related_name="time_request")
    manager = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()
