"""Applications are their authors'. Coordinators and readers see what is sent, never what is sealed.

Nothing here shows `Boundaries`: no rule is declared for it, so nobody sees a row of it.
"""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.questions.models import Question
from turnabout.frame.questions.policy import seen_by
from turnabout.joining.applications.models import Application, OwnWords, PlaceOffer, TimeRequest

APPLY, PLACE, TIME = "apply", "place", "time"
MAY_APPLY = (Standing.INVITED, Standing.ACTIVE)

SEEN_OFFERS = tells(
    "applications.offers",
    _(
        "What you offer is seen by the coordinator, by those who choose who takes part and by your"
        " partner. Ask first and off limits are seen only by you: the matching uses them and says"
        " nothing."
    ),
)
SEEN_SEALED = tells(
    "applications.sealed",
    _("Seen only by you. It is sealed, and neither the matching nor anybody else reads it."),
)
SEEN_LIVED = tells(
    "applications.lived",
    _(
        "Seen only by you. It is sealed, and deleted 90 days after the last sessions. The matching"
        " reads it, and no page, list, file or reason names it. Whoever hopes for such a topic and"
        " is proposed to you may guess it; you are asked first, and may say no."
    ),
)
SEEN_ACCESS = tells(
    "applications.access",
    _("Seen by you and the coordinator. Your partner sees it only if you tick the box."),
)
SEEN_AVOID = tells(
    "applications.avoid",
    _(
        "Seen only by you. Not by the coordinator, not by the person. They will not be proposed,"
        " and nobody learns why."
    ),
)
SEEN_PARTNER = tells(
    "applications.partner",
    _("Seen by the coordinator, and by your partner once you have both said yes."),
)
SEEN_COORDINATOR = tells("applications.coordinator", _("Seen by the coordinator."))
SEEN_READINGS = tells(
    "applications.readings",
    _(
        "What a reader writes about an application is seen by the coordinator, and by other readers"
        " once they have read it themselves."
    ),
)
SEEN_TIME = tells(
    "applications.time",
    _(
        "Your manager is asked for time only if you say so, and sees how many hours it is and"
        " nothing else of you or the programme."
    ),
)
SEEN_DELEGATE = tells(
    "applications.hours",
    _("You see and fill the hours. Nothing else of the application is shown here."),
)


@shows(Application, by_link=(APPLY,))
def applications(actor: Actor) -> Q:
    """Her own; those that were sent, for who coordinates or reads. Nobody reads her own report."""
    if actor.person_id is None:
        return NOTHING
    if actor.scope is not None:
        return Q(membership__public_id=actor.scope.about, membership__person_id=actor.person_id)
    own = Q(membership__person_id=actor.person_id, membership__ended_at=None)
    sent = Q(sent_at__isnull=False, withdrawn_at=None)
    coordinates = Q(membership__programme_id__in=actor.programmes_as("coordinator"))
    reads = Q(membership__programme_id__in=actor.programmes_as("reader"))
    reports = Q(membership__person__manager_id=actor.person_id)
    return own | (sent & (coordinates | (reads & ~reports)))


@shows(OwnWords, by_link=(APPLY,))
def own_words(actor: Actor) -> Q:
    """Her own, and for coordinators those of applications that were sent."""
    if actor.person_id is None:
        return NOTHING
    if actor.scope is not None:
        return Q(
            application__membership__public_id=actor.scope.about,
            application__membership__person_id=actor.person_id,
        )
    own = Q(application__membership__person_id=actor.person_id)
    sent = Q(
        application__membership__programme_id__in=actor.programmes_as("coordinator"),
        application__sent_at__isnull=False,
        application__withdrawn_at=None,
    )
    return own | sent


@allows(OwnWords, "place", "set_aside")
def may_place(actor: Actor, own: OwnWords) -> bool:
    """Whoever may select the applicant."""
    return may_select(actor, own.application)


