from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.over import APPLYING, refuse_when_over
from turnabout.frame.programmes.services import accept_invitation, invite_member
from turnabout.frame.questions.services import record_answers
from turnabout.frame.topics.models import Topic
from turnabout.joining.applications import boundaries, emails, lived
from turnabout.joining.applications.answers import StepSaid, WantSaid
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.events import (
    application_sent,
    application_withdrawn,
    places_changed,
)
from turnabout.joining.applications.lived import Lived
from turnabout.joining.applications.models import (
    Acceptance,
    Application,
    LivedExperience,
    Offer,
    Want,
)
from turnabout.joining.applications.queries import (
    delegates_named,
    duties_of,
    missing_from,
    question_set_of,
    steps_of,
)


@transaction.atomic
def begin_application(membership: Membership) -> Application:
    """Open the application of a mentor or a mentee, or find the one that is open."""
    if membership.role not in (Membership.Role.MENTOR, Membership.Role.MENTEE):
        raise Refusal(_("Only mentors and mentees apply. Your role needs no application."))
    if membership.ended_at is not None:
        raise Refusal(_("You have left this programme. Ask its coordinator to invite you again."))
    at = now()
    application, _made = Application.objects.get_or_create(
        membership=membership, defaults={"begun_at": at, "saved_at": at}
    )
    return application


@transaction.atomic
def save_step(application: Application, said: StepSaid, *, step: int) -> Application:
    """Keep what one step says. The rest of the application stays as it is."""
    if said.lived is not None:
        _keep_lived(application, said, said.lived)
    else:
        _keep_open(application, said)
        _keep_private(application, said)
    if said.ways is not None:
        _keep_offers(application, [slug for slug, way in said.ways.items() if way == "offer"])
    if said.wants is not None:
        _keep_wants(application, said.wants)
    for slug, level in (said.levels or {}).items():
        own = application.offers.filter(topic__slug=slug, confirmed_at=None)
        own.update(level=min(max(level, Offer.WITH_HELP), Offer.CAN_TEACH))
    if said.has_accepted:
        accept(application)
    fields = {
        "hours": None if said.hours is None else sorted(said.hours),
        "languages": None if said.languages is None else list(said.languages),
        "gives_back": None if said.gives_back is None else list(said.gives_back),
        "places_wanted": said.places[0] if said.places else None,
        "places_at_most": said.places[1] if said.places else None,
        "shows_access_needs": said.shows_access_needs,
    }
    changed: dict[str, Any] = {name: one for name, one in fields.items() if one is not None}
    changed |= {"step": min(max(step, 1), steps_of(application.membership)), "saved_at": now()}
    before = application.places_at_most
    Application.objects.filter(pk=application.pk).update(**changed)
    application.refresh_from_db()
    if application.is_sent and application.places_at_most != before:
        places_changed.send(sender=None, application=application)
    if application.is_sent:
        _invite_delegates(application)
    return application


@transaction.atomic
def fill_hours(application: Application, hours: list[str], *, by: Person) -> None:
    """Say when the applicant has time. Her delegate may do this, and nothing else."""
    Application.objects.filter(pk=application.pk).update(hours=sorted(hours), saved_at=now())
    audit.record("application_hours_filled", about=application, by=by)


@transaction.atomic
def send_application(application: Application) -> None:
    """Hand the application in. It also accepts the invitation to the programme."""
    still = missing_from(application)
    if still:
        raise Refusal(
            _("One thing is still missing: %(question)s Go back to step %(step)s to answer it.")
            % {"question": still[0].words, "step": still[0].step}
        )
    programme = application.membership.programme
    if not application.is_sent:
        refuse_when_over(programme, APPLYING, what=_("No application is taken now."))
    sent = Application.objects.filter(pk=application.pk)
    is_first = sent.filter(sent_at=None).update(sent_at=now())
    is_again = sent.exclude(withdrawn_at=None).update(withdrawn_at=None, sent_at=now())
    application.refresh_from_db()
    if not is_first and not is_again:
        return
    membership = application.membership
    if membership.accepted_at is None:
        accept_invitation(membership)
        membership.refresh_from_db()
    record_answers(
        question_set_of(membership),
        author=membership.person,
        about=application.public_id,
        answers={},
    )
    _invite_delegates(application)
    audit.record("application_sent", about=application, by=membership.person)
    emails.send_received(application)
    application_sent.send(sender=None, application=application)


@transaction.atomic
def withdraw_application(application: Application, *, by: Person) -> None:
    """Take the application back. Nobody is told why, because nobody asks."""
    taken = Application.objects.sent().filter(pk=application.pk).update(withdrawn_at=now())
    if not taken:
        raise AlreadySo(_("This application is not in: it was not sent, or you took it back."))
    audit.record("application_withdrawn", about=application, by=by)
    application_withdrawn.send(sender=None, application=application)


