from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf.locale import LANG_INFO
from django.db.models import Count, Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.texts import said
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.programmes.presets import preset
from turnabout.frame.questions.models import Question, QuestionSet, Response
from turnabout.frame.questions.queries import answers_for, questions_answered, questions_at
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import (
    TopicGroup,
    grouped,
    name_of,
    suggest,
    suggest_each,
    topics_of,
)
from turnabout.joining.applications import lived
from turnabout.joining.applications.boundaries import NOTHING_SAID, PrivateSide, read
from turnabout.joining.applications.duties import JUNIORS_MENTOR, Duties, Promise, duties_for
from turnabout.joining.applications.lived import Lived
from turnabout.joining.applications.models import Application, Offer, OwnWords

STEPS, LIVED_STEP = 3, 4
MOST_WANTS = 3
MENTOR = Membership.Role.MENTOR
MENTEE = Membership.Role.MENTEE
SIDES = (MENTOR, MENTEE)
GAIN = "gain"
GOAL = "goal"
DELEGATE = "delegate"
ACCESS_NEEDS = "access_needs"
WHERE_I_AM = "where_i_am"
SENIORS_GIVE = ("business", "careers")


@dataclass(frozen=True)
class Missing:
    """A required question without an answer."""

    step: int
    words: str


@dataclass(frozen=True)
class Asked:
    """Everything that one step of an application shows: what is asked, and what was said."""

    membership: Membership
    application: Application | None
    step: int
    question_set: QuestionSet
    questions: tuple[Question, ...]
    groups: tuple[TopicGroup, ...] = ()
    leading: tuple[str, ...] = ()
    found: tuple[Topic, ...] = ()
    gains: tuple[tuple[str, str], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    private: PrivateSide = NOTHING_SAID
    goal: Question | None = None
    avoided: tuple[Person, ...] = ()
    own_words: tuple[OwnWords, ...] = ()
    offered: tuple[Offer, ...] = ()
    wanted: tuple[Topic, ...] = ()
    offers_question: Question | None = None
    lived: Lived | None = None
    lived_topics: tuple[Topic, ...] = ()
    means_lived: bool = False

    @property
    def is_mentor(self) -> bool:
        return self.membership.role == MENTOR

    @property
    def has_accepted(self) -> bool:
        """Whether the applicant accepted duties and promises, in the words of today."""
        return self.application is not None and has_accepted(self.application)

    @cached_property
    def duties(self) -> Duties:
        return duties_of(self.membership.programme)

    @property
    def own_promises(self) -> tuple[Promise, ...]:
        return self.duties.of(self.membership.role).promises

    @property
    def is_reverse(self) -> bool:
        """Whether juniors mentor here."""
        return bool(setting(self.membership.programme, "direction") == JUNIORS_MENTOR)

    @property
    def takes_wishes(self) -> bool:
        """Whether a topic that is found here becomes a wish, and not an offer."""
        return any(question.kind == "topics" for question in self.questions)

    @property
    def is_first_side(self) -> bool:
        """Whether this step asks for what the role is about: a mentor's offers, a mentee's wishes.

        Only there one's own words are kept for the coordinator to place.
        """
        return self.takes_wishes != self.is_mentor


@dataclass(frozen=True)
class Named:
    """What somebody's words mean here: one unit, one person, several people, or nobody."""

    words: str
    unit: str = ""
    people: tuple[Person, ...] = ()


def membership_to_apply(actor: Actor, public_id: str) -> Membership | None:
    """The membership somebody may apply for; None where there is nothing for her."""
    found = (
        Membership.objects.select_related("programme__organisation", "person__organisation")
        .filter(public_id=public_id, role__in=SIDES)
        .first()
    )
    return found if found is not None and can(actor, "apply", found) else None


def membership_to_fill(actor: Actor, public_id: str) -> Membership | None:
    """The membership whose hours somebody may fill: her own, or her principal's."""
    found = (
        Membership.objects.select_related("programme__organisation", "person__organisation")
        .filter(public_id=public_id, role__in=SIDES)
        .first()
    )
    return found if found is not None and can(actor, "fill_hours", found) else None


def is_sent(membership: Membership) -> bool:
    return Application.objects.sent().filter(membership=membership).exists()


def question_set_of(membership: Membership) -> QuestionSet:
    """The form that this side of the programme fills."""
    use = f"{membership.role}_application"
    return set_asked(membership.programme, use, use.replace("_", "-"))


def asks_lived(membership: Membership) -> bool:
    """Whether the step on personal experience is asked: of mentors, where it may be a topic."""
    return membership.role == MENTOR and bool(
        setting(membership.programme, "lived_experience_topics")
    )


def not_drawn_on(application: Application) -> frozenset[str]:
    """What a mentor has not lived, or does not want to speak of; for the matching alone."""
    membership = application.membership
    if not asks_lived(membership):
        return frozenset()
    topics = Topic.objects.filter(organisation=membership.programme.organisation)
    slugs = frozenset(topics.filter(is_lived_experience=True).values_list("slug", flat=True))
    offers = application.offers.values_list("topic__slug", flat=True)
    return slugs - lived.read(application).topics - frozenset(offers)


def steps_of(membership: Membership) -> int:
    return LIVED_STEP if asks_lived(membership) else STEPS


def _asked_of_lived(membership: Membership, application: Application | None) -> Asked:
    """The step on personal experience, with what only its author reads."""
    question_set = lived.set_of(membership.programme)
    topics = topics_of(membership.programme.organisation)
    kept = lived.read(application) if application else lived.NOTHING_SAID
    return Asked(
        membership=membership,
        application=application,
        step=LIVED_STEP,
        question_set=question_set,
        questions=tuple(questions_at(question_set, 1, asked_of=membership.role)),
        answers=said_so_far(application, about=lived.about(application)) if application else {},
        private=NOTHING_SAID.with_answers(kept.answers),
        lived=kept,
        lived_topics=tuple(topic for topic in topics if topic.is_lived_experience),
    )


def asked_at(membership: Membership, step: int, *, words: str = "") -> Asked:
    """What a step asks this member, with what she said so far."""
    application = Application.objects.filter(membership=membership).first()
    if step == LIVED_STEP:
        return _asked_of_lived(membership, application)
    question_set = question_set_of(membership)
    questions = questions_at(question_set, step, asked_of=membership.role)
    goal = next((one for one in questions if one.key == GOAL), None)
    kinds = {one.kind for one in questions}
    organisation = membership.programme.organisation
    leading = tuple(setting(membership.programme, "leading_groups"))
    if "three_ways" in kinds and membership.role == MENTEE:
        leading = SENIORS_GIVE
    topics = _offered(membership.programme) if kinds & {"three_ways", "topics"} else []
    means_lived = False
    if "three_ways" in kinds:
        near = suggest(organisation, words) if words and asks_lived(membership) else []
        means_lived = any(topic.is_lived_experience for topic in near)
        topics = offered_in_the_open(topics)
    private = read(application) if application else NOTHING_SAID
    slugs = frozenset(topic.slug for topic in topics)
    return Asked(
        membership=membership,
        application=application,
        step=step,
        question_set=question_set,
        questions=tuple(one for one in questions if one.key != GOAL or "topics" not in kinds),
        groups=_led(grouped(topics), leading),
        leading=leading,
        found=tuple(suggest(organisation, words, among=slugs)) if words and slugs else (),
        gains=gains_in(organisation) if step == STEPS and membership.role == MENTEE else (),
        languages=languages_in(organisation) if "choices" in kinds else (),
        answers=said_so_far(application) if application else {},
        private=private,
        goal=goal if "topics" in kinds else None,
        avoided=tuple(Person.objects.filter(public_id__in=private.people)),
        own_words=tuple(application.own_words.waiting()) if application and slugs else (),
        offered=_to_grade(application) if application and step == STEPS else (),
        wanted=_to_place_oneself(application) if application and step == 2 else (),
        offers_question=question_set.questions.filter(kind="three_ways").first(),
        means_lived=means_lived,
    )


def has_accepted(application: Application) -> bool:
    """Whether the applicant accepted what this programme asks and promises, as it reads now."""
    if application.promises_accepted_at is None:
        return False
    version = duties_of(application.membership.programme).version
    accepted = {one.version for one in application.acceptances.all()}
    return not accepted or version in accepted


def duties_of(programme: Programme) -> Duties:
    return duties_for(setting(programme, "direction"), programme.organisation_id)


def role_page_of(membership: Membership) -> str:
    """The page that says what this side does here."""
    pages = preset(membership.programme.preset)
    return pages.role_page_for(membership.role) or f"roles/{membership.role}"


def _to_grade(application: Application) -> tuple[Offer, ...]:
    """Skills and practices that the applicant offers: she says where she stands on each."""
    if application.membership.role != MENTOR:
        return ()
    offers = application.offers.select_related("topic").order_by("pk")
    return tuple(offer for offer in offers if offer.topic.has_levels)


def _to_place_oneself(application: Application) -> tuple[Topic, ...]:
    """What a mentee wants to learn and has a ladder: she may say, for herself, where she is."""
    if application.membership.role != MENTEE:
        return ()
    wants = application.wants.select_related("topic")
    return tuple(want.topic for want in wants if want.topic.ladder)


def said_so_far(application: Application, *, about: str = "") -> dict[str, Any]:
    """The applicant's own open answers, by the key of their question."""
    author = application.membership.person
    response = Response.objects.filter(author=author, about=about or application.public_id).first()
    if response is None:
        return {}
    return answers_for(response, Actor(person_id=author.pk, person=author))


def delegates_named(application: Application) -> list[str]:
    """The public ids of those whom a mentee named to look after her times."""
    named = said_so_far(application).get(DELEGATE) or []
    return [row["id"] for row in named]


def missing_from(application: Application) -> list[Missing]:
    """Required questions that have no answer yet, in the order of the form."""
    membership = application.membership
    answers = said_so_far(application) | dict(read(application).answers)
    has_words = application.own_words.exists()
    draws = asks_lived(membership) and bool(lived.read(application).topics)
    has = {
        "topics": application.wants.exists() or (has_words and membership.role == MENTEE),
        "three_ways": application.offers.exists()
        or draws
        or (has_words and membership.role == MENTOR),
        "week": bool(application.hours),
    }
    missing = []
    if not has_accepted(application):
        missing.append(Missing(1, _("Say that you know what is asked of you and promised to you.")))
    for question in question_set_of(membership).questions.filter(is_required=True):
        if question.asked_of not in ("everyone", membership.role) or question.key == GOAL:
            continue
        is_there = has.get(question.kind, bool(answers.get(question.key)))
        if question.choices_from == "languages":
            is_there = bool(application.languages)
        if not is_there:
            missing.append(Missing(question.step, said(question.texts)))
    return missing + (_missing_of_lived(application) if asks_lived(membership) else [])


def _missing_of_lived(application: Application) -> list[Missing]:
    kept = lived.read(application)
    answers = said_so_far(application, about=lived.about(application)) | dict(kept.answers)
    asked = lived.set_of(application.membership.programme).questions.filter(is_required=True)
    return [
        Missing(LIVED_STEP, said(question.texts))
        for question in asked.exclude(asked_of=MENTEE)
        if (kept.draws is None if question.key == lived.DRAWS else not answers.get(question.key))
    ]


def gains_in(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    """What mentors may ask for in return; a mentee says which of it she can give."""
    question = Question.objects.filter(
        question_set__organisation=organisation,
        question_set__slug="mentor-application",
        key=GAIN,
    ).first()
    choices = question.choices if question else []
    return tuple((choice["slug"], said(choice["texts"])) for choice in choices)


def languages_in(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    """Languages to choose from: the organisation's, those of its people, and the site's."""
    spoken = Person.objects.filter(organisation=organisation).exclude(language="")
    codes = {"en", "es", organisation.language, *spoken.values_list("language", flat=True)}
    named = [(code, get_language_info(code)["name_translated"]) for code in codes & set(LANG_INFO)]
    return tuple(sorted(named, key=lambda one: (one[0] != organisation.language, one[1])))


def names_in(organisation: Organisation, lines: Iterable[str]) -> list[Named]:
    """Read names, teams and functions as people write them, one on each line."""
    wanted = [" ".join(line.split()) for line in lines]
    return [_named(organisation, words) for words in dict.fromkeys(wanted) if words]


def received_in(
    applications: Any,
    programme: Programme,
    *,
    role: str,
    words: str = "",
    by_topic: bool = False,
    outcome: str = "",
) -> Any:
    """Applications of one side with who sent them and what they name, never what is private.

    Only who may see the topics finds people by them.
    """
    called = words.casefold()
    topics = topics_of(programme.organisation) if words and by_topic else []
    near = [topic for topic in topics if called in name_of(topic).casefold()]
    return (
        applications.filter(membership__programme=programme, membership__role=role)
        .decided_as(outcome)
        .like(words, topics=near)
        .select_related("membership__person__level")
        .prefetch_related("offers__topic", "wants__topic")
        .order_by("membership__person__name", "pk")
    )


def access_needs_for_partner(membership: Membership) -> str:
    """What would make it easier for somebody to take part, where she lets her partner know."""
    application = Application.objects.filter(membership=membership, shows_access_needs=True).first()
    return str(said_so_far(application).get(ACCESS_NEEDS) or "") if application else ""


@dataclass(frozen=True)
class WaitingWords:
    """Somebody's own words, and the topics that come closest to them."""

    own: OwnWords
    proposed: tuple[Topic, ...]


def waiting_words_in(programme: Programme, wishes: Iterable[OwnWords]) -> list[WaitingWords]:
    """Words that wait for a topic, each with at most three that this programme offers."""
    waiting = list(wishes)
    slugs = frozenset(topic.slug for topic in _offered(programme))
    near = suggest_each(programme.organisation, [own.words for own in waiting], among=slugs)
    return [WaitingWords(own, tuple(topics)) for own, topics in zip(waiting, near, strict=True)]


def groups_offered(programme: Programme) -> list[TopicGroup]:
    return grouped(_offered(programme))


def topic_offered(programme: Programme, slug: str, *, as_wish: bool = True) -> Topic | None:
    """A topic that this programme offers, to wish for or to offer; None where it does not."""
    topics = _offered(programme)
    found = topics if as_wish else offered_in_the_open(topics)
    return next((topic for topic in found if topic.slug == slug), None)


def offered_in_the_open(topics: list[Topic]) -> list[Topic]:
    """Without what somebody has lived, which has a step of its own that nobody else reads."""
    return [topic for topic in topics if not topic.is_lived_experience]


def counts_in(programme: Programme) -> dict[str, int]:
    """How many were invited and how many applied, for each side."""
    members = Membership.objects.current().filter(programme=programme, role__in=SIDES)
    sent = Q(application__sent_at__isnull=False, application__withdrawn_at=None)
    rows = members.values("role").annotate(invited=Count("pk"), sent=Count("pk", filter=sent))
    counts = {f"{role}_{what}": 0 for role in SIDES for what in ("invited", "sent")}
    for row in rows:
        counts |= {f"{row['role']}_invited": row["invited"], f"{row['role']}_sent": row["sent"]}
    return counts


def setting(programme: Programme, name: str) -> Any:
    """A default that the preset gave the programme, as the programme has it now."""
    own = programme.settings.get(name)
    return getattr(preset(programme.preset), name) if own is None else own


def _offered(programme: Programme) -> list[Topic]:
    with_lived = setting(programme, "lived_experience_topics")
    topics = topics_of(programme.organisation)
    return [topic for topic in topics if with_lived or not topic.is_lived_experience]


def _led(groups: list[TopicGroup], leading: tuple[str, ...]) -> tuple[TopicGroup, ...]:
    place = {slug: at for at, slug in enumerate(leading)}
    return tuple(sorted(groups, key=lambda group: place.get(group.slug, len(place))))


def _named(organisation: Organisation, words: str) -> Named:
    people = Person.objects.filter(organisation=organisation).present()
    unit = people.filter(unit__iexact=words).values_list("unit", flat=True).first()
    if unit:
        return Named(words, unit=unit)
    exact = tuple(people.filter(name__iexact=words)[:6])
    return Named(words, people=exact or tuple(people.filter(name__icontains=words)[:6]))


@dataclass(frozen=True)
class Shown:
    """A question with its answer in words, for somebody who may read it."""

    question: str
    answer: str


def answers_shown(application: Application, reader: Actor) -> list[Shown]:
    """The answers this reader may see, because their questions said she would."""
    membership = application.membership
    roles = [
        role for role in ("coordinator", "reader") if reader.holds(role, membership.programme_id)
    ]
    responses = Response.objects.filter(
        author_id=membership.person_id,
        about__in=(application.public_id, lived.about(application)),
    ).order_by("pk")
    shown = {"wants", "languages", GOAL, "hours"}
    found = []
    for response in responses:
        values = answers_for(response, reader, readers=frozenset(roles))
        found += [
            Shown(said(question.texts), in_words(question, values[question.key]))
            for question in questions_answered(response).values()
            if question.key in values and question.key not in shown
        ]
    return found


def in_words(question: Question, value: Any) -> str:
    """An answer as a reader is shown it."""
    names = {choice["slug"]: said(choice["texts"]) for choice in question.choices}
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(
            row["name"] if isinstance(row, dict) else names.get(row, str(row)) for row in value
        )
    return names.get(value, str(value))
