"""Words as people write them: cut to their stem, without filler, with near words made one."""

import re
import unicodedata
from functools import lru_cache

from turnabout.foundation.common.packs import read_toml

_LISTS = read_toml("turnabout.frame.topics", "everyday.toml")
FILLER = frozenset(_LISTS["filler"].split())
NEAR: tuple[str, ...] = tuple(_LISTS["near"])
ENDINGS = (
    "izations", "isations", "ization", "isation", "aciones", "ations", "amiento", "imiento",
    "mente", "ments", "acion", "ation", "iones", "ings", "ment", "ness", "able", "ible", "ers",
    "ors", "ies", "ing", "ion", "ous", "ful", "ed", "er", "or", "es", "ly", "al", "ar", "ir", "s",
)  # fmt: skip
SHORTEST_STEM = 3
ALIAS_LENGTH = 120
TOGETHER = (
    (r"\b(say|says|saying|said|tell|telling) (\w+ )?no\b", "refuse"),
    (r"\bdecir que no\b|\bdecir no\b", "negarse"),
    (r"\bgen z\b", "genz"),
    (r"\be-mail", "email"),
    (r"\bfasting\b", "ramadan"),
    (r"\bhead office\b", "headquarters"),
    (r"\bhome office\b|\b(work|working) (from|at) home\b", "homeoffice"),
    (r"\bwork life balance\b|\bwork-life balance\b", "worklifebalance"),
    (r"\ba/b\b", "ab"),
)


def plain(words: str) -> str:
    """Small letters without accents."""
    letters = unicodedata.normalize("NFKD", words.casefold().replace("’", "'").replace("'", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part of a word that its forms share; rough, and the same for both languages."""
    cut = word
    for ending in ENDINGS:
        if cut.endswith(ending) and len(cut) - len(ending) >= SHORTEST_STEM:
            cut = cut[: -len(ending)]
            break
    if len(cut) > SHORTEST_STEM and cut[-1] == cut[-2] and cut[-1] not in "aeios":
        cut = cut[:-1]
    if len(cut) > SHORTEST_STEM and cut[-1] in "aeoy":
        cut = cut[:-1]
    if len(cut) > SHORTEST_STEM and cut[-1] == "i":
        cut = cut[:-1]
    return cut


def split(words: str) -> list[str]:
    """Words one by one; what only means something together stays together."""
    joined = plain(words)
    for said, meant in TOGETHER:
        joined = re.sub(said, meant, joined)
    return re.findall(r"[a-z0-9]+", joined)


_HEADS = {stem(word): stem(group.split()[0]) for group in reversed(NEAR) for word in group.split()}


def terms(words: str) -> tuple[str, ...]:
    """The words that carry meaning, in their order, each as the stem of its near words."""
    kept = [word for word in split(words) if word not in FILLER] or split(words)
    stems = [stem(word) for word in kept]
    return tuple(_HEADS.get(one, one) for one in stems)


def alias_of(words: str) -> str:
    """What is kept of a phrase: the stems that carry its meaning, in order of the alphabet.

    Enough to know the same wish again, and no sentence that anybody could recognise as hers.
    """
    return " ".join(sorted(set(terms(words))))[:ALIAS_LENGTH]