@transaction.atomic
def keep_apart(membership: Membership, other: Person) -> None:
    """Let no later run propose this person to the member. Only the member can read that."""
    application = begin_application(membership)
    side = boundaries.read(application)
    boundaries.write(application, replace(side, people=side.people | {other.public_id}))


def boundaries_of(application: Application) -> PrivateSide:
    """What the applicant keeps to herself, for the matching run only."""
    return boundaries.read(application)


@transaction.atomic
def accept(application: Application) -> None:
    """Note which words of duties and promises were accepted, and when. Once for each version."""
    membership = application.membership
    duties = duties_of(membership.programme)
    at = now()
    Acceptance.objects.get_or_create(
        application=application,
        version=duties.version,
        defaults={
            "accepted_at": at,
            "words": {
                role: {
                    "duties": [str(words) for words in duties.of(role).duties],
                    "promises": [f"{one.title}: {one.text}" for one in duties.of(role).promises],
                }
                for role in (Membership.Role.MENTOR, Membership.Role.MENTEE)
            },
        },
    )
    first = Application.objects.filter(pk=application.pk, promises_accepted_at=None)
    first.update(promises_accepted_at=at)


def _invite_delegates(application: Application) -> None:
    """Ask those whom a mentee named to look after her times. Who cannot is passed over."""
    membership = application.membership
    for public_id in delegates_named(application):
        person = Person.objects.present().filter(
            public_id=public_id, organisation_id=membership.person.organisation_id
        )
        for found in person:
            try:
                invite_member(
                    membership.programme,
                    found,
                    role=Membership.Role.DELEGATE,
                    by=membership.person,
                    principal=membership.person,
                )
            except Refusal:
                continue


def _keep_open(application: Application, said: StepSaid) -> None:
    answers = dict(said.open)
    if said.wants:
        answers["wants"] = [want.topic for want in said.wants]
        answers["goal"] = said.wants[0].decision or None
    membership = application.membership
    question_set = question_set_of(membership)
    known = set(question_set.questions.values_list("key", flat=True))
    record_answers(
        question_set,
        author=membership.person,
        about=application.public_id,
        answers={key: value for key, value in answers.items() if key in known},
        is_complete=application.is_sent,
    )


def _keep_lived(application: Application, said: StepSaid, told: Lived) -> None:
    """Keep the step on personal experience: what is private of it sealed, apart from all else."""
    lived.write(application, replace(told, answers={**told.answers, **said.private}))
    question_set = lived.set_of(application.membership.programme)
    known = set(question_set.questions.values_list("key", flat=True))
    answers = {key: value for key, value in said.open.items() if key in known}
    if answers:
        record_answers(
            question_set,
            author=application.membership.person,
            about=lived.about(application),
            answers=answers,
            is_complete=application.is_sent,
        )


@transaction.atomic
def forget_lived(programme: Programme) -> int:
    """Forget what mentors of a programme that is over drew on of their own lives."""
    rows = LivedExperience.objects.filter(application__membership__programme=programme)
    gone, _by_table = rows.delete()
    if gone:
        audit.record("lived_experience_forgotten", about=programme, count=gone)
    return gone


def _keep_private(application: Application, said: StepSaid) -> None:
    side = boundaries.read(application)
    kept = side.with_answers(said.private)
    if said.ways is not None:
        ways = said.ways.items()
        kept = replace(
            kept,
            ask_first=frozenset(slug for slug, way in ways if way == "ask"),
            off_limits=frozenset(slug for slug, way in ways if way == "off"),
        )
    if said.people is not None:
        kept = replace(kept, people=said.people)
    if said.units is not None:
        kept = replace(kept, units=said.units)
    if kept != side:
        boundaries.write(application, kept)


def _keep_offers(application: Application, slugs: list[str]) -> None:
    topics = _topics(application, slugs)
    application.offers.exclude(topic__in=topics.values()).delete()
    present = set(application.offers.values_list("topic__slug", flat=True))
    Offer.objects.bulk_create(
        Offer(application=application, topic=topics[slug])
        for slug in slugs
        if slug in topics and slug not in present
    )


def _keep_wants(application: Application, wants: tuple[WantSaid, ...]) -> None:
    topics = _topics(application, [want.topic for want in wants])
    application.wants.all().delete()
    Want.objects.bulk_create(
        Want(application=application, topic=topics[want.topic], rank=rank, decision=want.decision)
        for rank, want in enumerate(wants, start=1)
        if want.topic in topics
    )


def _topics(application: Application, slugs: list[str]) -> dict[str, Topic]:
    organisation = application.membership.programme.organisation
    found = Topic.objects.filter(organisation=organisation, slug__in=slugs)
    return {topic.slug: topic for topic in found}
