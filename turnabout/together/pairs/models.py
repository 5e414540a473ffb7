from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.trust.policy import VisibleQuerySet
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Initiative, Membership, Programme
from turnabout.joining.matching.models import Proposal

# How long the two have, together, to answer. What came of it is told on that day and not before,
# so that nobody can read from the day whether somebody said no or nobody answered.
ANSWER_DAYS = 10
# How many of those days are the mentor's, so that the mentee has the rest at least.
MENTOR_DAYS = 6
REMIND_AFTER_DAYS = 3
SECOND_THOUGHTS_DAYS = 21


class PairQuerySet(VisibleQuerySet["Pair"]):
    def open(self) -> Self:
        return self.filter(ended_at=None, closed_unformed_at=None)

    def as_told(self, at: datetime) -> Self:
        """Pairs as the two may know them: a no that is not told yet still counts as waiting."""
        is_untold = Q(proposed_at__gt=at - timedelta(days=ANSWER_DAYS))
        return self.filter(Q(mentee_accepted_at__isnull=False) | is_untold, ended_at=None)

    def asked(self) -> Self:
        """Pairs to which not both have answered yet."""
        return self.open().filter(mentee_accepted_at=None)

    def out_of_time(self, at: datetime) -> Self:
        """Pairs to which whoever was asked has not answered within her days."""
        mentors_days_are_over = Q(
            mentor_accepted_at=None, proposed_at__lte=at - timedelta(days=MENTOR_DAYS)
        )
        all_days_are_over = Q(proposed_at__lte=at - timedelta(days=ANSWER_DAYS))
        return self.asked().filter(mentors_days_are_over | all_days_are_over)

    def in_one_choice_with(self, pair: "Pair") -> Self:
        """This pair and the others that its mentor chooses from, the pair of the plan first."""
        if pair.proposal is None:
            return self.filter(pk=pair.pk)
        plan = pair.proposal.beside_id or pair.proposal_id
        theirs = self.filter(Q(proposal=plan) | Q(proposal__beside=plan))
        return theirs.order_by(F("proposal__beside").asc(nulls_first=True), "pk")

    def together(self) -> Self:
        """Pairs to which both have said yes and that have not ended."""
        return self.open().exclude(mentee_accepted_at=None)

    def meeting_now(self) -> Self:
        """Pairs that are together and not paused."""
        return self.together().filter(paused_at=None)


class Pair(models.Model):
    """A mentor and a mentee. Asked first: the mentor, in private; then the mentee."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="pairs")
    proposal = models.OneToOneField(Proposal, models.SET_NULL, null=True, related_name="pair")
    mentor_membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    mentee_membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="pairs_as_mentee")
    proposed_at = models.DateTimeField()
    mentor_accepted_at = models.DateTimeField(null=True)
    mentee_accepted_at = models.DateTimeField(null=True)
    closed_unformed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    back_on = models.DateField(null=True)
    mentor_ready_at = models.DateTimeField(null=True)
    mentee_ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    mentor_notes_on_at = models.DateTimeField(null=True)
    mentee_notes_on_at = models.DateTimeField(null=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["mentee__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="a_pair_is_two_people")
        ]

    @property
    def is_together(self) -> bool:
        return (
            self.mentee_accepted_at is not None
            and self.ended_at is None
            and self.closed_unformed_at is None
        )

    @property
    def key_holder(self) -> str:
        """The holder of the key under which this pair's texts are sealed."""
        return f"pair:{self.public_id}"

    @property
    def answer_until(self) -> datetime:
        return self.proposed_at + timedelta(days=ANSWER_DAYS)

    @property
    def mentor_until(self) -> datetime:
        """Until when the mentor is asked; who says nothing until then is asked no longer."""
        return self.proposed_at + timedelta(days=MENTOR_DAYS)

    @property
    def has_shared_notes(self) -> bool:
        """Off until both have switched them on."""
        return self.mentor_notes_on_at is not None and self.mentee_notes_on_at is not None

    @property
    def second_thoughts_until(self) -> datetime | None:
        """Until when an ending counts as a first look that led no further."""
        if self.mentee_accepted_at is None:
            return None
        return self.mentee_accepted_at + timedelta(days=SECOND_THOUGHTS_DAYS)

    def other_person(self, person: Person) -> Person:
        return self.mentee if person == self.mentor else self.mentor

    def membership_of(self, person: Person) -> Membership:
        return self.mentor_membership if person == self.mentor else self.mentee_membership

    def side_of(self, person: Person) -> str:
        return "mentor" if person == self.mentor else "mentee"

    def has(self, person: Person | None) -> bool:
        return person is not None and person.pk in (self.mentor_id, self.mentee_id)


