"""Reads for choosing who takes part: what a reader may see, readings, numbers, the reserve list."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.texts import said
from turnabout.foundation.common.time import today
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.models import Question, QuestionSet, Response
from turnabout.frame.questions.queries import answers_for
from turnabout.joining.applications.models import (
    Application,
    Choosing,
    Decision,
    LoadCap,
    PlaceOffer,
    TimeRequest,
)
from turnabout.joining.applications.queries import (
    SIDES,
    in_words,
    question_set_of,
    said_so_far,
)

RUBRIC, INTERVIEW = "selection", "interview"
SHIPPED = {RUBRIC: "selection-rubric", INTERVIEW: "interview-notes"}
MAY_ASK = "ask"
READING_ROLES = ("coordinator", "reader")


@dataclass(frozen=True)
class Seen:
    """What of an application this person may see, because its questions said she would."""

    offers: bool
    wants: bool
    hours: bool
    languages: bool

    @property
    def topics(self) -> bool:
        return self.offers or self.wants


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked for, as applicants read it before they apply."""

    key: str
    text: str
    hint: str
    low: str
    high: str


@dataclass(frozen=True)
class ReadingShown:
    """What one person wrote about an application, question by question."""

    by: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SideCounts:
    """One side of a programme in numbers.

    `wished` is how many partners its people hope for, `takes` how many they take at most.
    """

    role: str
    invited: int
    applied: int
    taking_part: int
    undecided: int
    reserve: int
    declined: int
    takes: int
    wished: int
    offered: int
    target: int | None

    @property
    def free(self) -> int:
        if self.target is None:
            return 0
        return max(self.target - self.taking_part - self.offered, 0)

    @property
    def over(self) -> int:
        return max(self.taking_part - self.target, 0) if self.target is not None else 0


def seen_in(programme: Programme, role: str, actor: Actor) -> Seen:
    """What the questions of this side let the actor see."""
    roles = {one for one in READING_ROLES if actor.holds(one, programme.pk)}
    readers: dict[str, set[str]] = {}
    for question in question_set_of(Membership(programme=programme, role=role)).questions.all():
        kind = "languages" if question.choices_from == "languages" else question.kind
        readers[kind] = set(question.offer_audience or question.audience)
    return Seen(
        offers=bool(roles & readers.get("three_ways", set())),
        wants=bool(roles & readers.get("topics", set())),
        hours=bool(roles & readers.get("week", set())),
        languages=bool(roles & readers.get("languages", set())),
    )


def choosing_of(programme: Programme) -> Choosing:
    """How a programme chooses; the usual way where nobody has said otherwise."""
    return Choosing.objects.filter(programme=programme).first() or Choosing(programme=programme)


def chooses(programme: Programme) -> bool:
    """Whether somebody chooses here who takes part: one application has been accepted at least."""
    sent = Application.objects.sent().filter(membership__programme_id=programme.pk)
    return sent.filter(accepted_at__isnull=False).exists()


def cap_of(organisation: Organisation) -> int | None:
    """How many partners one mentor may have over all programmes; None where nobody has said."""
    caps = LoadCap.objects.filter(organisation=organisation)
    return caps.values_list("partners", flat=True).first()


def places_elsewhere(application: Application) -> int:
    """How many partners she takes at most in the other programmes of her organisation."""
    membership = application.membership
    others = Application.objects.to_match().filter(
        membership__person_id=membership.person_id,
        membership__role=Membership.Role.MENTOR,
        membership__programme__closed_at=None,
    )
    if membership.role != Membership.Role.MENTOR:
        return 0
    found = others.exclude(pk=application.pk).aggregate(places=Sum("places_at_most"))
    return found["places"] or 0


def hides_names_from(actor: Actor, programme: Programme) -> bool:
    """Whether this person reads applications first without names."""
    if actor.holds("coordinator", programme.pk):
        return False
    return choosing_of(programme).hides_names


def is_nameless_to(actor: Actor, application: Application) -> bool:
    """Whether the name is hidden from this reader, until she has given her reading."""
    programme = application.membership.programme
    return hides_names_from(actor, programme) and not has_read(actor, application)


def has_read(actor: Actor, application: Application) -> bool:
    return _responses(application, RUBRIC).filter(author_id=actor.person_id).exists()


def read_by(actor: Actor, programme: Programme) -> set[str]:
    """The public ids of the applications that this person has read and assessed."""
    found = Response.objects.filter(
        question_set=set_for(programme, RUBRIC), author_id=actor.person_id
    )
    return set(found.values_list("about", flat=True))


def set_for(programme: Programme, use: str) -> QuestionSet:
    return set_asked(programme, use, SHIPPED[use])


def criteria_of(programme: Programme) -> list[Criterion]:
    """What applications are read for, for everybody to see before they apply."""
    questions = set_for(programme, RUBRIC).questions.filter(kind="scale")
    return [
        Criterion(
            key=question.key,
            text=said(question.texts),
            hint=said(question.hints) if question.hints else "",
            low=said(question.scale["low"]),
            high=said(question.scale["high"]),
        )
        for question in questions
    ]


def own_answers(actor: Actor, application: Application, use: str) -> dict[str, Any]:
    """What this person answered before about an application, by key."""
    response = _responses(application, use).filter(author_id=actor.person_id).first()
    return answers_for(response, actor) if response else {}


