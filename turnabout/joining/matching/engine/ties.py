"""The draw between plans that are equal in everything that matters.

Each pair gets 44 bits that depend on the salt of the run and on both ids, and on nothing else.
The larger sum wins, so the optimum is unique whatever the order of input, and another salt
draws anew.
"""

import hashlib

import numpy as np
import numpy.typing as npt

from turnabout.joining.matching.engine.cohort import Cohort, Ints

BITS = 44
Words = npt.NDArray[np.uint64]


def _drawn(salt: str, side: str, ids: list[str]) -> Words:
    digests = (
        hashlib.blake2b(f"{salt}\x1f{side}\x1f{one}".encode(), digest_size=8).digest()
        for one in ids
    )
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


def mixed(words: Words) -> Words:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on all."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def draw(salt: str, cohort: Cohort) -> tuple[Words, Words]:
    """A word per mentor and per mentee, from which `lots` makes one per pair."""
    return (
        _drawn(salt, "mentor", [one.id for one in cohort.mentors]),
        _drawn(salt, "mentee", [one.id for one in cohort.mentees]),
    )


def lots(mentors: Words, mentees: Words) -> Ints:
    """The 44 bits of pairs; the two arrays are broadcast against each other."""
    both = mixed(mixed(mentors) + mentees)
    return (both >> np.uint64(64 - BITS)).astype(np.int64)
