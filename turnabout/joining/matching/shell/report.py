"""The report: one page in one file that a coordinator can forward, read on a phone and print."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from turnabout.joining.matching import words
from turnabout.joining.matching.engine import Plan, Problem, Unmatched
from turnabout.joining.matching.engine.plan import Pair
from turnabout.joining.matching.engine.rules import ScorePart, units
from turnabout.joining.matching.shell.outputs import by_fit, pair_sentences
from turnabout.joining.matching.shell.people import Card, People, Source


@dataclass(frozen=True)
class PairRow:
    mentor: Card
    mentee: Card
    mentor_initials: str
    mentee_initials: str
    score: str
    reasons: list[str]
    parts: list[tuple[str, str, str, int]]


@dataclass(frozen=True)
class FunnelRow:
    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class AloneRow:
    person: Card
    initials: str
    side: str
    sentence: str
    funnel: list[FunnelRow]


def initials(name: str) -> str:
    """Two letters for an arch or a cup."""
    names = [part for part in name.split() if part[0].isalnum()]
    letters = [part[0] for part in (names[:1] + names[1:][-1:])]
    return "".join(letters).upper() or "?"


def report_page(
    plan: Plan,
    problem: Problem,
    people: People,
    sources: Sequence[Source],
    *,
    title: str,
) -> str:
    """The whole page, with its style inside and everything from the lists escaped."""
    weakest = min((pair.score for pair in plan.pairs), default=0)
    context = {
        "language": get_language() or "en",
        "title": title or _("Matching from lists"),
        "files": [source.table.name for source in sources],
        "headline": headline(plan),
        "lead": lead(problem),
        "figures": [
            (f"{plan.served_mentors}", len(problem.mentors), _("mentors have a partner")),
            (f"{plan.served_mentees}", len(problem.mentees), _("mentees have a partner")),
        ],
        "total": words.points(plan.total),
        "weakest": words.points(weakest),
        "whole": words.points(units(problem.rules.whole)),
        "pairs": [_pair_row(pair, people) for pair in by_fit(plan)],
        "alone": [_alone_row(one, people.cards[one.person]) for one in plan.unmatched],
        "forbids": [words.rule_sentence(rule) for rule in problem.rules.hard],
        "weights": [_weight(part) for part in problem.rules.parts],
        "sources": sources,
        "told": people.told,
        "pins_not_kept": [
            [people.cards[one].name if one in people.cards else one for one in pair]
            for pair in plan.pins_not_kept
        ],
    }
    folder = Path(__file__).parent
    engine = Engine(dirs=[str(folder)], libraries={"i18n": "django.templatetags.i18n"})
    page: SafeString = engine.get_template("report.html").render(Context(context))
    return str(page)


def headline(plan: Plan) -> str:
    """The answer in one line."""
    pairs = ngettext("%(count)d pair", "%(count)d pairs", plan.places) % {"count": plan.places}
    if not plan.unmatched:
        return _("%(pairs)s, and nobody is left out") % {"pairs": pairs}
    left = ngettext(
        "%(count)d person without a partner",
        "%(count)d people without a partner",
        len(plan.unmatched),
    ) % {"count": len(plan.unmatched)}
    return _("%(pairs)s, and %(left)s") % {"pairs": pairs, "left": left}


def lead(problem: Problem) -> str:
    """What was proven, in the order of what comes first."""
    if problem.rules.fairest:
        return _(
            "Proven best under these rules: no other plan serves more people, and no plan that "
            "serves as many has a better weakest pair."
        )
    if problem.rules.fill_places:
        return _(
            "Proven best under these rules: no other plan serves more people, none that serves as "
            "many fills more wanted places, and none that does both fits better in total."
        )
    return _(
        "Proven best under these rules: no other plan serves more people, and none that serves as "
        "many fits better in total."
    )


def _weight(part: ScorePart) -> tuple[str, str]:
    name = words.part_word(part.kind, vars(part).get("column", ""))
    return name, words.points(units(part.weight))


def _pair_row(pair: Pair, people: People) -> PairRow:
    mentor, mentee = people.cards[pair.mentor], people.cards[pair.mentee]
    return PairRow(
        mentor,
        mentee,
        initials(mentor.name),
        initials(mentee.name),
        words.points(pair.score),
        pair_sentences(pair, people.topic_name),
        [
            (
                words.part_word(part.rule, str(part.detail.get("column", ""))),
                words.points(part.points),
                words.points(part.weight),
                round(100 * part.points / part.weight) if part.weight else 0,
            )
            for part in pair.parts
        ],
    )


def _alone_row(one: Unmatched, card: Card) -> AloneRow:
    everybody = max(1, sum(found.count for found in one.blocked_by) + one.possible)
    rows = [(words.rule_sentence(found.rule), found.count) for found in one.blocked_by]
    if one.possible:
        rows.append((_("Possible, but others fit better for everyone"), one.possible))
    return AloneRow(
        card,
        initials(card.name),
        one.side,
        words.unmatched_sentence(one),
        [FunnelRow(label, count, round(100 * count / everybody)) for label, count in rows],
    )
