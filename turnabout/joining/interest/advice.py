"""Go, try it small, or explain it first: a plain rule over what may be published.

The marks are our own judgement, said on the page: a programme needs about 20 seniors, a trial five.
Ranges are Wilson's 95 % interval for a share (E. B. Wilson, 1927).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENIORS_FOR_A_PROGRAMME = 20
SENIORS_FOR_A_TRIAL = 5
SHARE_FEARING = 0.33
Z = 1.96


class Verdict(StrEnum):
    GO = "go"
    PILOT = "pilot"
    EXPLAIN = "explain"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Heard:
    """The totals that advice rests on; None where too few people stand behind a total."""

    answers: int | None
    mentors: int | None
    mentees: int | None
    topics_shown: int
    topics_covered: int
    units_shown: int
    fearing: int | None = None
    pressed: int | None = None
    unclear: int | None = None

    @property
    def fear_reprisal(self) -> float:
        """The share of those who would mentor who fear that it could be held against them."""
        return _share(self.fearing, self.mentors)

    @property
    def fear_time(self) -> float:
        """The share of those who would learn who fear for their time."""
        return _share(self.pressed, self.mentees)

    @property
    def not_clear(self) -> float:
        """The share of all who answered who do not know enough about it."""
        return _share(self.unclear, self.answers)


@dataclass(frozen=True)
class Advice:
    verdict: Verdict
    heading: str
    lead: str
    why: tuple[str, ...]
    first: tuple[str, ...]
    would_change: str


def advise(heard: Heard) -> Advice:
    """Weigh what was heard. Each reason names the figure it rests on."""
    verdict = _verdict(heard)
    return Advice(
        verdict=verdict,
        heading=_heading(verdict, heard),
        lead=_lead(verdict, heard),
        why=tuple(_why(heard)),
        first=tuple(_first(verdict, heard)),
        would_change=_would_change(verdict, heard),
    )


def range_of_share(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, each end from 0 to 1."""
    share = part / whole
    middle = (share + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole)) / (1 + Z * Z / whole)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def possible_pairs(heard: Heard) -> int:
    return min(heard.mentors or 0, heard.mentees or 0)


def _verdict(heard: Heard) -> Verdict:
    if heard.answers is None:
        return Verdict.TOO_FEW
    pairs = possible_pairs(heard)
    if pairs < SENIORS_FOR_A_TRIAL or heard.not_clear > SHARE_FEARING:
        return Verdict.EXPLAIN
    return Verdict.GO if pairs >= SENIORS_FOR_A_PROGRAMME else Verdict.PILOT


def _heading(verdict: Verdict, heard: Heard) -> str:
    pairs = possible_pairs(heard)
    if verdict == Verdict.GO:
        # Some who say yes drop out before the first session, so the plan starts below the total.
        fewest, most = round(pairs * 0.6), round(pairs * 0.8)
        return _("Go, with %(fewest)s to %(most)s pairs") % {"fewest": fewest, "most": most}
    if verdict == Verdict.PILOT:
        return _("Try it small, with up to %(pairs)s pairs") % {"pairs": pairs}
    if verdict == Verdict.EXPLAIN:
        return _("Explain it first, then ask again")
    return _("Not enough people to say")


def _lead(verdict: Verdict, heard: Heard) -> str:
    if verdict == Verdict.GO and heard.fear_time > SHARE_FEARING:
        return _(
            "Enough people want this. Start smaller than the number that said yes, "
            "because many fear for their time."
        )
    return {
        Verdict.GO: _("Enough people want this on both sides. Start smaller than the number."),
        Verdict.PILOT: _("There is interest on both sides, and not yet enough for a programme."),
        Verdict.EXPLAIN: _("Too few on one side would take part as things stand."),
        Verdict.TOO_FEW: _("We show a figure from five answers. Keep the next poll open longer."),
    }[verdict]


def _why(heard: Heard) -> list[str]:
    reasons = []
    if heard.mentees is not None:
        reasons.append(
            ngettext(
                "%(count)s person would learn; a trial needs %(trial)s, a programme %(enough)s",
                "%(count)s people would learn; a trial needs %(trial)s, a programme %(enough)s",
                heard.mentees,
            )
            % {
                "count": heard.mentees,
                "trial": SENIORS_FOR_A_TRIAL,
                "enough": SENIORS_FOR_A_PROGRAMME,
            }
        )
    if heard.mentors is not None:
        reasons.append(
            ngettext(
                "%(count)s person would mentor", "%(count)s people would mentor", heard.mentors
            )
            % {"count": heard.mentors}
        )
    if heard.topics_shown:
        reasons.append(
            _("For %(covered)s of %(shown)s topics, at least as many mentors as learners")
            % {"covered": heard.topics_covered, "shown": heard.topics_shown}
        )
    if heard.units_shown > 1:
        reasons.append(_("%(count)s units take part") % {"count": heard.units_shown})
    if not reasons:
        reasons.append(_("No total has five people behind it"))
    return reasons


def _first(verdict: Verdict, heard: Heard) -> list[str]:
    steps = []
    if heard.fear_reprisal > SHARE_FEARING:
        steps.append(_("Answer the fear of reprisal: name the guardian in the invitation"))
    if heard.fear_time > SHARE_FEARING:
        steps.append(_("Book all dates at the start, with assistants"))
    if heard.not_clear > SHARE_FEARING or verdict == Verdict.EXPLAIN:
        steps.append(_("Let a senior say in her own words why she wants to listen"))
    if (heard.mentees or 0) < (heard.mentors or 0) and verdict != Verdict.GO:
        steps.append(_("Invite whole leadership levels, so that those who need it most come too"))
    if verdict == Verdict.TOO_FEW:
        steps.append(_("Hang up the poster and ask in meetings; answers can be typed in"))
    return steps or [_("Invite people while they remember saying yes")]


def _would_change(verdict: Verdict, heard: Heard) -> str:
    sentences = [
        {
            Verdict.GO: _("Fewer than %(enough)s people on one side."),
            Verdict.PILOT: _("%(enough)s people on each side would make it a programme."),
            Verdict.EXPLAIN: _("%(trial)s people on each side would make it worth trying."),
            Verdict.TOO_FEW: _("Five answers or more."),
        }[verdict]
        % {"enough": SENIORS_FOR_A_PROGRAMME, "trial": SENIORS_FOR_A_TRIAL}
    ]
    if heard.answers and heard.mentees is not None:
        low, high = range_of_share(heard.mentees, heard.answers)
        sentences.append(
            _(
                "Of those who answered, %(share)s %% would learn; the 95 %% range is %(low)s to "
                "%(high)s %%."
            )
            % {
                "share": round(100 * heard.mentees / heard.answers),
                "low": round(100 * low),
                "high": round(100 * high),
            }
        )
    return " ".join(sentences)


def _share(part: int | None, whole: int | None) -> float:
    return part / whole if part and whole else 0.0