class Agreement(models.Model):
    """One version of what the two agreed. A new version replaces nothing; it follows.

    `goals` is the start that both signed, sealed with the second signature. Beside each signature
    stands the digest of the words it was given for.
    """

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    clauses = models.BinaryField()
    goals = models.BinaryField(null=True)
    drafted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    mentor_signed_at = models.DateTimeField(null=True)
    mentor_signed_words = models.CharField(max_length=64, blank=True)
    mentor_recused_at = models.DateTimeField(null=True)
    mentee_signed_at = models.DateTimeField(null=True)
    mentee_signed_words = models.CharField(max_length=64, blank=True)
    mentee_recused_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "version"], name="one_agreement_per_version")
        ]

    @property
    def is_signed_by_both(self) -> bool:
        return self.mentor_signed_at is not None and self.mentee_signed_at is not None

    @property
    def is_signed_by_one(self) -> bool:
        return self.mentor_signed_at is not None or self.mentee_signed_at is not None


class Comment(models.Model):
    """What one of the two says about a clause. It changes no words and no signature."""

    public_id = PublicIdField()
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    clause = models.SlugField(max_length=40)
    words = models.BinaryField()
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]


class Revisit(models.Model):
    """The two were asked to look at their agreement again, and what they said."""

    class Reason(models.TextChoices):
        THIRD_SESSION = "third_session"
        MIDDLE = "middle"
        END = "end"
        ORGANISATION = "organisation"

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="revisits")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    asked_at = models.DateTimeField()
    mentor_content_at = models.DateTimeField(null=True)
    mentee_content_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]


class Goal(models.Model):
    """What one of the two hopes for, sealed under the pair's key; frozen when both have signed.

    `details` says how one will know, what it should help to decide, and where on the ladder of a
    topic it begins. A revised goal is a new one that replaces the old. Which initiative it serves
    is no part of the words, and counted without them.
    """

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    details = models.BinaryField(null=True)
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="goals")
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaced_by")
    written_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    unmet_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.unmet_at is None and self.dropped_at is None


class Step(models.Model):
    """A step towards a goal, with a day. `is_action` is what follows from a goal not reached."""

    public_id = PublicIdField()
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    words = models.BinaryField()
    written_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    is_action = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]


class Commitment(models.Model):
    """What was heard, what somebody will do about it, and how it ended. The words are sealed."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="commitments")
    owner = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    heard = models.BinaryField()
    will_do = models.BinaryField(null=True)
    outcome = models.BinaryField(null=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, related_name="commitments"
    )
    heard_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    mattered = models.BooleanField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["heard_at"]

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.handed_over_at is None and self.declined_at is None


class Exchange(models.Model):
    """Something one of the two got from the other, as whoever got it says."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="exchanges")
    giver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    noted_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at"]


class PrivateNote(models.Model):
    """A note only its author can read, sealed under her own key.

    `prompt` is the question it answers, `session` the one it was taken away from. It goes a while
    after the end, unless its author keeps it.
    """

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    prompt = models.SlugField(max_length=40, blank=True)
    session = models.PositiveSmallIntegerField(null=True)
    written_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]


class Turn(models.Model):
    """A dated fact of a pair's life. By whose doing is kept nowhere."""

    class Kind(models.TextChoices):
        PAUSED = "paused"
        RESUMED = "resumed"
        ENDED = "ended"
        COMPLETED = "completed"
        WENT_ON = "went_on"
        STAYS = "stays"

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["at", "pk"]


class Mediation(models.Model):
    """One of the two asks the coordinator for a conversation of three. No words are kept."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="mediations")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "asked_by"],
                condition=Q(withdrawn_at=None, settled_at=None),
                name="one_open_mediation_per_person",
            )
        ]


class SharedNote(models.Model):
    """A note of the two, sealed under the pair's key; it outlives the pair if both keep it."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="shared_notes")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    written_at = models.DateTimeField()
    mentor_kept_at = models.DateTimeField(null=True)
    mentee_kept_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]


class Message(models.Model):
    """A line from one to the other, to arrange things. Whether it was read is kept nowhere."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.BinaryField()
    written_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]


class Introduction(models.Model):
    """A contact that one of the two offers the other. Who and why is sealed."""

    public_id = PublicIdField()
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="introductions")
    offered_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    whom = models.BinaryField()
    why = models.BinaryField()
    offered_at = models.DateTimeField()
    contact_agreed_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at"]

    @property
    def may_be_made(self) -> bool:
        agreed = self.contact_agreed_at is not None and self.wanted_at is not None
        return agreed and self.made_at is None and self.closed_at is None
