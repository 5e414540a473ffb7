"""The words staff lists have for levels and places, and what was said of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from turnabout.frame.directory.levels import same_words
from turnabout.frame.directory.models import Level, Organisation, Person, Place
from turnabout.frame.directory.places import place_words, zone_of

SHOWN = 6


def places_of(organisation: Organisation) -> dict[str, Place]:
    """What was said of each word for a place."""
    return {place.name: place for place in Place.objects.filter(organisation=organisation)}


def levels_met(organisation: Organisation) -> QuerySet[Level]:
    """Each word for a level from junior to senior, with how many people here have it."""
    here = Count("people", filter=Q(people__left_on=None))
    levels = Level.objects.filter(organisation=organisation).annotate(count=here)
    return levels.order_by("rank", "-count", "name")


def level_steps(organisation: Organisation) -> list[Level]:
    """One level for each step, for menus."""
    steps: dict[int, Level] = {}
    for level in Level.objects.filter(organisation=organisation):
        steps.setdefault(level.rank, level)
    return list(steps.values())


@dataclass(frozen=True)
class PlaceWord:
    """A word for a place: how many people work there, and what is said or suggested of it."""

    word: str
    count: int
    called: str
    zone: str
    is_settled: bool


def places_met(organisation: Organisation) -> list[PlaceWord]:
    """Every word for a place; first those of which nothing was said, then the most people."""
    counts = _people_by_word(organisation)
    settled = places_of(organisation)
    listed = _listed_zones(organisation)
    guess = _Guess(settled.values(), counts, listed)
    found = [
        PlaceWord(word, counts[word], settled[word].called, settled[word].zone, is_settled=True)
        if word in settled
        else PlaceWord(word, counts[word], *guess(word), is_settled=False)
        for word in {*counts, *settled}
    ]
    return sorted(found, key=lambda one: (one.is_settled, -one.count, one.word))


class _Guess:
    """What a new word for a place may mean: a place known already, and what its clocks show."""

    def __init__(
        self, settled: Iterable[Place], counts: Mapping[str, int], listed: Mapping[str, str]
    ) -> None:
        self._known = {place_words(place.name): place for place in settled}
        self._listed = listed
        self._alike: dict[str, str] = {}
        for word in sorted(counts, key=lambda one: (len(one), one)):
            self._alike.setdefault(place_words(word), word)

    def __call__(self, word: str) -> tuple[str, str]:
        known = self._known.get(place_words(word))
        if known is not None:
            return known.called, known.zone
        return self._alike.get(place_words(word), word), self._listed.get(word) or zone_of(word)


def _words_of_people(organisation: Organisation) -> QuerySet[Any]:
    people = Person.objects.present().filter(organisation=organisation).exclude(place="")
    word = Case(When(listed_place="", then=F("place")), default=F("listed_place"))
    return people.annotate(word=word).order_by()


def _people_by_word(organisation: Organisation) -> Counter[str]:
    rows = _words_of_people(organisation).values("word").annotate(count=Count("pk"))
    return Counter(dict(rows.values_list("word", "count")))


def _listed_zones(organisation: Organisation) -> dict[str, str]:
    """For each word the time zone that staff lists give most of the people there."""
    rows = _words_of_people(organisation).exclude(zone="").values("word", "zone")
    counted = rows.annotate(count=Count("pk")).values_list("word", "zone", "count")
    return {word: zone for word, zone, _count in sorted(counted, key=lambda row: (row[2], row[1]))}


@dataclass(frozen=True)
class NewWords:
    """Words of which nobody has said yet what they mean."""

    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.places)

    @property
    def some_levels(self) -> str:
        return _some(self.levels)

    @property
    def some_places(self) -> str:
        return _some(self.places)


def _some(words: tuple[str, ...]) -> str:
    names, more = ", ".join(words[:SHOWN]), len(words) - SHOWN
    return (
        names if more <= 0 else _("%(names)s and %(count)d more") % {"names": names, "count": more}
    )


def words_waiting(organisation: Organisation) -> NewWords:
    """The new words among the people who are here."""
    levels = Level.objects.filter(organisation=organisation, settled_at=None)
    here = levels.filter(people__left_on=None).exclude(people=None).distinct()
    known = Place.objects.filter(organisation=organisation).values("name")
    places = _words_of_people(organisation).exclude(word__in=known)
    return NewWords(
        tuple(here.values_list("name", flat=True)),
        tuple(places.values_list("word", flat=True).distinct().order_by("word")),
    )


def words_unknown(
    organisation: Organisation, levels: Iterable[str], places: Iterable[str]
) -> NewWords:
    """The new words among those of a staff list."""
    settled = Level.objects.filter(organisation=organisation).exclude(settled_at=None)
    known = set(settled.values_list("name", flat=True))
    spelled = {same_words(name) for name in known}
    met = places_of(organisation)
    return NewWords(
        tuple(dict.fromkeys(one for one in levels if one and same_words(one) not in spelled)),
        tuple(sorted({one for one in places if one and one not in met})),
    )
