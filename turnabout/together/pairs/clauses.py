"""What each clause of an agreement says in one programme before the two have written anything."""

from collections.abc import Mapping

from django.utils import translation

from turnabout.frame.content.queries import words_of_page
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.queries import who_leads
from turnabout.joining.applications.duties import duties_for
from turnabout.together.pairs.packs import ClauseText, clause_words, load_clauses

LANGUAGES = ("en", "es")
CONDUCT_PAGE = "agreement/conduct"
SET_BY_PROGRAMME = "programme"
# Who could hold something against the other, by the direction of seniority.
SENIORS: Mapping[str, tuple[str, ...]] = {
    "mentor_junior": ("mentee",),
    "mentor_senior": ("mentor",),
    "any": ("mentor", "mentee"),
}


def clauses_in(programme: Programme) -> list[ClauseText]:
    """The clauses of this programme's agreements, in their order."""
    return [
        clause for clause in load_clauses() if clause.source != "house" or _house_lines(programme)
    ]


def stands_for_all(clause: ClauseText, programme: Programme) -> bool:
    """Whether every pair of the programme has the same words there."""
    if clause.source == "conduct":
        return bool(defaults.current(programme, "conduct_by") == SET_BY_PROGRAMME)
    return clause.kind == "programme"


def first_words(clause: ClauseText, programme: Programme, language: str) -> str:
    """The words of a clause that stands, or those that the two begin with."""
    if clause.source == "duties":
        return _duties(clause.side, programme, language)
    if clause.source == "conduct":
        return _conduct(programme, language)
    if clause.source == "house":
        return "\n".join(_house_lines(programme))
    return _shipped(clause, programme, language)


def senior_sides(programme: Programme) -> tuple[str, ...]:
    """Which side promises to hold nothing against the other and to take no part in decisions."""
    return SENIORS[defaults.current(programme, "direction")]


def _shipped(clause: ClauseText, programme: Programme, language: str) -> str:
    with translation.override(language):
        leads, keeps = who_leads(programme)
    values: dict[str, int | str] = {
        "sessions": programme.sessions,
        "gap_days": programme.gap_days,
        "session_minutes": programme.session_minutes,
        "notice_hours": programme.notice_hours,
        "moves_allowed": programme.moves_allowed,
        "leads": leads,
        "keeps": keeps,
    }
    direction = defaults.current(programme, "direction")
    return clause_words(clause, language=language, values=values, direction=direction)


def _duties(side: str, programme: Programme, language: str) -> str:
    direction = defaults.current(programme, "direction")
    duties = duties_for(direction, programme.organisation_id).of(side).duties
    return "\n".join(duty.in_language(language) for duty in duties)


def _conduct(programme: Programme, language: str) -> str:
    """The lines of the page; all of it where somebody wrote it without lines."""
    body = words_of_page(CONDUCT_PAGE, language, programme.organisation, [programme.pk])
    lines = [line.strip() for line in body.splitlines()]
    points = [line[2:] for line in lines if line.startswith(("- ", "* "))]
    return "\n".join(points or filter(None, lines))


def _house_lines(programme: Programme) -> list[str]:
    """What the coordinator wrote, as it is."""
    lines: list[str] = programme.settings.get("guidance", {}).get("guidelines", [])
    return lines