def readings_shown(application: Application, actor: Actor, use: str) -> list[ReadingShown]:
    """What was written about an application, for somebody who may read it.

    A reader sees what others wrote once she has given her own reading, so that she reads for
    herself.
    """
    programme = application.membership.programme
    roles = frozenset(one for one in READING_ROLES if actor.holds(one, programme.pk))
    responses = _responses(application, use).select_related("author", "question_set")
    if "coordinator" not in roles and not has_read(actor, application):
        responses = responses.filter(author_id=actor.person_id)
    questions = {one.key: one for one in set_for(programme, use).questions.all()}
    return [
        ReadingShown(
            by=response.author.name if response.author else "",
            lines=tuple(
                (said(questions[key].texts), _answer(questions[key], value))
                for key, value in answers_for(response, actor, readers=roles).items()
                if key in questions
            ),
        )
        for response in responses.order_by("begun_at", "pk")
    ]


def decisions_of(application: Application) -> QuerySet[Decision]:
    return application.decisions.select_related("decided_by").order_by("-decided_at", "-pk")


def manager_answer(application: Application) -> str:
    """What the applicant said about her manager: agreed, ask, not_yet; empty where unasked."""
    return str(said_so_far(application).get("manager") or "")


def is_asked(request: TimeRequest) -> bool:
    """Whether the applicant still takes part and still says that her manager may be asked."""
    application = request.application
    return application.is_sent and manager_answer(application) == MAY_ASK


def time_request_of(application: Application) -> TimeRequest | None:
    return TimeRequest.objects.filter(application=application).select_related("manager").first()


def hours_asked(programme: Programme) -> int:
    """Hours that a programme takes of one person, with a third for what goes before a session."""
    minutes = programme.sessions * (programme.session_minutes + programme.session_minutes // 3)
    return -(-minutes // 60)


def months_asked(programme: Programme) -> int:
    return max(round(programme.sessions * programme.gap_days / 30), 1)


def side_counts(programme: Programme) -> dict[str, SideCounts]:
    """Both sides in numbers, by role."""
    choosing = choosing_of(programme)
    members = Membership.objects.current().filter(programme=programme, role__in=SIDES)
    invited = dict(members.values_list("role").annotate(count=Count("pk")))
    sent = Application.objects.sent().filter(
        membership__programme=programme,
        membership__ended_at=None,
        membership__person__left_on=None,
    )
    is_in = Q(reserved_at=None, refused_at=None)
    rows: Any = sent.values("membership__role").annotate(
        applied=Count("pk"),
        taking_part=Count("pk", filter=is_in),
        undecided=Count("pk", filter=is_in & Q(accepted_at=None)),
        reserve=Count("pk", filter=Q(refused_at=None) & ~Q(reserved_at=None)),
        declined=Count("pk", filter=~Q(refused_at=None)),
        takes=Sum("places_at_most", filter=is_in),
        wished=Sum("places_wanted", filter=is_in),
    )
    found = {row.pop("membership__role"): row for row in rows}
    offered = dict(
        PlaceOffer.objects.waiting()
        .filter(application__in=sent)
        .values_list("application__membership__role")
        .annotate(count=Count("pk"))
    )
    zero = dict.fromkeys(
        ("applied", "taking_part", "undecided", "reserve", "declined", "takes", "wished"), 0
    )
    return {
        role: SideCounts(
            role=role,
            invited=invited.get(role, 0),
            offered=offered.get(role, 0),
            target=choosing.target(role),
            **{name: found.get(role, zero)[name] or 0 for name in zero},
        )
        for role in SIDES
    }


def reserve_list(programme: Programme, role: str) -> QuerySet[Application]:
    """Who waits for a place on one side, the next one first."""
    return (
        Application.objects.sent()
        .filter(
            membership__programme=programme,
            membership__role=role,
            membership__ended_at=None,
            membership__paused_at=None,
            membership__person__left_on=None,
            refused_at=None,
        )
        .exclude(reserved_at=None)
        .select_related("membership__person", "membership__programme__organisation")
        .order_by("reserved_at", "pk")
    )


def _responses(application: Application, use: str) -> QuerySet[Response]:
    question_set = set_for(application.membership.programme, use)
    return Response.objects.filter(question_set=question_set, about=application.public_id)


def _answer(question: Question, value: Any) -> str:
    if question.kind == "scale":
        points = question.scale.get("points", 5)
        return _("%(value)s of %(points)s") % {"value": value, "points": points}
    return in_words(question, value)


def offers_out(programme: Programme) -> QuerySet[PlaceOffer]:
    """Offers that wait for an answer, the first to run out first."""
    return (
        PlaceOffer.objects.waiting()
        .filter(application__membership__programme=programme)
        .select_related("application__membership__person")
        .order_by("answer_by", "pk")
    )


def to_be_offered(programme: Programme, counts: dict[str, SideCounts]) -> int:
    """How many letters would leave now, if free places were offered."""
    waiting = PlaceOffer.objects.waiting().values("application")
    return sum(
        min(side.free, reserve_list(programme, role).exclude(pk__in=waiting).count())
        for role, side in counts.items()
    )


def next_offer(programme: Programme, application: Application) -> PlaceOffer:
    """The offer that somebody would get today. It is not saved."""
    days = choosing_of(programme).answer_days
    answer_by = today(programme.organisation.zone) + timedelta(days=days)
    return PlaceOffer(application=application, answer_by=answer_by)
