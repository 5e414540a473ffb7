"""Reading applications, deciding with a reason, and the reserve list that works by itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now, today
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.questions.services import record_answers
from turnabout.joining.applications import emails
from turnabout.joining.applications.models import (
    Application,
    Choosing,
    Decision,
    LoadCap,
    Offer,
    PlaceOffer,
)
from turnabout.joining.applications.queries.choosing import (
    INTERVIEW,
    RUBRIC,
    choosing_of,
    next_offer,
    reserve_list,
    set_for,
    side_counts,
)

Outcome = Decision.Outcome


@transaction.atomic
def give_reading(application: Application, answers: Mapping[str, Any], *, by: Person) -> None:
    """Say what an application shows, criterion by criterion. A second time changes the first."""
    _record(application, answers, use=RUBRIC, by=by)
    audit.record("application_read", about=application, by=by)


@transaction.atomic
def note_talk(
    application: Application, answers: Mapping[str, Any], levels: Mapping[str, int], *, by: Person
) -> None:
    """Keep what a talk showed. Confirmed steps feed the matching; what was written does not."""
    _record(application, answers, use=INTERVIEW, by=by)
    for slug, level in levels.items():
        own = application.offers.filter(topic__slug=slug)
        own.update(level=min(max(level, Offer.WITH_HELP), Offer.CAN_TEACH), confirmed_at=now())
    audit.record("talk_noted", about=application, by=by)


@transaction.atomic
def decide(
    application: Application, outcome: str, *, reason: str, by: Person, words: str = ""
) -> None:
    """Take an applicant in, keep her on the reserve list or turn her down. She hears it kindly."""
    if not reason.strip():
        raise Refusal(_("Every decision keeps its reason. Write one sentence."))
    if not _settle(application, outcome):
        raise AlreadySo(_("That is decided already, or the application was taken back."))
    _add_decision(application, outcome, reason=reason.strip(), words=words.strip(), by=by)
    PlaceOffer.objects.waiting().filter(application=application).update(lapsed_at=now())
    emails.send_decision(application, outcome, words=words.strip())


@transaction.atomic
def set_places(
    programme: Programme,
    *,
    mentors: int | None,
    mentees: int | None,
    answer_days: int,
    hides_names: bool,
    by: Person,
) -> None:
    """Say how many places there are, how long an offer stands, and whether names are hidden."""
    Choosing.objects.update_or_create(
        programme=programme,
        defaults={
            "mentors": mentors,
            "mentees": mentees,
            "answer_days": answer_days,
            "hides_names": hides_names,
        },
    )
    audit.record("places_set", about=programme, by=by)


@transaction.atomic
def cap_load(organisation: Organisation, partners: int | None, *, by: Person) -> None:
    """Say how many partners one mentor may have over all programmes; None takes the cap away."""
    if partners is None:
        LoadCap.objects.filter(organisation=organisation).delete()
    else:
        LoadCap.objects.update_or_create(organisation=organisation, defaults={"partners": partners})
    audit.record("load_capped", about=organisation, by=by)


@transaction.atomic
def begin_offers(programme: Programme, *, by: Person) -> int:
    """From now on offer a free place to the next on the reserve list. Returns how many are now."""
    choosing = choosing_of(programme)
    if choosing.mentors is None and choosing.mentees is None:
        raise Refusal(_("Say first how many places there are. Then it shows when one is free."))
    Choosing.objects.filter(programme=programme, offers_from=None).update(offers_from=now())
    audit.record("place_offers_begun", about=programme, by=by)
    return offer_free_places(programme)


@transaction.atomic
def stop_offers(programme: Programme, *, by: Person) -> None:
    """Offer no more places by itself. Offers that are out still stand."""
    Choosing.objects.filter(programme=programme).update(offers_from=None)
    audit.record("place_offers_stopped", about=programme, by=by)


@transaction.atomic
def offer_free_places(programme: Programme) -> int:
    """Let offers lapse that nobody answered, and offer what is free to the next. Safe twice."""
    choosing = (
        Choosing.objects.select_for_update()
        .filter(programme=programme)
        .exclude(offers_from=None)
        .first()
    )
    if choosing is None:
        return 0
    _lapse(programme)
    made = 0
    for role, side in side_counts(programme).items():
        waiting = PlaceOffer.objects.waiting().values("application")
        for application in reserve_list(programme, role).exclude(pk__in=waiting)[: side.free]:
            offer = next_offer(programme, application)
            offer.offered_at = now()
            offer.save()
            emails.send_place_offer(offer)
            audit.record("place_offered", about=application)
            made += 1
    return made


@transaction.atomic
def answer_offer(offer: PlaceOffer, *, takes: bool) -> None:
    """Take the place that came free, or leave it to the next and stay on the list."""
    zone = offer.application.membership.programme.organisation.zone
    waiting = PlaceOffer.objects.waiting().filter(pk=offer.pk, answer_by__gte=today(zone))
    if not waiting.update(answered_at=now(), is_taken=takes):
        raise Refusal(
            _("This offer has run out, or was answered. You are on the reserve list as before.")
        )
    application = offer.application
    membership = application.membership
    if takes:
        if not _settle(application, Outcome.ACCEPTED):
            raise Refusal(_("This place is no longer open. Ask your coordinator about it."))
        with translation.override(membership.programme.organisation.language):
            reason = gettext("A place came free, and it was taken.")
        _add_decision(application, Outcome.ACCEPTED, reason=reason, words="", by=membership.person)
    else:
        _to_the_end(application)
        audit.record("place_left", about=application, by=membership.person)
    offer_free_places(membership.programme)


def _record(application: Application, answers: Mapping[str, Any], *, use: str, by: Person) -> None:
    record_answers(
        set_for(application.membership.programme, use),
        author=by,
        about=application.public_id,
        answers=answers,
    )


def _settle(application: Application, outcome: str) -> int:
    """Change what is decided; 0 where it was so before, or the application was taken back."""
    field = {
        Outcome.ACCEPTED: "accepted_at",
        Outcome.RESERVE: "reserved_at",
        Outcome.DECLINED: "refused_at",
    }
    changes: dict[str, Any] = dict.fromkeys(field.values()) | {field[Outcome(outcome)]: now()}
    sent = Application.objects.sent().filter(pk=application.pk)
    settled = sent.filter(**{field[Outcome(outcome)]: None}).update(**changes)
    application.refresh_from_db()
    return settled


def _add_decision(
    application: Application, outcome: str, *, reason: str, words: str, by: Person
) -> None:
    Decision.objects.create(
        application=application,
        outcome=outcome,
        reason=reason,
        words=words,
        decided_by=by,
        decided_at=now(),
    )
    audit.record("application_decided", about=application, by=by, outcome=str(outcome))


def _lapse(programme: Programme) -> None:
    """Offers whose last day is over. Whoever was silent goes to the end of the list."""
    day = today(programme.organisation.zone)
    over = PlaceOffer.objects.waiting().filter(
        application__membership__programme=programme, answer_by__lt=day
    )
    for offer in over.select_related("application").order_by("pk"):
        PlaceOffer.objects.waiting().filter(pk=offer.pk).update(lapsed_at=now())
        _to_the_end(offer.application)


def _to_the_end(application: Application) -> None:
    waiting = Application.objects.filter(pk=application.pk).exclude(reserved_at=None)
    waiting.update(reserved_at=now())
