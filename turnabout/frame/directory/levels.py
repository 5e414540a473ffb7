"""Putting the levels of an organisation in order, from junior to senior. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from turnabout.frame.directory.vocabulary import plain

_NUMBER = re.compile(r"\d+")
_LADDERS = (("aa", "ao", "eo", "heo", "seo", "grade 7", "grade 6", "scs1", "scs2", "scs3", "scs4"),)
_STEPS = (
    ("trainee", "intern", "apprentice", "graduate", "becario", "becaria", "aprendiz"),
    ("assistant", "junior", "entry", "auxiliar", "operario"),
    ("associate", "officer", "analyst", "tecnico", "tecnica", "administrativo"),
    ("mid", "intermediate", "professional", "regular", "medio", "staff"),
    ("senior", "experienced"),
    ("lead", "principal", "specialist", "expert", "experto"),
    ("supervisor", "manager", "responsable", "jefe", "jefa", "coordinador"),
    ("head", "gerente"),
    ("director", "directora", "partner", "directivo"),
    ("vp", "vice", "vicepresidente"),
    ("chief", "executive", "president", "ceo", "cxo", "board", "presidente", "consejero"),
)

_MIDDLE = 3.0


_SHORT = {
    "sr": "senior",
    "snr": "senior",
    "jr": "junior",
    "jnr": "junior",
    "mgr": "manager",
    "mngr": "manager",
    "dir": "director",
    "assoc": "associate",
    "asst": "assistant",
    "exec": "executive",
    "spec": "specialist",
    "lvl": "level",
    "gr": "grade",
    "lv": "level",
}
MOST_LEVELS = 200


@dataclass(frozen=True)
class LevelOrder:
    """Steps from junior to senior; the words of one step count as the same."""

    steps: tuple[tuple[str, ...], ...]
    why: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps for name in step)

    def turned(self) -> "LevelOrder":
        return LevelOrder(self.steps[::-1], _("You turned the order round."))


def order_levels(names: Iterable[str], above: Iterable[tuple[str, str]]) -> LevelOrder:
    """The levels from junior to senior. `above` pairs each level with that of its manager."""
    distinct = sorted(set(names), key=lambda name: (plain(name), name))
    pairs = Counter((low, high) for low, high in above if low and high and low != high)
    order, why = _ordered(distinct, pairs)
    spelled: dict[str, list[str]] = {}
    for name in order:
        spelled.setdefault(same_words(name), []).append(name)
    return LevelOrder(tuple(tuple(step) for step in spelled.values()), why)


def same_words(name: str) -> str:
    """The words of a level, written out, so that “Sr. Mgr” is “senior manager”."""
    words = " ".join(_SHORT.get(word, word) for word in plain(name).split())
    return words.replace("vice president", "vp") or name


def _ordered(names: list[str], pairs: Counter[tuple[str, str]]) -> tuple[list[str], str]:
    for ladder in _LADDERS:
        if names and all(plain(name) in ladder for name in names):
            return sorted(names, key=lambda name: ladder.index(plain(name))), _(
                "These are the grades of a known ladder."
            )
    if names and all(_NUMBER.search(name) for name in names):
        order = sorted(names, key=_numbers)
        if _upside_down(order, pairs):
            return order[::-1], _("A lower number is more senior: managers have lower ones.")
        return order, _("A higher number is taken as more senior.")
    if sum(1 for name in names if _step(name) is not None) * 2 >= len(names) > 0:
        return sorted(names, key=_by_words), _("The order follows the words in the names.")
    if pairs:
        return sorted(names, key=lambda name: _height(name, pairs)), _(
            "The order follows who reports to whom."
        )
    return names, _(
        "Nothing says which is more senior, so they stand in the order of the alphabet."
    )


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(int(found) for found in _NUMBER.findall(name))


def _upside_down(order: Sequence[str], pairs: Counter[tuple[str, str]]) -> bool:
    place = {name: index for index, name in enumerate(order)}
    up = sum(count for (low, high), count in pairs.items() if place[high] > place[low])
    down = sum(count for (low, high), count in pairs.items() if place[high] < place[low])
    return down > up


def _step(name: str) -> float | None:
    words = [_SHORT.get(word, word) for word in plain(name).split()]
    found = [index for index, step in enumerate(_STEPS) if any(word in step for word in words)]
    if not found:
        return None
    # “Senior manager” stands above “manager”, and “assistant director” below “director”.
    return max(found) + 0.1 * sum(1 if one == 4 else -1 for one in found if one < max(found))


def _by_words(name: str) -> tuple[float, str]:
    step = _step(name)
    return (_MIDDLE if step is None else step, plain(name))


def _height(name: str, pairs: Counter[tuple[str, str]]) -> float:
    as_manager = sum(count for (_low, high), count in pairs.items() if high == name)
    as_report = sum(count for (low, _high), count in pairs.items() if low == name)
    return (as_manager - as_report) / max(1, as_manager + as_report)


def merge_orders(known: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Keep the order that stands and put each new level after those it should follow."""
    merged = list(known)
    for index, name in enumerate(wanted):
        if name in merged:
            continue
        before = [merged.index(one) for one in wanted[:index] if one in merged]
        merged.insert(max(before) + 1 if before else 0, name)
    return merged


def merge_steps(
    known: Sequence[tuple[str, ...]], wanted: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Keep the steps that stand. A word spelled like one of them joins it; others get their own."""
    first_of = {name: step[0] for step in known for name in step}
    spelled = {same_words(name): step[0] for step in known for name in step}
    steps = {step[0]: list(step) for step in known}
    order = []
    for step in wanted:
        homes = (first_of.get(name) or spelled.get(same_words(name)) for name in step)
        first = next((home for home in homes if home), step[0])
        steps.setdefault(first, []).extend(name for name in step if name not in first_of)
        order.append(first)
    merged = merge_orders([step[0] for step in known], list(dict.fromkeys(order)))
    return tuple(tuple(steps[first]) for first in merged)
