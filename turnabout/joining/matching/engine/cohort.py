"""Both sides as arrays, made once per run and only when a rule asks for them.

Rows are mentors, columns mentees. Vocabularies are sorted, so the arrays do not depend on the
order in which people came.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.people import Person, Value

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
T = TypeVar("T")

UNKNOWN = -1


def folded(text: str) -> str:
    """The form in which two spellings of a value are compared."""
    return " ".join(text.casefold().split())


def as_set(value: Value) -> frozenset[str]:
    """A cell as a set of compared values; an empty cell is an empty set."""
    values = (value,) if isinstance(value, str) else value
    return frozenset(folded(one) for one in values if one.strip())


class Cohort:
    """Mentors and mentees, each sorted by id, with the arrays that rules work on."""

    def __init__(self, mentors: tuple[Person, ...], mentees: tuple[Person, ...]) -> None:
        self.mentors = mentors
        self.mentees = mentees
        self.mentor_at = {person.id: at for at, person in enumerate(mentors)}
        self.mentee_at = {person.id: at for at, person in enumerate(mentees)}
        self._made: dict[object, object] = {}

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentors), len(self.mentees)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, kept for the blocks that follow."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    def numbers(self, key: str, read: Callable[[Person], int | None]) -> tuple[Ints, Ints, Mask]:
        """A number per mentor and per mentee, and which pairs of them are both known."""

        def make() -> tuple[Ints, Ints, Mask]:
            sides = [
                np.array([read(one) if read(one) is not None else 0 for one in side], np.int64)
                for side in (self.mentors, self.mentees)
            ]
            known = [
                np.array([read(one) is not None for one in side], np.bool_)
                for side in (self.mentors, self.mentees)
            ]
            return sides[0], sides[1], known[0][:, None] & known[1][None, :]

        return self.once(("numbers", key), make)

    def members(
        self,
        key: object,
        of_mentor: Callable[[Person], Collection[str]],
        of_mentee: Callable[[Person], Collection[str]],
    ) -> tuple[Floats, Floats]:
        """Who has what, as ones and zeros: people by the words that both sides use."""

        def make() -> tuple[Floats, Floats]:
            return self.weights(
                ("members", key),
                lambda person: dict.fromkeys(of_mentor(person), 1),
                lambda person: dict.fromkeys(of_mentee(person), 1),
            )

        return self.once(key, make)

    def weights(
        self,
        key: object,
        of_mentor: Callable[[Person], Mapping[str, int]],
        of_mentee: Callable[[Person], Mapping[str, int]],
    ) -> tuple[Floats, Floats]:
        """People by words, with a whole number each. Floats, because sums of whole numbers are
        exact in them and the products are then fast."""

        def make() -> tuple[Floats, Floats]:
            rows = (
                [of_mentor(one) for one in self.mentors],
                [of_mentee(one) for one in self.mentees],
            )
            words = sorted(set().union(*rows[0]) & set().union(*rows[1]))
            at = {word: place for place, word in enumerate(words)}
            made = []
            for side in rows:
                table = np.zeros((len(side), len(words)))
                for row, entries in enumerate(side):
                    for word, weight in entries.items():
                        if word in at:
                            table[row, at[word]] = weight
                made.append(table)
            return made[0], made[1]

        return self.once(key, make)

    def known(self, key: object, knows: Callable[[Person], bool]) -> tuple[Mask, Mask]:
        """Who has an entry at all, for the stated meaning of missing data."""
        return self.once(
            ("known", key),
            lambda: (
                np.array([knows(one) for one in self.mentors], np.bool_),
                np.array([knows(one) for one in self.mentees], np.bool_),
            ),
        )

    def listed(self, key: object, pairs: Callable[[], Iterable[tuple[str, str]]]) -> Mask:
        """Pairs (mentor, mentee) of ids as a mask; ids that are not here are passed over."""

        def make() -> Mask:
            mask = np.zeros(self.shape, np.bool_)
            for mentor, mentee in pairs():
                if mentor in self.mentor_at and mentee in self.mentee_at:
                    mask[self.mentor_at[mentor], self.mentee_at[mentee]] = True
            return mask

        return self.once(("listed", key), make)
