"""Two readings of the same questions side by side: before something was explained, and after."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.joining.interest.advice import Heard, range_of_share
from turnabout.joining.interest.models import Poll
from turnabout.joining.interest.queries.readout import Readout, readout


@dataclass(frozen=True)
class Share:
    """So many of so many, and the 95 % range of the share in whole percent."""

    part: int
    whole: int
    low: int
    high: int


@dataclass(frozen=True)
class Measure:
    """One thing that both polls asked; None where too few people stand behind a reading."""

    label: str
    before: Share | None
    after: Share | None

    @property
    def verdict(self) -> str:
        """What may be said of the two: the ranges decide, not the numbers."""
        if self.before is None or self.after is None:
            return _("not enough people to say")
        if self.after.low > self.before.high:
            return _("more than before")
        if self.after.high < self.before.low:
            return _("less than before")
        return _("no clear difference: the ranges overlap")


@dataclass(frozen=True)
class Readings:
    """An earlier poll and the one that asked again."""

    earlier: Poll
    before: Readout
    after: Readout
    measures: tuple[Measure, ...]


def readings(poll: Poll, after: Readout) -> Readings | None:
    """The earlier reading beside this one; None for a poll that follows none or is still open."""
    if poll.follows is None or after.heard is None:
        return None
    before = readout(poll.follows)
    if before.heard is None:
        return None
    return Readings(poll.follows, before, after, tuple(_measures(before.heard, after.heard)))


def _measures(before: Heard, after: Heard) -> list[Measure]:
    asked = (
        (_("would mentor"), "mentors", "answers"),
        (_("would learn"), "mentees", "answers"),
        (_("do not know enough about it"), "unclear", "answers"),
        (_("would mentor, and fear that it could be held against them"), "fearing", "mentors"),
        (_("would learn, and fear for their time"), "pressed", "mentees"),
    )
    return [
        Measure(label, _share_of(before, part, whole), _share_of(after, part, whole))
        for label, part, whole in asked
    ]


def _share_of(heard: Heard, part: str, whole: str) -> Share | None:
    some, all_of_them = getattr(heard, part), getattr(heard, whole)
    if some is None or not all_of_them:
        return None
    low, high = range_of_share(some, all_of_them)
    return Share(some, all_of_them, round(100 * low), round(100 * high))
