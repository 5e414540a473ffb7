from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.links import LinkPurpose, leads_to
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes, in_days
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import LinkWanted, finds_hours, still_wanted
from turnabout.foundation.notices.rendering import Sample, sample_to
from turnabout.frame.directory.models import Person
from turnabout.joining.applications.models import Application, Decision, PlaceOffer, TimeRequest
from turnabout.joining.applications.policy import APPLY, PLACE, TIME
from turnabout.joining.applications.queries import duties_of, has_accepted
from turnabout.joining.applications.queries.choosing import hours_asked, is_asked, months_asked
from turnabout.joining.applications.queries.promises import PROMISES_CHANGED, dedupe_of

RECEIVED = "applications/received"
DECISIONS = {
    Decision.Outcome.ACCEPTED: "applications/accepted",
    Decision.Outcome.RESERVE: "applications/reserve",
    Decision.Outcome.DECLINED: "applications/declined",
}
PLACE_OFFER = "applications/place_offer"
TIME_REQUEST = "applications/time_request"


@leads_to(APPLY)
def to_the_application(link: LinkPurpose) -> str:
    return reverse("applications:apply", args=[link.about])


@leads_to(PLACE)
def to_the_place(link: LinkPurpose) -> str:
    return reverse("applications:place_offer", args=[link.about])


@leads_to(TIME)
def to_the_time(link: LinkPurpose) -> str:
    return reverse("applications:time", args=[link.about])


def send_received(application: Application) -> None:
    """Thank the applicant, and give her the way back to what she wrote."""
    _add(RECEIVED, application, dedupe=f"{RECEIVED}:{application.public_id}:{application.sent_at}")


def send_decision(application: Application, outcome: str, *, words: str) -> None:
    """Tell the applicant what was decided, kindly, with the coordinator's own words if any."""
    _add(DECISIONS[Decision.Outcome(outcome)], application, words=words)


def decision_letter(application: Application, outcome: str, *, words: str) -> Sample:
    """The letter about a decision, to read before it leaves."""
    kind = DECISIONS[Decision.Outcome(outcome)]
    return _sample(kind, application.membership.person, _context(application) | {"words": words})


def send_place_offer(offer: PlaceOffer) -> None:
    """Offer a place that came free, until a day."""
    outbox.add(
        PLACE_OFFER,
        to=offer.application.membership.person,
        about=offer,
        context=_place_context(offer),
        links={"action_url": LinkWanted(PLACE, offer.public_id)},
        dedupe=f"{PLACE_OFFER}:{offer.public_id}",
    )


def place_offer_letter(offer: PlaceOffer) -> Sample:
    """The letter that offers a place, to read before the first one leaves."""
    return _sample(PLACE_OFFER, offer.application.membership.person, _place_context(offer))


def send_time_request(request: TimeRequest) -> None:
    """Ask a line manager for the hours. The letter carries nothing else."""
    outbox.add(
        TIME_REQUEST,
        to=request.manager,
        about=request,
        context=_time_context(request),
        links={"action_url": LinkWanted(TIME, request.public_id)},
        dedupe=f"{TIME_REQUEST}:{request.public_id}:{request.asked_at}",
    )


def time_request_letter(request: TimeRequest) -> Sample:
    return _sample(TIME_REQUEST, request.manager, _time_context(request))


def send_promises_changed(application: Application) -> None:
    """Ask somebody to read what she takes on and is promised anew; once for each version."""
    version = duties_of(application.membership.programme).version
    _add(PROMISES_CHANGED, application, dedupe=dedupe_of(application, version))


def promises_changed_letter(application: Application) -> Sample:
    """The letter that asks, to read before the first one leaves."""
    return _sample(PROMISES_CHANGED, application.membership.person, _context(application))


@finds_hours
def working_hours(recipient: str) -> tuple[int, int] | None:
    """From the first to the last hour that somebody offered for sessions, in her own zone."""
    rows = Application.objects.sent().filter(membership__person__public_id=recipient)
    offered = rows.order_by("-sent_at").values_list("hours", flat=True).first()
    hours = sorted(int(hour.split("-")[1]) for hour in offered or ())
    return (hours[0], hours[-1] + 1) if hours else None


