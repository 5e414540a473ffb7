"""Who may see and do what in a pair. The two have the same rights; others see facts, not words."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.trust.policy import allows, shows, tells
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.together.pairs.models import (
    Agreement,
    Comment,
    Commitment,
    Exchange,
    Goal,
    Introduction,
    Mediation,
    Message,
    Pair,
    PrivateNote,
    SharedNote,
    Step,
)

# A paused person keeps her own pair in sight; she needs it to come back or to leave.
PRESENT = (Standing.ACTIVE, Standing.PAUSED)
LINKS = ("answer-pair", "pair", "book")

tells("pairs.shared", _("Seen by you two. The coordinator sees that it exists, not what it says."))
tells("pairs.agreement", _("Seen by you two. The coordinator sees whether it is signed."))
tells("pairs.goals", _("Seen by you two. The coordinator sees neither the words nor how many."))
tells(
    "pairs.promises",
    _("Seen by you two. The coordinator sees neither the words nor how it ended."),
)
tells(
    "pairs.initiative",
    _(
        "Seen by you two. The coordinators and sponsors see how many serve an initiative, from five"
        " seniors on, and never which or whose."
    ),
)
tells("pairs.balance", _("Seen by you two alone. Nobody else can open this page or its numbers."))
tells("pairs.note", _("Seen only by you."))
tells("pairs.answer.mentor", _("You are asked first. If you say no, nobody learns of it."))
tells(
    "pairs.answer.mentee",
    _("A no is told to nobody. The other person hears only whether this pairing came about."),
)
tells(
    "pairs.leave",
    _("Both of you get the same neutral note on another day, without a name or reason."),
)
tells(
    "pairs.mediation",
    _("The coordinator sees that you ask. Your partner hears nothing before you both agree."),
)
tells("pairs.next", _("The coordinator sees whether you can be matched. Your partner does not."))
tells("pairs.lines", _("Seen by you two. Nobody is told whether or when a line was read."))
tells("pairs.shared_notes", _("Seen by you two alone, and only while both of you want notes."))
tells("pairs.introductions", _("Seen by you two alone. No reason is asked for a no."))
tells("pairs.summary", _("Made for you alone. It is sent to nobody and kept nowhere."))
tells(
    "pairs.care",
    _("You see days, never by whose doing. Each of the two gets the same note on the same day."),
)
tells("pairs.facts", _("You see that sessions happen and papers are signed, never what is said."))


def own_pairs(actor: Actor) -> Q:
    """The pairs somebody is half of. A mentee sees hers once the mentor has said yes."""
    mentoring = actor.programmes_as("mentor", standings=PRESENT)
    learning = actor.programmes_as("mentee", standings=PRESENT)
    own = Q(mentor_id=actor.person_id, programme_id__in=mentoring) | Q(
        mentee_id=actor.person_id, programme_id__in=learning, mentor_accepted_at__isnull=False
    )
    return own & Q(public_id=actor.scope.about) if actor.scope else own


def is_own(actor: Actor, pair: Pair, standings: tuple[Standing, ...] = PRESENT) -> bool:
    """Whether this pair is hers, by the same rule as `own_pairs`."""
    if actor.scope and actor.scope.about != pair.public_id:
        return False
    if actor.person_id == pair.mentor_id:
        return pair.programme_id in actor.programmes_as("mentor", standings=standings)
    is_mentee = actor.person_id == pair.mentee_id and pair.mentor_accepted_at is not None
    return is_mentee and pair.programme_id in actor.programmes_as("mentee", standings=standings)


@shows(Pair, by_link=LINKS)
def pairs(actor: Actor) -> Q:
    if actor.scope:
        return own_pairs(actor)
    return own_pairs(actor) | Q(programme_id__in=actor.programmes_as("coordinator"))


@allows(Pair, "open", by_link=("answer-pair", "pair"))
def may_open(actor: Actor, pair: Pair) -> bool:
    """The page of the two, with times and states."""
    return is_own(actor, pair)


@allows(Pair, "answer", by_link=("answer-pair", "pair"))
def may_answer(actor: Actor, pair: Pair) -> bool:
    return is_own(actor, pair, (Standing.ACTIVE,))


@allows(Pair, "read", by_link=("pair",))
def may_read(actor: Actor, pair: Pair) -> bool:
    """The words of the two. Whoever lets an assistant open her mail signs in to read them."""
    if not is_own(actor, pair) or pair.mentee_accepted_at is None:
        return False
    return actor.scope is None or not _mail_is_opened_by_others(actor, pair)


@allows(Pair, "write", by_link=("pair",))
def may_write(actor: Actor, pair: Pair) -> bool:
    return pair.is_together and may_read(actor, pair)


@allows(Pair, "leave", by_link=("pair",))
def may_leave(actor: Actor, pair: Pair) -> bool:
    return pair.is_together and is_own(actor, pair)


@allows(Pair, "talk", by_link=("pair",))
def may_talk(actor: Actor, pair: Pair) -> bool:
    """Lines go to and fro while the two meet; a pause and an end are quiet."""
    return pair.paused_at is None and may_write(actor, pair)


@allows(Pair, "go_on", by_link=("pair",))
def may_go_on(actor: Actor, pair: Pair) -> bool:
    """What each does after an ending, for herself."""
    return pair.ended_at is not None and is_own(actor, pair)


@allows(Pair, "care")
def may_care(actor: Actor, pair: Pair) -> bool:
    """The coordinator's page of a pair, unless it is her own."""
    return actor.holds("coordinator", pair.programme_id) and not pair.has(actor.person)


@allows(Pair, "keep_notes")
def may_keep_notes(actor: Actor, pair: Pair) -> bool:
    return pair.mentee_accepted_at is not None and is_own(actor, pair)


@allows(Programme, "see_pairs")
def may_see_pairs(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@shows(Agreement, by_link=("pair",))
def agreements(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Goal, by_link=("pair",))
def goals(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Commitment, by_link=("pair",))
def commitments(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Comment, by_link=("pair",))
def comments(actor: Actor) -> Q:
    return Q(agreement__in=Agreement.objects.filter(_within_own(actor)))


@shows(Step, by_link=("pair",))
def steps(actor: Actor) -> Q:
    return Q(goal__in=Goal.objects.filter(_within_own(actor)))


@shows(Exchange, by_link=("pair",))
def exchanges(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Message, by_link=("pair",))
def messages(actor: Actor) -> Q:
    return _within_own(actor)


@shows(SharedNote, by_link=("pair",))
def shared_notes(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Introduction, by_link=("pair",))
def introductions(actor: Actor) -> Q:
    return _within_own(actor)


@shows(Mediation, by_link=("pair",))
def mediations(actor: Actor) -> Q:
    own = _within_own(actor) & Q(asked_by=actor.person_id)
    if actor.scope:
        return own
    me = actor.person_id
    others = ~Q(pair__mentor=me) & ~Q(pair__mentee=me)
    return own | (others & Q(pair__programme_id__in=actor.programmes_as("coordinator")))


@shows(PrivateNote)
def private_notes(actor: Actor) -> Q:
    present = actor.programmes_as("mentor", "mentee", standings=PRESENT)
    return Q(author_id=actor.person_id, pair__programme_id__in=present)


def _within_own(actor: Actor) -> Q:
    return Q(pair__in=Pair.objects.filter(own_pairs(actor), mentee_accepted_at__isnull=False))


def _mail_is_opened_by_others(actor: Actor, pair: Pair) -> bool:
    delegations = Membership.objects.active().filter(
        programme_id=pair.programme_id, role="delegate", principal_id=actor.person_id
    )
    return delegations.exists()
