"""Small groups are merged before anything is counted, and every page says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.foundation.trust.disclosure import LEAST


@dataclass(frozen=True)
class Merged:
    """One group, or several that are too small alone. `parts` are the names, in order."""

    parts: tuple[str, ...]
    members: frozenset[int]

    @property
    def label(self) -> str:
        return joined(self.parts)


def merge_small(groups: Mapping[str, frozenset[int]], least: int = LEAST) -> list[Merged]:
    """Put groups below `least` people together, with the next smallest where needed.

    Large groups come first, the merged one last. Empty when all of them together are too few.
    """
    in_order = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    alone = [Merged((name,), members) for name, members in in_order if len(members) >= least]
    small = [Merged((name,), members) for name, members in in_order if len(members) < least]
    if not small:
        return alone
    together = _together(small)
    while len(together.members) < least and alone:
        together = _together([alone.pop(), together])
    if len(together.members) < least:
        return []
    return [*alone, together]


def joined(names: tuple[str, ...]) -> str:
    """Names in a sentence: "Finance, Legal and People"."""
    said = [name or _("no unit given") for name in names]
    if len(said) < 2:
        return "".join(said)
    return _("%(names)s and %(last)s") % {"names": ", ".join(said[:-1]), "last": said[-1]}


def _together(groups: list[Merged]) -> Merged:
    return Merged(
        parts=tuple(sorted(part for group in groups for part in group.parts)),
        members=frozenset[int]().union(*(group.members for group in groups)),
    )
