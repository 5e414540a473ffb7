"""What a programme is for, whether it can work here, and what is still to do before it begins."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Membership, Priority, Programme
from turnabout.frame.programmes.presets import Preset
from turnabout.frame.programmes.presets.readiness import ReadinessQuestion, load_readiness
from turnabout.frame.programmes.verdict import Verdict, judge

# To prepare, to travel, to note what one will do: our own estimate, said on the briefing.
MINUTES_AROUND_A_SESSION = 20
USUAL_PAIRS = 40
PAIRS_AN_HOUR = 10
STANDING_BEHIND = (Membership.Role.SPONSOR, Membership.Role.GUARDIAN)


@dataclass(frozen=True)
class Cost:
    """What a programme asks of the people in it, in whole hours."""

    sessions: int
    hours_for_each: int
    coordinator_hours_a_week: int
    pairs: int | None


@dataclass(frozen=True)
class ToTurnTo:
    """Who stands behind a programme and whom its people can turn to, by name."""

    sponsors: tuple[str, ...]
    guardians: tuple[str, ...]
    coordinators: tuple[str, ...]


@dataclass(frozen=True)
class AnsweredQuestion:
    """One of the questions on readiness, with what was said and when."""

    question: ReadinessQuestion
    answer: str
    answered_at: datetime | None
    answered_by: str


def missing_purpose(programme: Programme) -> list[Promise | str]:
    """What a programme says too little of to begin: an aim, a priority, how one will know."""
    missing: list[Promise | str] = []
    if not programme.aim:
        missing.append(_("One aim, in one sentence."))
    if programme.priority_id is None:
        missing.append(_("The priority of the organisation that it serves."))
    if not programme.how_we_know:
        missing.append(_("How you will know that it worked."))
    return missing


def readiness_of(programme: Programme) -> list[AnsweredQuestion]:
    """The questions in their order, each with the answer it has."""
    rows = {row.question: row for row in programme.readiness.select_related("answered_by")}
    found = []
    for question in load_readiness():
        row = rows.get(question.slug)
        found.append(
            AnsweredQuestion(
                question=question,
                answer=row.answer if row else "",
                answered_at=row.answered_at if row else None,
                answered_by=row.answered_by.name if row and row.answered_by else "",
            )
        )
    return found


def verdict_on(programme: Programme) -> Verdict:
    """What the answers on readiness come to, as they stand."""
    return judge(
        dict(programme.readiness.values_list("question", "answer")),
        speaks_of_oneself=bool(defaults.current(programme, "lived_experience_topics")),
    )


def roles_held(programme: Programme) -> frozenset[str]:
    """Which of sponsor and guardian somebody holds or is invited to."""
    rows = Membership.objects.current().filter(programme=programme, role__in=STANDING_BEHIND)
    return frozenset(rows.values_list("role", flat=True))


def whom_to_turn_to(programme: Programme) -> ToTurnTo:
    """Those who hold these roles now, by name. Who is only invited is not named yet."""
    rows = Membership.objects.active().filter(
        programme=programme, role__in=(*STANDING_BEHIND, Membership.Role.COORDINATOR)
    )
    named = list(rows.order_by("person__name").values_list("role", "person__name"))

    def of(role: str) -> tuple[str, ...]:
        return tuple(name for held, name in named if held == role)

    return ToTurnTo(
        sponsors=of("sponsor"), guardians=of("guardian"), coordinators=of("coordinator")
    )


def cost_of(programme: Programme) -> Cost:
    """Sessions and preparation for each person; for the coordinator by the number of pairs."""
    minutes = programme.sessions * (programme.session_minutes + MINUTES_AROUND_A_SESSION)
    targets = programme.settings.get("targets") or {}
    wanted = [number for number in targets.values() if number]
    pairs = min(wanted) if wanted else None
    return Cost(
        sessions=programme.sessions,
        hours_for_each=ceil(minutes / 60),
        coordinator_hours_a_week=max(ceil((pairs or USUAL_PAIRS) / PAIRS_AN_HOUR), 1),
        pairs=pairs,
    )


def role_pages_of(programme: Programme) -> list[tuple[str, str]]:
    """The page on the part of each side: the side, and the page's name."""
    return [
        (side, str(defaults.current(programme, f"role_pages.{side}"))) for side in defaults.SIDES
    ]


def priorities_for(organisation: Organisation, preset: Preset) -> list[Priority]:
    """The priorities to choose from, those of this kind of programme first."""
    named = {one.table["en"] for one in preset.priorities}
    listed = Priority.objects.in_use().filter(organisation=organisation)
    return sorted(listed, key=lambda one: one.words.get("en") not in named)
