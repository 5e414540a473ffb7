"""What is still missing before a phase can do its work. Rooms that know register it."""

from collections.abc import Callable

from django.utils.functional import Promise

from turnabout.frame.programmes.models import Programme

Missing = Callable[[Programme], list[Promise | str]]
_checks: dict[str, list[Missing]] = {}


def phase_needs(*kinds: str) -> Callable[[Missing], Missing]:
    """Register, in a room's `phases.py`, what these kinds of phase need and do not have yet."""

    def declare(check: Missing) -> Missing:
        for kind in kinds:
            _checks.setdefault(kind, []).append(check)
        return check

    return declare


def what_is_missing(programme: Programme, kind: str) -> list[Promise | str]:
    """Sentences on what a phase of this kind would still need; empty when it is ready."""
    return [sentence for check in _checks.get(kind, []) for sentence in check(programme)]