@still_wanted(PROMISES_CHANGED)
def has_not_accepted_yet(message: OutboxMessage) -> bool:
    application = Application.objects.sent().filter(public_id=message.about).first()
    return application is not None and not has_accepted(application)


@still_wanted(RECEIVED, *DECISIONS.values())
def is_still_there(message: OutboxMessage) -> bool:
    """Nobody hears of an application that she took back, or of what was decided otherwise since."""
    application = Application.objects.sent().filter(public_id=message.about).first()
    if application is None:
        return False
    if message.kind == RECEIVED:
        return True
    outcome = application.outcome
    return bool(outcome) and DECISIONS[Decision.Outcome(outcome)] == message.kind


@still_wanted(PLACE_OFFER)
def is_still_offered(message: OutboxMessage) -> bool:
    return PlaceOffer.objects.waiting().filter(public_id=message.about).exists()


@still_wanted(TIME_REQUEST)
def may_still_be_asked(message: OutboxMessage) -> bool:
    """Nobody is asked once the applicant has changed her mind, or the manager has."""
    request = TimeRequest.objects.filter(public_id=message.about, answer="").first()
    return request is not None and is_asked(request)


def _context(application: Application) -> dict[str, Any]:
    membership = application.membership
    return {
        "programme_name": membership.programme.name,
        "organisation_name": membership.programme.organisation.name,
        "role": membership.role,
    }


def _place_context(offer: PlaceOffer) -> dict[str, Any]:
    return _context(offer.application) | {"answer_by": offer.answer_by.isoformat()}


def _time_context(request: TimeRequest) -> dict[str, Any]:
    """What a manager is told: who, and how many hours. The programme is not named."""
    programme = request.application.membership.programme
    person = request.application.membership.person
    return {
        "person_name": person.name,
        "hours": hours_asked(programme),
        "months": months_asked(programme),
        "organisation": programme.organisation.name,
    }


def _sample(kind: str, person: Person, context: dict[str, Any]) -> Sample:
    return sample_to(
        kind,
        context,
        recipient=person.public_id,
        name=person.name,
        language=person.language or person.organisation.language,
    )


def _add(
    kind: str, application: Application, *, words: str = "", dedupe: str | None = None
) -> None:
    membership = application.membership
    outbox.add(
        kind,
        to=membership.person,
        about=application,
        context=_context(application) | ({"words": words} if words else {}),
        links={"action_url": LinkWanted(APPLY, membership.public_id)},
        dedupe=dedupe,
    )


describes(
    RECEIVED,
    to=_("Those who apply"),
    why=_("An application has been sent."),
    by_role=lambda: {str(_("Mentor")): {"role": "mentor"}, str(_("Mentee")): {"role": "mentee"}},
)
describes(
    DECISIONS[Decision.Outcome.ACCEPTED],
    to=_("Those who apply"),
    why=_("There is a place, and the matching comes next."),
    by_role=lambda: {str(_("Mentor")): {"role": "mentor"}, str(_("Mentee")): {"role": "mentee"}},
)
describes(
    DECISIONS[Decision.Outcome.RESERVE],
    to=_("Those who apply"),
    why=_("There is no place yet, and the application waits on the reserve list."),
)
describes(
    DECISIONS[Decision.Outcome.DECLINED],
    to=_("Those who apply"),
    why=_("There is no place this time."),
)
describes(
    PLACE_OFFER,
    to=_("Those who apply"),
    why=_("A place has come free."),
    is_to_do=True,
    facts=lambda: {"answer_by": in_days(7)[: len("2026-01-31")]},
)
describes(
    TIME_REQUEST,
    to=_("Line managers of mentors"),
    why=_("A mentor chose to have her manager asked for the hours."),
    manner=Manner.ASK,
    facts=lambda: {
        "person_name": "Ada Nowak",
        "hours": 12,
        "months": 6,
        "organisation": "Northmere Water",
    },
)
describes(
    PROMISES_CHANGED,
    to=_("Those who apply"),
    why=_("The words of duties and promises have changed since they were accepted."),
    manner=Manner.ASK,
)