@allows(Membership, "apply", by_link=(APPLY,))
def may_apply(actor: Actor, membership: Membership) -> bool:
    """The member herself, as long as she is invited or takes part."""
    if actor.person_id is None or actor.person_id != membership.person_id:
        return False
    if actor.scope is not None and not actor.came_for(APPLY, membership.public_id):
        return False
    return membership.standing in MAY_APPLY


@allows(Membership, "fill_hours", by_link=(APPLY,))
def may_fill_hours(actor: Actor, membership: Membership) -> bool:
    """The member, or the delegate she named: a delegate fills times and nothing else."""
    if may_apply(actor, membership):
        return True
    if actor.scope is not None or membership.standing not in MAY_APPLY:
        return False
    if actor.person_id is None or not actor.holds("delegate", membership.programme_id):
        return False
    return (
        Membership.objects.active()
        .filter(
            programme_id=membership.programme_id,
            person_id=actor.person_id,
            role=Membership.Role.DELEGATE,
            principal_id=membership.person_id,
        )
        .exists()
    )


@allows(Programme, "choose")
def may_choose(actor: Actor, programme: Programme) -> bool:
    return actor.holds("coordinator", programme.pk)


@allows(Organisation, "cap_load")
def may_cap_load(actor: Actor, organisation: Organisation) -> bool:
    """The cap holds over all programmes, so whoever runs programmes for all sets it."""
    return "coordinator" in actor.appointments and actor.organisation_id == organisation.pk


@allows(Application, "decide", "ask_for_time")
def may_select(actor: Actor, application: Application) -> bool:
    """A coordinator, but not over her own application or that of somebody she leads."""
    membership = application.membership
    is_concerned = actor.person_id in (membership.person_id, membership.person.manager_id)
    return actor.holds("coordinator", membership.programme_id) and not is_concerned


@allows(Application, "assess")
def may_assess(actor: Actor, application: Application) -> bool:
    """Give a reading, or note what a talk showed: coordinators and readers, as for decisions."""
    membership = application.membership
    is_concerned = actor.person_id in (membership.person_id, membership.person.manager_id)
    reads = actor.holds("reader", membership.programme_id)
    return (reads or actor.holds("coordinator", membership.programme_id)) and not is_concerned


@shows(PlaceOffer, by_link=(PLACE, APPLY))
def place_offers(actor: Actor) -> Q:
    """Offers of a place to the person herself; the link to her application opens them too."""
    if actor.person_id is None:
        return NOTHING
    own = Q(application__membership__person_id=actor.person_id)
    if actor.scope is None:
        return own
    if actor.scope.purpose == APPLY:
        return own & Q(application__membership__public_id=actor.scope.about)
    return own & Q(public_id=actor.scope.about)


@allows(PlaceOffer, "answer", by_link=(PLACE, APPLY))
def may_answer_offer(actor: Actor, offer: PlaceOffer) -> bool:
    return actor.person_id == offer.application.membership.person_id


@shows(TimeRequest, by_link=(TIME,))
def time_requests(actor: Actor) -> Q:
    """What a line manager is asked, by the manager alone."""
    if actor.person_id is None:
        return NOTHING
    own = Q(manager_id=actor.person_id)
    return own if actor.scope is None else own & Q(public_id=actor.scope.about)


@allows(TimeRequest, "answer", by_link=(TIME,))
def may_answer_for_time(actor: Actor, request: TimeRequest) -> bool:
    return actor.person_id == request.manager_id


@allows(Application, "withdraw", by_link=(APPLY,))
def may_withdraw(actor: Actor, application: Application) -> bool:
    return may_apply(actor, application.membership)


def levels_seen_by(question: Question) -> str:
    """Who reads what somebody offers: as the question of offers names them."""
    readers = Question(question_set=question.question_set, audience=question.offer_audience)
    return seen_by(readers)


def offers_seen_by(question: Question) -> str:
    """The line under a question of three ways, made from both of its audiences."""
    readers = levels_seen_by(question)
    return str(
        format_lazy(
            _(
                "Offers: {readers} Ask first and off limits: seen only by you. The matching uses"
                " them and says nothing."
            ),
            readers=readers[:1].lower() + readers[1:],
        )
    )
