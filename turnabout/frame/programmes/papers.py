"""Briefing, phases, presets, aims and readiness, to be said in an organisation's own words."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText, Slot, offers
from turnabout.foundation.common.packs import shipped_of
from turnabout.frame.programmes.defaults_shape import Joined
from turnabout.frame.programmes.presets import (
    PHASE,
    PRESET,
    PhaseKind,
    Preset,
    load_phase_kinds,
    load_presets,
)
from turnabout.frame.programmes.presets.aims import AIM, CultureAim, load_culture_aims
from turnabout.frame.programmes.presets.readiness import PARTS, READINESS, load_readiness

BRIEFING = "briefing"

ASK, EVIDENCE, LIMITS = (
    _("What we ask of you"),
    _("What the evidence says"),
    _("What it does not say"),
)
SEEN = _("What you will see, and what nobody will")
_SENTENCES = {
    "ask": (
        ASK,
        (
            _(
                "Take a mentor yourself, and keep the dates. People copy what you do with "
                "your own calendar."
            ),
            _(
                "Say in your own name that nothing said here counts against anybody, and "
                "see that mentors get the time."
            ),
            _(
                "Each quarter, choose one theme, give it an owner and a date, and tell "
                "everybody what came of it."
            ),
        ),
    ),
    "evidence": (
        EVIDENCE,
        (
            _(
                "Seniors who put their sessions off are the commonest reason why such "
                "programmes end."
            ),
            _("Pairs are better where both had a say in the match and where both were prepared."),
            _("People who speak up and see nothing change stop speaking."),
        ),
    ),
    "limits": (
        LIMITS,
        (
            _(
                "How many more people stay. Most studies are interviews and single cases; "
                "figures you may have read come without a comparison."
            ),
            _(
                "What it would bring you in money. We measure here, with ranges, and say "
                "so where there are too few people to tell."
            ),
        ),
    ),
    "seen": (
        SEEN,
        (
            _(
                "You see sessions kept and moved, themes, and commitments closed, from "
                "groups of five or more. Nobody is shown what a pair said, who said no, "
                "or who stopped."
            ),
        ),
    ),
}


def slots() -> list[Slot]:
    return [
        Slot(f"{part}_{at}", heading, words)
        for part, (heading, sentences) in _SENTENCES.items()
        for at, words in enumerate(sentences, start=1)
    ]


offers(
    OwnText(
        kind=BRIEFING,
        name=_("Briefing for top management"),
        read_where=_("One page to print or to show, filled from the programme."),
        changing=_("Whoever opens or prints it from now on reads your words. Facts stay facts."),
        slots=slots,
        template="programmes/_briefing_said.html",
    )
)

PARTS_OF_PHASES = {
    "name": _("Name"),
    "what": _("What it is"),
    "needs": _("It needs"),
    "does": _("It will do"),
    "closed": _("Once it is closed"),
}
ASKED = {"asks": _("the question"), "why": _("why it is asked"), "if_not": _("what to do")}


def _numbered(words: Any, number: int) -> Any:
    return format_lazy(words, number=number)


def _phase(kind: PhaseKind) -> OwnText:
    return OwnText(
        kind=f"{PHASE}{kind.slug}",
        name=kind.name,
        read_where=_("On the line of phases and on the page of the phase, in every programme."),
        changing=_("What a phase does stays the same, whatever it is called."),
        slots=lambda: [
            Slot(part, label, shipped_of(words), is_long=part != "name")
            for part, label in PARTS_OF_PHASES.items()
            if (words := getattr(kind, part)) is not None
        ],
        template="programmes/_phase_said.html",
        family=_("Phases"),
    )


def _preset(found: Preset) -> OwnText:
    def slots() -> list[Slot]:
        aims = [
            Slot(f"aim_{at}", _numbered(_("Aim {number} that is offered"), at), shipped_of(aim))
            for at, aim in enumerate(found.aims, start=1)
        ]
        return [
            Slot("name", _("Name"), shipped_of(found.name), is_long=False),
            Slot("description", _("What it is for"), shipped_of(found.description)),
            *aims,
        ]

    return OwnText(
        kind=f"{PRESET}{found.slug}",
        name=found.name,
        read_where=_("Where a programme begins and one chooses what it should change."),
        changing=_(
            "Programmes that began keep the aim they wrote. Its rules are changed in a preset of"
            " your own, or in each programme."
        ),
        slots=slots,
        template="programmes/_preset_said.html",
        family=_("Shipped presets and their aims"),
    )


def _aim(found: CultureAim) -> OwnText:
    def slots() -> list[Slot]:
        signs = [
            Slot(f"sign_{at}", _numbered(_("Sign {number} to look for"), at), shipped_of(sign))
            for at, sign in enumerate(found.signs, start=1)
        ]
        return [
            Slot("says", _("The aim"), shipped_of(found.says)),
            Slot("know", _("How one will know"), shipped_of(found.know)),
            *signs,
        ]

    return OwnText(
        kind=f"{AIM}{found.slug}",
        name=found.says,
        read_where=_("Offered where a programme says its aim, with the signs to look for."),
        changing=_("Programmes that took it up keep the words they wrote."),
        slots=slots,
        template="programmes/_aim_said.html",
        family=_("Aims that change how people work"),
    )


def _questions_asked() -> list[Slot]:
    return [
        Slot(
            f"{question.slug}_{part}",
            Joined(_numbered(_("Question {number}"), number), ASKED[part]),
            shipped_of(getattr(question, part)),
        )
        for number, question in enumerate(load_readiness(), start=1)
        for part in PARTS
    ]


def _questions_said(words: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "questions": [
            {part: words[f"{question.slug}_{part}"] for part in PARTS}
            for question in load_readiness()
        ]
    }


offers(
    OwnText(
        kind=READINESS,
        name=_("The eight questions on readiness"),
        read_where=_("Answered by the coordinator before a programme begins."),
        changing=_(
            "Answers that were given stay with their question. What follows from a no stays too,"
            " so ask the same thing in your words."
        ),
        slots=_questions_asked,
        template="programmes/_readiness_said.html",
        preview=_questions_said,
    )
)
for one in load_phase_kinds():
    offers(_phase(one))
for preset in load_presets():
    offers(_preset(preset))
for aim in load_culture_aims():
    offers(_aim(aim))
