"""Clauses of agreements and other lines for a pair, to be said in own words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText, Slot, offers
from turnabout.frame.programmes import defaults
from turnabout.frame.programmes.defaults_shape import Joined
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.presets import load_presets
from turnabout.together.pairs.ally import ALLY, ally_actions
from turnabout.together.pairs.clauses import text_of, values_in
from turnabout.together.pairs.forms import SHORT
from turnabout.together.pairs.packs import PLACEHOLDERS, ClauseText, clauses_of, filled
from turnabout.together.pairs.reflections import REFLECTIONS, load_reflections

ELSEWHERE = {
    "duties": _("Said in the words of the duties of that side, which are a text of their own."),
    "conduct": _("Begins with the page on how we treat each other, which is a page of its own."),
    "house": _("What the coordinator adds in the programme itself."),
}
GROWTH = _("where experience is passed on")
SIDES = {"mentor": _("the mentor’s"), "mentee": _("the mentee’s")}


def _slots(kind: str) -> Callable[[], Sequence[Slot]]:
    return lambda: [slot for clause in clauses_of(kind) for slot in _slots_of(clause)]


def _slots_of(clause: ClauseText) -> list[Slot]:
    name = Joined(clause.heading, SIDES[clause.side]) if clause.side else clause.heading
    slots = [
        Slot(f"{clause.slug}_heading", Joined(name, _("heading")), clause.heading, is_long=False)
    ]
    if clause.text:
        longest = SHORT if clause.is_short else 0
        slots.append(
            Slot(clause.slug, name, clause.text, PLACEHOLDERS, not clause.is_short, longest)
        )
    if clause.growth:
        label = Joined(name, GROWTH)
        slots.append(Slot(f"{clause.slug}_growth", label, clause.growth, PLACEHOLDERS))
    return slots


def _preview(kind: str) -> Callable[[Mapping[str, str]], Mapping[str, Any]]:
    def preview(words: Mapping[str, str]) -> Mapping[str, Any]:
        sample = Programme()
        defaults.begin_with(sample, load_presets()[0].slug, {})
        values = values_in(sample, get_language() or "en")
        return {
            "clauses": [
                {
                    "heading": words[f"{clause.slug}_heading"],
                    "side": clause.side,
                    "words": filled(words.get(clause.slug, ""), values),
                    "growth": filled(words.get(f"{clause.slug}_growth", ""), values),
                    "elsewhere": ELSEWHERE.get(clause.source, ""),
                }
                for clause in clauses_of(kind)
            ]
        }

    return preview


def _declare(kind: str, name: Any, read_where: Any, changing: Any) -> None:
    offers(
        OwnText(
            kind=text_of(kind),
            name=name,
            read_where=read_where,
            changing=changing,
            slots=_slots(kind),
            template="pairs/_clauses_said.html",
            preview=_preview(kind),
            by_programme=True,
        )
    )


_declare(
    "programme",
    _("Agreement: the clauses that stand for every pair"),
    _("Read and signed by both people of every pair, beside what the two write themselves."),
    _(
        "A version that a pair writes from now on says it, and both sign that version. Whatever was"
        " written or signed before keeps its words."
    ),
)
_declare(
    "pair",
    _("Agreement: the beginnings of what a pair writes"),
    _("The two keep each beginning, fill it in or write their own."),
    _("Pairs that have not written yet begin with it. What a pair has written stays as it is."),
)

offers(
    OwnText(
        kind=ALLY,
        name=_("What an ally can change"),
        read_where=_("Offered to the two of a pair as a beginning, where something was heard."),
        changing=_("Whoever opens that page from now on reads it. What was noted stays."),
        slots=lambda: [
            Slot(action.slug, Joined(_("What is true"), str(at)), action.heard)
            for at, action in enumerate(ally_actions(), start=1)
        ],
        template="pairs/_lines_said.html",
    )
)

STAGES = {
    "start": _("before the first session"),
    "early": _("early on"),
    "middle": _("half-way"),
    "late": _("towards the end"),
    "after": _("afterwards"),
}

offers(
    OwnText(
        kind=REFLECTIONS,
        name=_("Questions for oneself"),
        read_where=_("Offered beside the private notes of each of the two, by where they stand."),
        changing=_("Notes stay as they were written, and stand under the new words from now on."),
        slots=lambda: [
            Slot(one.slug, Joined(_("Question"), STAGES[one.stage]), one.text)
            for one in load_reflections()
        ],
        template="pairs/_lines_said.html",
    )
)
