"""What each clause of an agreement says in one programme before the two have written anything."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils import translation

from turnabout.foundation.common.own_texts import OwnWords, in_own_words, words_in
from turnabout.foundation.common.packs import Text
from turnabout.frame.content.queries import words_of_page
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.queries import who_leads
from turnabout.joining.applications.duties import duties_for
from turnabout.together.pairs.packs import KINDS, ClauseText, clause_words, load_clauses

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
    """The clauses of this programme's agreements, in their order, as it says them.

    What the programme does not say itself is said as in the whole organisation.
    """
    own = {
        kind: words_in(programme.organisation_id, text_of(kind), programme.public_id)
        for kind in KINDS
    }
    return [
        _in_own_words(clause, own[clause.kind])
        for clause in load_clauses()
        if clause.source != "house" or _house_lines(programme)
    ]


def text_of(kind: str) -> str:
    """The text in which the organisation says the clauses of this kind in its own words."""
    return f"agreement-{kind}"


def heading_of(slug: str, own: Mapping[str, str] | None = None) -> str:
    """What stands above a clause: own words that were kept with it, else the shipped ones."""
    if own:
        return str(Text(tuple(own.items())))
    return next((str(clause.heading) for clause in load_clauses() if clause.slug == slug), slug)


def own_heading(clause: ClauseText) -> Mapping[str, str]:
    """What an organisation puts above a clause in its own words; nothing where it is shipped."""
    shipped = next(one.heading for one in load_clauses() if one.slug == clause.slug)
    return {} if clause.heading == shipped else clause.heading.table


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
    return _written(clause, programme, language)


def senior_sides(programme: Programme) -> tuple[str, ...]:
    """Which side promises to hold nothing against the other and to take no part in decisions."""
    return SENIORS[defaults.current(programme, "direction")]


def values_in(programme: Programme, language: str) -> dict[str, int | str]:
    """What this programme says in the places of a clause."""
    with translation.override(language):
        leads, keeps = who_leads(programme)
    return {
        "sessions": programme.sessions,
        "gap_days": programme.gap_days,
        "session_minutes": programme.session_minutes,
        "notice_hours": programme.notice_hours,
        "moves_allowed": programme.moves_allowed,
        "leads": leads,
        "keeps": keeps,
    }


def _in_own_words(clause: ClauseText, own: OwnWords) -> ClauseText:
    slug, words, growth = clause.slug, clause.text, clause.growth
    return replace(
        clause,
        heading=in_own_words(clause.heading, f"{slug}_heading", own),
        text=words and in_own_words(words, slug, own),
        growth=growth and in_own_words(growth, f"{slug}_growth", own),
    )


def _written(clause: ClauseText, programme: Programme, language: str) -> str:
    direction = defaults.current(programme, "direction")
    return clause_words(
        clause,
        language=language,
        values=values_in(programme, language),
        direction=direction,
    )


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
