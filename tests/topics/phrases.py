"""How often the right topic is among the three proposed: `python -m tests.topics.phrases LIST`.

Without a list it asks all those that were tuned on.

A list is a TOML file with a table `phrases` (phrase = slug or slugs), or lines `phrase, slug slug`.
"""

import csv
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from turnabout.frame.topics.packs import load_topics
from turnabout.frame.topics.similarity import PROPOSED, document_of, indexed

BLIND = Path(__file__).parent / "blind.toml"
TUNING = tuple(sorted(Path(__file__).parent.glob("phrases_*.toml")))


@dataclass(frozen=True)
class Asked:
    phrase: str
    wanted: tuple[str, ...]
    proposed: tuple[str, ...]

    @property
    def is_found(self):
        return not set(self.wanted).isdisjoint(self.proposed)


def read(path):
    """Phrases with the slugs that are right for each."""
    text = Path(path).read_text(encoding="utf-8")
    if str(path).endswith(".toml"):
        rows = tomllib.loads(text)["phrases"].items()
    else:
        rows = [(row[0], row[1:]) for row in csv.reader(text.splitlines()) if len(row) > 1]
    return {phrase.strip(): slugs_in(said) for phrase, said in rows}


def read_all(paths):
    return {phrase: wanted for path in paths for phrase, wanted in read(path).items()}


def slugs_in(said):
    words = said if isinstance(said, str) else " ".join(said)
    return tuple(words.replace(",", " ").replace(";", " ").replace("|", " ").split())


def proposed(phrases):
    """What is proposed for each phrase, without a database."""
    topics = load_topics()
    index = indexed(tuple(document_of(topic) for topic in topics))
    found = []
    for phrase, wanted in phrases.items():
        near = zip(index.nearness(phrase), topics, strict=True)
        ranked = sorted(near, key=lambda one: (-one[0], one[1].slug))[:PROPOSED]
        slugs = tuple(topic.slug for score, topic in ranked if score > 0)
        found.append(Asked(phrase, wanted, slugs))
    return found


def rate(found):
    return sum(one.is_found for one in found) / len(found)


def main(paths):
    found = proposed(read_all(paths))
    for one in found:
        if not one.is_found:
            print(f"missed: {one.phrase} | {' '.join(one.wanted)} | {' '.join(one.proposed)}")
    count = sum(one.is_found for one in found)
    print(f"{count} of {len(found)} ({rate(found):.1%}) among the {PROPOSED} proposed.")


if __name__ == "__main__":
    main(sys.argv[1:] or TUNING)
