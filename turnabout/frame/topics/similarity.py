"""How near some words are to each topic: TF-IDF over pieces of three to five letters.

Letters, not words, so that plurals, compounds and small slips still meet. Plain arrays in, plain
numbers out; the same words always give the same answer.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHORTEST, LONGEST = 3, 5


def pieces(words: str) -> Counter[str]:
    """The pieces of each word, with its two ends marked by a space."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found: Counter[str] = Counter()
    for word in re.findall(r"[a-z0-9]+", plain):
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


def nearness(query: str, documents: Sequence[str]) -> npt.NDArray[np.float64]:
    """The cosine between the query and each document, from 0 to 1, in their order."""
    counted = [pieces(document) for document in documents]
    wanted = pieces(query)
    column = {piece: at for at, piece in enumerate(wanted)}
    spread = Counter(piece for document in counted for piece in document)
    rarity = {piece: np.log((1 + len(counted)) / (1 + seen)) + 1 for piece, seen in spread.items()}
    target = np.zeros(len(column))
    for piece, at in column.items():
        target[at] = (1 + np.log(wanted[piece])) * rarity.get(piece, 0.0)
    rows = np.zeros((len(counted), len(column)))
    lengths = np.ones(len(counted))
    for row, document in enumerate(counted):
        weights = {piece: (1 + np.log(count)) * rarity[piece] for piece, count in document.items()}
        lengths[row] = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        for piece in weights.keys() & column.keys():
            rows[row, column[piece]] = weights[piece]
    return np.asarray(rows @ target / (lengths * (np.linalg.norm(target) or 1.0)))
