"""The briefing for top management, for an organisation to put in its own words."""

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText, Slot, offers

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
