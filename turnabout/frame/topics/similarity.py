"""How near some words are to each topic.

Each name, keyword and sentence of a topic is a small document of its own. A topic is near when
one of them says nearly the same (cosine, and a little for two more that do), and when many of the
words that were written stand somewhere in it (coverage); a rare word counts more than a common
one, and a name more than a keyword or a sentence. A word that stands nowhere is read as the word
most like it, by pieces of three letters, so that slips and compounds still meet. The same words
always give the same answer.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log, sqrt

from turnabout.frame.topics.everyday import terms
from turnabout.frame.topics.packs import TopicText

PROPOSED = 3
NAME, KEYWORD, SENTENCE = 1.0, 0.9, 0.4
PHRASE_SHARE = 0.55
WITNESSES, WITNESS_SHARE = 3, 0.1
# Without it a word that happens to stand in one topic only would outshout all the others.
RARITY_LEVELLED = 3
ALIKE = 0.55
UNKNOWN = 0.3
REPEATED = 0.35


@dataclass(frozen=True)
class Document:
    """The words of one topic, in all its languages."""

    names: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """Topics made ready to be compared with many queries."""

    documents: tuple[Document, ...]

    def nearness(self, query: str) -> list[float]:
        """How near the query is to each document, from 0 to about 1, in their order."""
        wanted = self._read(terms(query))
        whole = sum(self._rarity(term) * trust for term, trust in wanted.items())
        length = sqrt(sum((self._rarity(term) * trust) ** 2 for term, trust in wanted.items()))
        found = [0.0] * len(self.documents)
        if not whole:
            return found
        inner: dict[int, float] = {}
        for term, trust in wanted.items():
            weight = self._rarity(term) * trust
            for place, share in self._shares.get(term, {}).items():
                found[place] += (1 - PHRASE_SHARE) * share * weight / whole
            for at in self._phrases_with.get(term, ()):
                inner[at] = inner.get(at, 0.0) + weight * self._rarity(term)
        alike: dict[int, list[float]] = {}
        for at, product in inner.items():
            place, weight, phrase_length, _terms = self._phrases[at]
            alike.setdefault(place, []).append(weight * product / (length * phrase_length))
        for place, cosines in alike.items():
            best, *others = sorted(cosines, reverse=True)[:WITNESSES]
            found[place] += PHRASE_SHARE * (best + WITNESS_SHARE * sum(others))
        return found

    @cached_property
    def _said(self) -> list[tuple[int, float, frozenset[str]]]:
        """Each document's phrases: whose it is, its weight, its terms."""
        return [
            (place, weight, frozenset(terms(phrase)))
            for place, document in enumerate(self.documents)
            for weight, phrases in (
                (NAME, document.names),
                (KEYWORD, document.keywords),
                (SENTENCE, document.sentences),
            )
            for phrase in phrases
        ]

    @cached_property
    def _spread(self) -> Counter[str]:
        """In how many documents each term stands."""
        stands = {(place, term) for place, _weight, found in self._said for term in found}
        return Counter(term for _place, term in stands)

    @cached_property
    def _phrases(self) -> list[tuple[int, float, float, frozenset[str]]]:
        """The phrases with their length between their weight and their terms."""
        return [
            (place, weight, sqrt(sum(self._rarity(term) ** 2 for term in found)) or 1.0, found)
            for place, weight, found in self._said
        ]

    @cached_property
    def _phrases_with(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, (_place, _weight, _length, phrase) in enumerate(self._phrases):
            for term in phrase:
                found.setdefault(term, []).append(at)
        return found

    @cached_property
    def _shares(self) -> dict[str, dict[int, float]]:
        """By term and document: the best weight of a phrase with it, more where it repeats."""
        heaviest: dict[str, dict[int, float]] = {}
        counts: dict[str, Counter[int]] = {}
        for place, weight, _length, phrase in self._phrases:
            for term in phrase:
                of_term = heaviest.setdefault(term, {})
                of_term[place] = max(of_term.get(place, 0.0), weight)
                counts.setdefault(term, Counter())[place] += 1
        return {
            term: {
                place: weight * (1 + REPEATED * log(counts[term][place]))
                for place, weight in of_term.items()
            }
            for term, of_term in heaviest.items()
        }

    @cached_property
    def _pieces(self) -> dict[str, list[str]]:
        """The known terms that hold each piece of three letters."""
        found: dict[str, list[str]] = {}
        for term in self._phrases_with:
            for piece in pieces(term):
                found.setdefault(piece, []).append(term)
        return found

    def _rarity(self, term: str) -> float:
        spread = self._spread.get(term, 0)
        return log(1 + len(self.documents) / (RARITY_LEVELLED + spread))

    def _read(self, wanted: Sequence[str]) -> dict[str, float]:
        """The terms to look for, and how far each may be trusted to be what was meant."""
        read: dict[str, float] = {}
        for term in wanted:
            known, trust = (term, 1.0) if term in self._phrases_with else self._most_like(term)
            read[known] = max(read.get(known, 0.0), trust)
        return read

    def _most_like(self, term: str) -> tuple[str, float]:
        mine = pieces(term)
        shared = Counter(known for piece in mine for known in self._pieces.get(piece, ()))
        alike = [
            (2 * count / (len(mine) + len(pieces(known))), known) for known, count in shared.items()
        ]
        trust, known = max(alike, default=(0.0, term), key=lambda one: (one[0], one[1]))
        return (known, trust) if trust >= ALIKE else (term, UNKNOWN)


@lru_cache(maxsize=100_000)
def pieces(term: str) -> frozenset[str]:
    """The pieces of three letters of a word, with its two ends marked by a space."""
    padded = f" {term} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=8)
def indexed(documents: tuple[Document, ...]) -> Index:
    """The index of these documents; asked again with the same words it is at hand."""
    return Index(documents)


def document_of(words: TopicText) -> Document:
    """A shipped topic as the search reads it."""
    return Document(
        names=tuple(said for _language, said in words.name.words),
        keywords=tuple(said for _language, found in words.keywords for said in found),
        sentences=tuple(
            said for text in (*words.ladder, *words.exercises) for _language, said in text.words
        ),
    )
