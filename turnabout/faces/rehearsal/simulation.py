"""Lives a whole programme with invented people and a clock of its own, through the same acts as the
pages: from an empty database to pairs that meet, miss, promise and thank each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from turnabout.faces.home.services import begin_here
from turnabout.faces.rehearsal.agenda import Agenda
from turnabout.faces.rehearsal.character import (
    character_of,
    drawn_for,
    mentee_steps,
    mentor_steps,
)
from turnabout.faces.rehearsal.circles import plan_circles
from turnabout.faces.rehearsal.company import (
    KNOWN,
    OWNER,
    make_staff,
    owners_row,
    staff_list,
    with_known_names,
)
from turnabout.faces.rehearsal.likeness import Likeness
from turnabout.faces.rehearsal.packs import load_company, load_words
from turnabout.faces.rehearsal.pair_life import PairLife
from turnabout.foundation.common import due
from turnabout.foundation.common.ids import drawn_from, random_token
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import Reader
from turnabout.foundation.notices.services import deliver_due
from turnabout.frame.directory import services as directory
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes import services as programmes
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.presets.readiness import load_readiness
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.queries import topics_of
from turnabout.joining.applications import services as applications
from turnabout.joining.applications.answers import StepSaid
from turnabout.joining.applications.lived import Lived
from turnabout.joining.applications.queries import LIVED_STEP, asks_lived
from turnabout.joining.interest import services as interest
from turnabout.joining.interest.models import Poll
from turnabout.joining.matching import services as matching
from turnabout.joining.matching.models import Run
from turnabout.listening.concerns.services import raise_concern
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.services import finish_task
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair

PRESET = "ways-of-working"
PRIORITY = "Change how we work together"
READINESS = {question.slug: "yes" for question in load_readiness()} | {"time-given": "partly"}
SENIOR_FROM = 6
JUNIOR_UP_TO = 3
QUIET_DAYS_AT_THE_END = 8
# When mails that keep to their readers' hours leave, over all zones.
LATER_THAT_DAY = (4, 8, 12)
PAIRS_PER_100 = 8
STARTS_AFTER_DAYS = 38
POLL_LETTERS = 40
WEEKEND = (5, 6)
Tell = Callable[[str], None]


@dataclass
class Summary:
    """What came of a rehearsal, in numbers."""

    people: int
    applications: int
    proposed: int
    pairs: int
    held: int
    moved: int
    missed: int
    open_tasks: int

    def lines(self) -> list[str]:
        return [
            f"{self.people} people, {self.applications} applications, {self.proposed} proposals",
            f"{self.pairs} pairs together, {self.held} sessions held "
            f"({self.moved} of all were moved), {self.missed} missed",
            f"tasks that wait for the coordinator: {self.open_tasks}",
        ]


@dataclass
class Rehearsal:
    """A programme being lived. Days count from the beginning."""

    people: int
    seed: int
    agenda: Agenda
    ends: datetime
    tell: Tell
    like: Likeness | None = None
    lives: list[PairLife] = field(default_factory=list)
    programme_id: int = 0

    @property
    def programme(self) -> Programme:
        return Programme.objects.select_related("organisation").get(pk=self.programme_id)

    @property
    def coordinator(self) -> Person:
        return _with_role(self.programme, "coordinator")


def live(
    *,
    people: int,
    days: int,
    seed: int,
    ends: datetime,
    tell: Tell,
    like: Likeness | None = None,
) -> Summary:
    """Live so many days up to a moment. The database is empty before."""
    agenda = Agenda(ends - timedelta(days=days))
    agenda.at = agenda.at.replace(hour=8, minute=0, second=0, microsecond=0)
    rehearsal = Rehearsal(people, seed, agenda, ends, tell, like)
    agenda.plan(agenda.at, partial(found, rehearsal))
    agenda.plan_in(partial(_morning, rehearsal), hours=-1)
    draws = Random(f"ids:{seed}").randbytes  # noqa: S311 - nothing real is named by them
    with agenda.turned(), drawn_from(draws):
        agenda.live_until(ends)
        _do_what_is_due()
    return summary_of(rehearsal)


def found(rehearsal: Rehearsal) -> None:
    """Day 0: the owner begins, brings in the staff list and appoints a coordinator."""
    company = load_company()
    owner = begin_here(
        organisation=company.organisation,
        zone="Europe/London",
        language="en",
        name=OWNER[0],
        email=f"{OWNER[1]}@{company.domain}",
        password=random_token(),
    )
    organisation = Organisation.objects.get()
    first = Person.objects.get(user=owner)
    staff = make_staff(rehearsal.people - 1, rehearsal.seed)
    batch = directory.read_staff_list(
        organisation,
        data=staff_list(with_known_names(staff), [owners_row(company.domain)]),
        name="staff.csv",
        by=first,
    )
    directory.choose_columns(batch, columns={})
    directory.apply_import(batch, by=first)
    chidi = Person.objects.get(organisation=organisation, name="Chidi Okafor")
    directory.appoint_person(chidi, role="coordinator", by=first)
    for appointment in first.appointments.filter(until=None):
        directory.end_appointment(appointment, by=first)
    rehearsal.tell(f"{organisation.name}: {rehearsal.people} people from a staff list.")
    rehearsal.agenda.plan_in(partial(create, rehearsal, chidi), days=1)


def create(rehearsal: Rehearsal, chidi: Person) -> None:
    """Day 1: a programme from the preset, one aim, and a poll that asks who is interested."""
    like = rehearsal.like or Likeness(PRESET, load_company().programme, load_words().aims[0])
    starts_on = now().date() + timedelta(days=STARTS_AFTER_DAYS)
    programme = programmes.create_programme(
        chidi.organisation,
        preset=like.preset,
        name=like.name,
        aim=like.aim or load_words().aims[0],
        priority=programmes.add_priority(
            chidi.organisation, words=PRIORITY, language="en", by=chidi
        ),
        how_we_know="Each senior can name one thing that changed because of a junior.",
        starts_on=starts_on,
        by=chidi,
    )
    programmes.change_rules(programme, values=like.rules, by=chidi)
    rehearsal.programme_id = programme.pk
    for name in load_words().initiatives:
        programmes.add_initiative(programme, name=name, line="", sponsor=None, by=chidi)
    _open(rehearsal, "purpose")
    _open(rehearsal, "interest")
    poll = interest.open_poll(
        chidi.organisation,
        title="Would you talk with somebody at the other end of the ladder?",
        topics=interest.USUAL_TOPICS,
        programme=programme,
        by=chidi,
    )
    drawn = drawn_for(chidi, rehearsal.seed, "poll")
    staff = list(Person.objects.present().filter(organisation=chidi.organisation))
    asked = drawn.sample(staff, min(len(staff), POLL_LETTERS))
    interest.send_poll(poll, asked, by=chidi)
    for person in asked:
        if drawn.random() < 0.7:
            rehearsal.agenda.plan_in(
                partial(answer, rehearsal, poll, person.pk), hours=drawn.uniform(1, 150)
            )
    rehearsal.agenda.plan_in(partial(_close_poll, rehearsal, poll), days=9)
    rehearsal.agenda.plan_in(partial(invite_others, rehearsal), days=10)
    rehearsal.agenda.plan_in(partial(invite, rehearsal), days=12)


def answer(rehearsal: Rehearsal, poll: Poll, person_id: int) -> None:
    person = Person.objects.select_related("level", "organisation").get(pk=person_id)
    drawn = drawn_for(person, rehearsal.seed, "poll")
    is_senior = person.level is not None and person.level.rank >= SENIOR_FROM - 1
    side = drawn.choice(["mentee" if is_senior else "mentor", "either", "later"])
    topics = drawn.sample(list(poll.topics), 2)
    interest.answer_poll(
        poll, interest.Words(side=side, topics=topics, unit=person.unit), person=person
    )


def invite_others(rehearsal: Rehearsal) -> None:
    """The sponsor, the guardian and a facilitator come before anybody is asked to take part."""
    programme, by = rehearsal.programme, rehearsal.coordinator
    staff = Person.objects.present().filter(organisation=programme.organisation)
    sponsor = staff.filter(level__rank=8).order_by("hr_id").first()
    between = list(staff.filter(level__rank__in=(4, 5)).exclude(pk=by.pk).order_by("hr_id"))
    leads = [(between[-1], "guardian"), (between[0], "facilitator")] if between else []
    for person, role in [(sponsor, "sponsor"), *leads]:
        if person is not None:
            member = programmes.invite_member(programme, person, role=role, by=by)
            rehearsal.agenda.plan_in(partial(_accept, member.pk), hours=20)


def invite(rehearsal: Rehearsal) -> None:
    """Ask seniors and juniors to apply, each by one link."""
    programme, by = rehearsal.programme, rehearsal.coordinator
    _close(rehearsal, "purpose")
    programmes.answer_readiness(programme, answers=READINESS, by=by)
    programmes.launch_programme(programme, by=by)
    _open(rehearsal, "apply")
    wanted = max(rehearsal.people * PAIRS_PER_100 // 100, 1)
    mentees = _chosen(rehearsal, "mentee", wanted + 3)
    mentors = _chosen(rehearsal, "mentor", wanted * 13 // 10 + 2)
    for role, people in (("mentee", mentees), ("mentor", mentors)):
        told = programmes.invite_members(programme, people, role=role, by=by)
        for member in told.invited:
            _expect_application(rehearsal, member)
    rehearsal.tell(f"Invited {len(mentors)} mentors and {len(mentees)} mentees.")
    rehearsal.agenda.plan_in(partial(match, rehearsal), days=15)


def apply(rehearsal: Rehearsal, member_id: int) -> None:
    """Three steps on a phone, then sent. Some seniors name an assistant."""
    member = Membership.objects.select_related(
        "programme__organisation", "person__organisation"
    ).get(pk=member_id)
    topics = _topics_of(member.programme)
    steps = mentor_steps if member.role == "mentor" else mentee_steps
    application = applications.begin_application(member)
    for number, said in enumerate(steps(member.person, topics, rehearsal.seed), start=1):
        application = applications.save_step(application, said, step=number)
    if asks_lived(member):
        # Nobody invented has lived anything, and a no is a whole answer.
        said = StepSaid(lived=Lived(draws=False))
        application = applications.save_step(application, said, step=LIVED_STEP)
    applications.send_application(application)
    drawn = drawn_for(member.person, rehearsal.seed, "assistant")
    is_known = member.person.name == KNOWN["mentee"]
    if member.role == "mentee" and (is_known or drawn.random() < 0.4):
        _name_assistant(rehearsal, member)


def match(rehearsal: Rehearsal) -> None:
    """Two runs to compare; the first is published, and waits in case she thinks better of it."""
    programme, by = rehearsal.programme, rehearsal.coordinator
    _close(rehearsal, "apply")
    _open(rehearsal, "match")
    run = matching.request_run(programme, name="As the preset weighs", by=by)
    _computed(run)
    matching.approve_rest(run, by=by)
    matching.publish_run(run, by=by)
    rehearsal.agenda.plan_in(partial(ask, rehearsal, run.pk), hours=1)
    rehearsal.agenda.plan_in(partial(_begin_sessions, rehearsal), days=14)


def ask(rehearsal: Rehearsal, run_id: int) -> None:
    """Nobody has undone the publication, so each mentor is asked."""
    matching.hand_on(Run.objects.get(pk=run_id))
    programme = rehearsal.programme
    asked = Pair.objects.filter(programme=programme).select_related("mentor", "mentee")
    rehearsal.lives = [
        PairLife.of(pair, rehearsal.agenda, rehearsal.seed) for pair in asked.order_by("pk")
    ]
    for life in rehearsal.lives:
        life.begin()
    rehearsal.tell(f"Matched: {len(rehearsal.lives)} pairs are asked, the mentors first.")


def summary_of(rehearsal: Rehearsal) -> Summary:
    programme = rehearsal.programme_id
    meetings = Meeting.objects.standing().filter(pair__programme=programme)
    members = Membership.objects.filter(programme=programme, application__sent_at__isnull=False)
    return Summary(
        people=Person.objects.present().count(),
        applications=members.count(),
        proposed=len(rehearsal.lives),
        pairs=Pair.objects.filter(programme=programme).together().count(),
        held=meetings.exclude(held_at=None).count(),
        moved=meetings.filter(moves__isnull=False).distinct().count(),
        missed=meetings.exclude(missed_at=None).count(),
        open_tasks=Task.objects.filter(programme=programme).open().count(),
    )


def _morning(rehearsal: Rehearsal) -> None:
    """What the worker and the coordinator do on each working day."""
    rehearsal.agenda.plan_in(partial(_morning, rehearsal), days=1)
    if rehearsal.agenda.at.weekday() in WEEKEND:
        return
    _do_what_is_due()
    for hours in LATER_THAT_DAY:
        rehearsal.agenda.plan_in(_deliver, hours=hours)
    if not rehearsal.lives:
        return
    day = (rehearsal.agenda.at - rehearsal.ends).days
    if day < -QUIET_DAYS_AT_THE_END:
        _work_off(rehearsal)
    if rehearsal.agenda.at.weekday() == 0:
        meetings = Meeting.objects.standing().filter(pair__programme=rehearsal.programme_id)
        held = meetings.exclude(held_at=None).count()
        rehearsal.tell(f"{rehearsal.agenda.at:%d %B %Y}: {held} sessions held.")


def _do_what_is_due() -> None:
    due.run_due()
    _deliver()


def _deliver() -> None:
    # People in a rehearsal answer without opening a page, so nothing they were asked is ignored.
    Reader.objects.update(ignored=0)
    while deliver_due():
        pass


def _work_off(rehearsal: Rehearsal) -> None:
    """The coordinator calls about the oldest things first, and mostly it helps."""
    by = rehearsal.coordinator
    waiting = Task.objects.filter(
        programme=rehearsal.programme_id, opened_at__lt=now() - timedelta(days=2)
    ).open()
    for task in waiting.order_by("opened_at", "pk")[:2]:
        finish_task(task, Task.Outcome.DONE, by=by)
        life = next((life for life in rehearsal.lives if life.pair_id == task.pair_id), None)
        if life is not None:
            rehearsal.agenda.plan_in(partial(life.is_called, task.signal), hours=5)


def _begin_sessions(rehearsal: Rehearsal) -> None:
    _match_all_year(rehearsal)
    _open(rehearsal, "train")
    rehearsal.agenda.plan_in(partial(_close, rehearsal, "train"), days=12)
    rehearsal.agenda.plan_in(partial(_open, rehearsal, "sessions-1"), days=1)
    rehearsal.agenda.plan(rehearsal.ends - timedelta(days=2), partial(_fill_a_diary, rehearsal))
    by, agenda = rehearsal.coordinator, rehearsal.agenda
    plan_circles(rehearsal.programme, agenda, rehearsal.ends, seed=rehearsal.seed, by=by)
    together = [life for life in rehearsal.lives if life.pair.is_together]
    if len(together) > 10:
        rehearsal.agenda.plan_in(together[3].end, days=50)
        rehearsal.agenda.plan_in(partial(_worry, rehearsal, together[5]), days=33)


def _match_all_year(rehearsal: Rehearsal) -> None:
    """Whoever joins late is matched while the others meet, so that phase stays open as long."""
    phases = rehearsal.programme.phases
    match = phases.filter(kind="match").first()
    last = phases.filter(kind__startswith="sessions").order_by("planned_until").last()
    if match and last and match.planned_from and last.planned_until:
        programmes.plan_phase(
            match,
            planned_from=match.planned_from,
            planned_until=last.planned_until,
            by=rehearsal.coordinator,
        )


def _fill_a_diary(rehearsal: Rehearsal) -> None:
    """One senior moves twice in the last days, so that there is somebody to call."""
    for life in rehearsal.lives:
        if KNOWN["mentee"] != life.pair.mentee.name and life.moves_two():
            return


def _worry(rehearsal: Rehearsal, life: PairLife) -> None:
    words = "I was asked in a session what my manager thinks of the plan. I did not like that."
    raise_concern(rehearsal.programme, words, by=life.pair.mentor)


def _chosen(rehearsal: Rehearsal, role: str, number: int) -> list[Person]:
    """Seniors from the top down, juniors by chance; nobody who has another part already."""
    programme = rehearsal.programme
    staff = Person.objects.present().filter(organisation=programme.organisation)
    free = (
        staff.exclude(memberships__programme=programme)
        .exclude(user__isnull=False)
        .select_related("level", "organisation")
        .prefetch_related("addresses")
    )
    seniors_mentor = rehearsal.like is not None and rehearsal.like.seniors_mentor
    if (role == "mentee") != seniors_mentor:
        seniors = free.order_by("-level__rank", "hr_id")
        first = [person for person in seniors if person.name == KNOWN[role]]
        others = [person for person in seniors if person not in first]
        return [*first, *others[: number - len(first)]]
    juniors = list(free.filter(level__rank__lte=JUNIOR_UP_TO).order_by("hr_id"))
    drawn = drawn_for(rehearsal.coordinator, rehearsal.seed, "mentors")
    first = [person for person in juniors if person.name == KNOWN[role]]
    others = [person for person in juniors if person not in first]
    return [*first, *drawn.sample(others, min(number - len(first), len(others)))]


def _expect_application(rehearsal: Rehearsal, member: Membership) -> None:
    character = character_of(member.person, rehearsal.seed)
    if character.applies or member.person.name in KNOWN.values():
        drawn = drawn_for(member.person, rehearsal.seed, "when")
        rehearsal.agenda.plan_in(partial(apply, rehearsal, member.pk), hours=drawn.uniform(2, 300))


def _name_assistant(rehearsal: Rehearsal, member: Membership) -> None:
    programme = member.programme
    colleagues = (
        Person.objects.present()
        .filter(
            organisation=programme.organisation, level__rank__in=(2, 3), unit=member.person.unit
        )
        .exclude(memberships__programme=programme)
        .filter(user=None)
        .prefetch_related("addresses")
        .order_by("hr_id")
    )
    assistant = colleagues.first()
    if assistant is None:
        return
    delegation = programmes.invite_member(
        programme,
        assistant,
        role="delegate",
        principal=member.person,
        by=rehearsal.coordinator,
    )
    rehearsal.agenda.plan_in(partial(_accept, delegation.pk), hours=9)


def _accept(member_id: int) -> None:
    programmes.accept_invitation(Membership.objects.select_related("person").get(pk=member_id))


def _close_poll(rehearsal: Rehearsal, poll: Poll) -> None:
    interest.close_poll(poll, by=rehearsal.coordinator)
    _close(rehearsal, "interest")


def _computed(run: Run) -> None:
    """A large run waits for the worker; here the worker is us."""
    if run.finished_at is None:
        matching.compute_run(run)
        run.refresh_from_db()


def _open(rehearsal: Rehearsal, kind: str) -> None:
    phase = rehearsal.programme.phases.filter(kind=kind, opened_at=None).first()
    if phase is not None:
        programmes.open_phase(phase, by=rehearsal.coordinator)


def _close(rehearsal: Rehearsal, kind: str) -> None:
    phase = rehearsal.programme.phases.filter(kind=kind, closed_at=None).first()
    if phase is not None and phase.opened_at is not None:
        programmes.close_phase(phase, by=rehearsal.coordinator)


def _topics_of(programme: Programme) -> list[Topic]:
    """Topics people choose from: all that the programme leads with, and a few others."""
    leading = set(programme.settings.get("leading_groups") or ())
    topics = [topic for topic in topics_of(programme.organisation) if not topic.is_lived_experience]
    others = [topic for topic in topics if topic.group not in leading][:: len(leading) + 2]
    return [topic for topic in topics if topic.group in leading] + others


def _with_role(programme: Programme, role: str) -> Person:
    members = Membership.objects.active().filter(programme=programme, role=role)
    return members.select_related("person__organisation").order_by("pk")[0].person
