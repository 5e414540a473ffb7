"""Both sides as arrays, made once per run and only when a rule asks for them.

Rows are mentors, columns mentees. Vocabularies are sorted, so the arrays do not depend on the
order in which people came.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.listed import Listed, listed
from turnabout.joining.matching.engine.people import Person, Value

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
T = TypeVar("T")

UNKNOWN = -1


def folded(text: str) -> str:
    """The form in which two spellings of a value are compared."""
    return " ".join(text.casefold().split())


def as_set(value: Value) -> frozenset[str]:
    """A cell as a set of compared values; an empty cell is an empty set."""
    values = (value,) if isinstance(value, str) else value
    return frozenset(folded(one) for one in values if one.strip())


def classes(
    side: tuple[Person, ...], sees: Callable[[Person], Hashable]
) -> tuple[Codes, tuple[Person, ...]]:
    """A class for each person, and somebody who stands for each class."""
    at: dict[Hashable, int] = {}
    standing: list[Person] = []
    codes = np.empty(len(side), np.int32)
    for place, person in enumerate(side):
        seen = sees(person)
        code = at.get(seen)
        if code is None:
            code = at[seen] = len(standing)
            standing.append(person)
        codes[place] = code
    return codes, tuple(standing)


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

    def numbers(self, key: str, read: Callable[[Person], int | None]) -> tuple[Ints, Ints]:
        """A number per mentor and per mentee, 0 where it is not known."""
        return self.once(
            ("numbers", key),
            lambda: (
                np.array([read(one) or 0 for one in self.mentors], np.int64),
                np.array([read(one) or 0 for one in self.mentees], np.int64),
            ),
        )

    def apart(
        self, key: str, read: Callable[[Person], int | None], rows: slice
    ) -> tuple[Ints, Mask]:
        """How much more the mentee has than the mentor, and where both are known."""
        mentors, mentees = self.numbers(key, read)
        has_one, has_other = self.known(("number", key), lambda one: read(one) is not None)
        return (
            mentees[None, :] - mentors[rows, None],
            has_one[rows, None] & has_other[None, :],
        )

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

    def alike(
        self,
        key: object,
        of_mentor: Callable[[Person], Hashable],
        of_mentee: Callable[[Person], Hashable],
    ) -> tuple[Codes, Codes, "Cohort"]:
        """Classes of mentors and of mentees, and a cohort of those who stand for them."""

        def make() -> tuple[Codes, Codes, Cohort]:
            mentors, some_mentors = classes(self.mentors, of_mentor)
            mentees, some_mentees = classes(self.mentees, of_mentee)
            return mentors, mentees, Cohort(some_mentors, some_mentees)

        return self.once(("alike", key), make)

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

    def listed(self, key: object, pairs: Callable[[], Iterable[tuple[str, str, int]]]) -> Listed:
        """Numbers for pairs (mentor, mentee) of ids; ids that are not here are passed over."""

        def make() -> Listed:
            found = [
                (self.mentor_at[mentor], self.mentee_at[mentee], number)
                for mentor, mentee, number in pairs()
                if mentor in self.mentor_at and mentee in self.mentee_at
            ]
            rows, columns, numbers = np.array(found, np.int64).reshape(len(found), 3).T
            return listed(self.shape, rows, columns, numbers)

        return self.once(("listed", key), make)
