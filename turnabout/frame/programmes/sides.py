"""What a programme calls its two sides, in the place of the shipped words."""

from collections.abc import Mapping
from typing import Any

from turnabout.foundation.common.role_words import NONE, RoleWords
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import finds_role_words
from turnabout.frame.programmes.models import Membership, Programme

SHIPPED: Mapping[str, Mapping[str, str]] = {
    "mentor": {"en": "mentor", "es": "persona mentora"},
    "mentee": {"en": "mentee", "es": "persona mentorizada"},
}
# Before these, English means what somebody does, and not who she is.
BEFORE_A_VERB = ("to", "you", "would", "can", "will", "may", "juniors", "seniors", "colleagues")
VOWELS = "aeiou"


def role_words_of(settings: Mapping[str, Any]) -> RoleWords:
    """By language, what is said instead. Empty where a programme keeps the shipped words."""
    labels = settings.get("role_labels") or {}
    found: dict[str, dict[str, str]] = {}
    for side, shipped in SHIPPED.items():
        for language, word in shipped.items():
            label = (labels.get(side) or {}).get(language) or word
            if label != word:
                found.setdefault(language, {}).update(_swaps(word, label, language))
    return found or NONE


def role_words_in(programme: Programme) -> RoleWords:
    return role_words_of(programme.settings)


@finds_role_words
def role_words_for(message: OutboxMessage) -> RoleWords:
    """The words of the programme that a notice is about, among those of its reader."""
    rows = Membership.objects.filter(person__public_id=message.recipient).values_list(
        "programme__name", "programme__settings"
    )
    name = message.context.get("programme_name")
    named = [settings for called, settings in rows if called == name]
    return role_words_of(named[0]) if named else NONE


def _swaps(word: str, label: str, language: str) -> dict[str, str]:
    swaps = {
        word: label,
        _plural(word, language): _plural(label, language),
        # Where a page speaks of the word itself.
        f"“{word}”": f"“{word}”",
        f"«{word}»": f"«{word}»",
    }
    if language == "en":
        article = "an" if label[:1].lower() in VOWELS else "a"
        swaps[f"a {word}"] = f"{article} {label}"
        swaps |= {f"{before} {word}": f"{before} {word}" for before in BEFORE_A_VERB}
        swaps[f"who {word}s"] = f"who {word}s"
    return swaps


def _plural(words: str, language: str) -> str:
    """The plural of a name of one or two words, as far as a rule can know it."""
    if language == "es":
        return " ".join(one + ("s" if one[-1:] in "aeiouáéó" else "es") for one in words.split())
    if words.endswith("y") and words[-2:-1] not in VOWELS:
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(("s", "x", "ch", "sh")) else f"{words}s"
