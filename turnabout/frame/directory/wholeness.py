"""Whether a staff list is the whole of it or a part, and why it looks so. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.frame.directory.comparison import Known
from turnabout.frame.directory.staff_list import Entry

NEW_FOR = timedelta(days=120)
MISSING_PERCENT = 30
FEW_GROUPS = 3


@dataclass(frozen=True)
class Said:
    """What was said of the last list with the same columns, and when."""

    is_whole: bool
    on: date


@dataclass(frozen=True)
class Advice:
    """What a list is taken for until somebody answers."""

    is_whole: bool
    why: str
    is_first: bool = False


def advise_wholeness(
    entries: Sequence[Entry], known: Iterable[Known], *, today: date, said: Said | None
) -> Advice:
    """A list is taken as a part as soon as anything speaks for it: a part lets nobody leave."""
    here = [one for one in known if one.left_on is None and not one.is_by_hand]
    listed = {entry.hr_id for entry in entries}
    missing = [one for one in here if one.hr_id not in listed]
    present = [entry for entry in entries if not entry.has_left]
    if not here:
        return Advice(True, _("It is the first list."), is_first=True)
    if said is not None and not said.is_whole:
        return Advice(False, _so_it_was(said))
    if not missing:
        return Advice(True, _("Everybody who is here is on it."))
    why = _why_a_part(present, here, missing, today)
    if why:
        return Advice(False, why)
    if said is not None:
        return Advice(True, _so_it_was(said))
    return Advice(
        True,
        _("%(listed)d of the %(here)d people who are here are on it.")
        % {"listed": len(here) - len(missing), "here": len(here)},
    )


def _so_it_was(said: Said) -> str:
    return _("So it was for the last list with these columns, on %(day)s.") % {
        "day": date_format(said.on, _("j F Y"))
    }


def _why_a_part(
    present: Sequence[Entry], here: Sequence[Known], missing: Sequence[Known], today: date
) -> str:
    if not present:
        return _("It holds only people who have left.")
    known = {one.hr_id for one in here}
    if not any(entry.hr_id in known for entry in present):
        return _("Nobody who is here is on it, as on a list of new starters.")
    if all(entry.started_on and entry.started_on > today - NEW_FOR for entry in present):
        return _("Everybody on it is new, as on a list of new starters.")
    for field, sentence in (
        ("unit", _("Everybody on it is in %(groups)s, and others are not.")),
        ("place", _("Everybody on it works in %(groups)s, and others do not.")),
    ):
        groups = sorted({str(entry.value(field)) for entry in present})
        others = {str(one.values.get(field) or "") for one in missing} - set(groups) - {""}
        if "" not in groups and len(groups) <= FEW_GROUPS and others and _is_much(missing, here):
            return sentence % {"groups": ", ".join(groups)}
    if len(missing) * 100 > len(here) * MISSING_PERCENT:
        return ngettext(
            "%(count)d of %(here)d people is not on it, more than leave at once.",
            "%(count)d of %(here)d people are not on it, more than leave at once.",
            len(missing),
        ) % {"count": len(missing), "here": len(here)}
    return ""


def _is_much(missing: Sequence[Known], here: Sequence[Known]) -> bool:
    """Somebody leaving a small department is no part; half the house missing is."""
    return len(missing) * 10 > len(here)
