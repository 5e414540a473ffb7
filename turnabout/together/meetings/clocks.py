"""What one hour is on two clocks, and when that changes, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from turnabout.frame.directory.models import Person
from turnabout.joining.applications.hours import moments_of


@dataclass(frozen=True)
class BothClocks:
    """The other one's clock beside one's own: what it shows now, and what changes later."""

    name: str
    now: str
    changes: tuple[str, ...] = ()


def both_clocks(starts: Sequence[datetime], reader: Person, partner: Person) -> BothClocks | None:
    """What these starts are on the clocks of the two. None where both clocks say the same."""
    mine, theirs = ZoneInfo(reader.clock_zone), ZoneInfo(partner.clock_zone)
    ahead = [_ahead(start, mine, theirs) for start in starts]
    if not any(ahead):
        return None
    name = partner.given_name or partner.name
    changes = [
        _("From %(day)s on it is %(mine)s for you and %(theirs)s for %(name)s.")
        % {
            "day": _day(start.astimezone(mine)),
            "mine": _hour(start.astimezone(mine)),
            "theirs": on_their_clock(start, reader, partner),
            "name": name,
        }
        for start, was, now in zip(starts[1:], ahead, ahead[1:], strict=False)
        if was != now
    ]
    first = starts[0].astimezone(mine)
    told = _("%(mine)s for you is %(theirs)s for %(name)s.") % {
        "mine": _hour(first),
        "theirs": on_their_clock(starts[0], reader, partner),
        "name": name,
    }
    if changes:
        changes.append(_("Clocks change on different days where you two are."))
    return BothClocks(name, told, tuple(changes))


def on_their_clock(start: datetime, reader: Person, partner: Person) -> str:
    """The hour that somebody else's clock shows, with the day where that is another one."""
    mine = start.astimezone(ZoneInfo(reader.clock_zone))
    theirs = start.astimezone(ZoneInfo(partner.clock_zone))
    hour = _hour(theirs)
    if theirs.date() == mine.date():
        return hour
    return _("%(day)s, %(hour)s") % {"day": date_format(theirs, "l"), "hour": hour}


@dataclass(frozen=True)
class Typed:
    """A time as somebody typed it, as an instant; or why there is none."""

    start: datetime | None = None
    trouble: str = ""


def read_wall_time(wall: datetime, zone: str) -> Typed:
    """The instant that a clock shows like this; a time that it skips or shows twice is refused."""
    first, second = moments_of(wall, zone)
    if first is None:
        after = _next_shown(wall, zone)
        return Typed(
            trouble=_(
                "On %(day)s the clocks go forward where you are, and %(hour)s does not exist. "
                "Take %(after)s or later."
            )
            % {"day": _day(wall), "hour": _hour(wall), "after": _hour(after)}
        )
    if second is not None:
        return Typed(
            trouble=_(
                "On %(day)s the clocks go back where you are, and %(hour)s comes twice. Take an "
                "hour that comes once."
            )
            % {"day": _day(wall), "hour": _hour(wall)}
        )
    return Typed(start=first)


def _next_shown(wall: datetime, zone: str) -> datetime:
    """The first minute after a skipped one that the clock does show."""
    while moments_of(wall, zone)[0] is None:
        wall += timedelta(minutes=1)
    return wall


def _ahead(start: datetime, mine: ZoneInfo, theirs: ZoneInfo) -> timedelta:
    there, here = start.astimezone(theirs).utcoffset(), start.astimezone(mine).utcoffset()
    return (there or timedelta()) - (here or timedelta())


def _day(moment: datetime) -> str:
    return date_format(moment, pgettext("day", "j F"))


def _hour(moment: datetime) -> str:
    return date_format(moment, "H:i")
