"""A run that is not computed yet: what it is doing, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.common.time import now
from turnabout.joining.matching.gaps import Gap
from turnabout.joining.matching.models import Run


@dataclass(frozen=True)
class UnderWay:
    """How far a run is. `percent` is how much of the best is certain, None before that is known."""

    sentence: str
    gap: str
    percent: int | None
    is_stopping: bool


def under_way(run: Run) -> UnderWay:
    """What to say of a run while it is computed."""
    is_stopping = run.stop_asked_at is not None
    told = run.progress
    if not told:
        is_begun = run.claimed_until is not None and run.claimed_until > now()
        begun = _("The applications are being read, and all pairs are looked at once.")
        waits = _("It waits for its turn. It begins by itself.")
        return UnderWay(begun if is_begun else waits, "", None, is_stopping)
    gap = Gap.from_data(told["gap"])
    sentence = ngettext(
        "%(pairs)d promising pair in hand after %(time)s.",
        "%(pairs)d promising pairs in hand after %(time)s.",
        told["pairs"],
    ) % {"pairs": told["pairs"], "time": _time(told["seconds"])}
    return UnderWay(sentence, gap.sentence, max(0, int(100 - gap.share)), is_stopping)


def _time(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def gap_of(run: Run) -> str:
    """How far the best plan could be above that of a run that was ended early."""
    gap = run.certificate.get("gap")
    return Gap.from_data(gap).sentence if gap else ""
