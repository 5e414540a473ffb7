"""Who may see and move sessions. Times and places are the facts that others see, too."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Person
from turnabout.together.meetings.models import Meeting
from turnabout.together.meetings.queries import delegations_of
from turnabout.together.pairs.models import Pair
from turnabout.together.pairs.policy import PRESENT, is_own

ABOUT_A_MEETING = ("held", "move", "pulse")
ABOUT_A_PAIR = ("pair", "book")
DELEGATE = "delegate"
FEED = "feed"
WITH_DATES = ("mentor", "mentee", "delegate", "facilitator")

tells(
    "meetings.times",
    _("Seen by you two, the coordinator and whoever arranges for you: times and places only."),
)
tells("meetings.delegate", _("You see times and places. Nothing else."))
tells("meetings.devices", _("Seen by you two: that each of you went through it, nothing more."))
tells(
    "meetings.feed",
    _(
        "Your calendar can be read by whoever has its address: times, places and numbers of "
        "sessions. No names, and nothing that is said."
    ),
)
tells("meetings.kind", _("Seen by you two. Mails and calendars say nothing of it."))
tells("meetings.held", _("The coordinator sees that you met, not what was said."))


@shows(Meeting, by_link=(*ABOUT_A_MEETING, *ABOUT_A_PAIR, DELEGATE, FEED))
def meetings(actor: Actor) -> Q:
    if actor.scope is None:
        coordinated = Q(pair__programme_id__in=actor.programmes_as("coordinator"))
        return _of_own_pairs(actor) | _arranged(actor) | coordinated
    if actor.scope.purpose == DELEGATE:
        return _arranged(actor)
    if actor.scope.purpose == FEED:
        return _of_own_pairs(actor) | _arranged(actor)
    if actor.scope.purpose in ABOUT_A_PAIR:
        return _of_own_pairs(actor) & Q(pair__public_id=actor.scope.about)
    return _of_own_pairs(actor) & Q(public_id=actor.scope.about)


@allows(Meeting, "move", by_link=("move", "pair", DELEGATE))
def may_move(actor: Actor, meeting: Meeting) -> bool:
    return _is_of_the_two(actor, meeting) or _may_arrange(actor, meeting)


@allows(Meeting, "mark", by_link=("held", "pair"))
def may_mark(actor: Actor, meeting: Meeting) -> bool:
    return _is_of_the_two(actor, meeting)


@allows(Meeting, "prepare", by_link=("pair",))
def may_prepare(actor: Actor, meeting: Meeting) -> bool:
    """Say what kind of session it is, and go through the checklist for one's own device."""
    return _is_of_the_two(actor, meeting)


@allows(Meeting, "carry", by_link=("move", "pair"))
def may_carry(actor: Actor, meeting: Meeting) -> bool:
    """Take the calendar file of a session home."""
    return _is_of_the_two(actor, meeting)


@allows(Person, "subscribe", by_link=("pair", DELEGATE))
def may_subscribe(actor: Actor, person: Person) -> bool:
    """Whoever has dates may have them in her own calendar; nobody for somebody else."""
    has_dates = actor.programmes_as(*WITH_DATES, standings=PRESENT)
    return actor.person_id == person.pk and bool(has_dates)


@allows(Pair, "book", by_link=ABOUT_A_PAIR)
def may_book(actor: Actor, pair: Pair) -> bool:
    return pair.is_together and is_own(actor, pair)


def _of_own_pairs(actor: Actor) -> Q:
    mentoring = actor.programmes_as("mentor", standings=PRESENT)
    learning = actor.programmes_as("mentee", standings=PRESENT)
    return Q(pair__mentor_id=actor.person_id, pair__programme_id__in=mentoring) | Q(
        pair__mentee_id=actor.person_id, pair__programme_id__in=learning
    )


def _arranged(actor: Actor) -> Q:
    """The sessions, not ended, of everybody this person arranges for in that programme."""
    if not actor.programmes_as("delegate"):
        return NOTHING
    arranged = NOTHING
    for delegation in delegations_of(actor.person_id):
        arranged |= Q(
            pair__mentee_id=delegation.principal_id,
            pair__programme_id=delegation.programme_id,
            pair__ended_at=None,
            cancelled_at=None,
        )
    return arranged


def _is_of_the_two(actor: Actor, meeting: Meeting) -> bool:
    pair = meeting.pair
    side = "mentor" if actor.person_id == pair.mentor_id else "mentee"
    is_one = actor.person_id in (pair.mentor_id, pair.mentee_id)
    return is_one and pair.programme_id in actor.programmes_as(side, standings=PRESENT)


def _may_arrange(actor: Actor, meeting: Meeting) -> bool:
    pair = meeting.pair
    if actor.holds("coordinator", pair.programme_id):
        return actor.scope is None
    arranges = delegations_of(actor.person_id).filter(
        programme_id=pair.programme_id, principal_id=pair.mentee_id
    )
    return actor.holds("delegate", pair.programme_id) and arranges.exists()
