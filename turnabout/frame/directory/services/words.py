"""What the words of staff lists for levels and places mean in this organisation."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Level, Organisation, Person, Place
from turnabout.frame.directory.queries import levels_met


class Step(NamedTuple):
    """Where a word for a level stands, and what it is shown as; empty lets us choose."""

    number: float
    called: str = ""


class Where(NamedTuple):
    """Which place a word means, and what its clocks show; no zone is that of the organisation."""

    called: str
    zone: str = ""


@transaction.atomic
def settle_levels(
    organisation: Organisation, said: Mapping[str, Step], *, by: Person | None = None
) -> None:
    """Put levels in order. Words on one step count as the same and are shown under one name."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    levels = list(levels_met(organisation))
    number = {one.name: said[one.name].number if one.name in said else one.rank for one in levels}
    steps: dict[float, list[Level]] = {}
    for level in levels:
        steps.setdefault(number[level.name], []).append(level)
    at = now()
    for rank, step in enumerate(sorted(steps), start=1):
        elsewhere = {one.name for one in levels if one not in steps[step]}
        called = _name_of(steps[step], said, elsewhere)
        for level in steps[step]:
            level.rank = rank
            level.called = "" if level.name == called else called
            level.settled_at = at if level.name in said else level.settled_at
    Level.objects.bulk_update(levels, ["rank", "called", "settled_at"], batch_size=500)
    audit.record("levels_settled", about=organisation, by=by, words=len(said))


def _name_of(words: list[Level], said: Mapping[str, Step], elsewhere: Collection[str]) -> str:
    """What somebody wrote now, or wrote before; else the word that most people have."""
    # How many have a word is counted by the query that reads the words.
    most = sorted(words, key=lambda level: (-level.count, level.name))  # type: ignore[attr-defined]
    wrote = [said[one.name].called for one in most if one.name in said and said[one.name].called]
    changed = [
        said[one.name].called
        for one in most
        if one.name in said and said[one.name].called not in ("", one.called)
    ]
    kept = [one.called for one in most if one.called and one.name not in said]
    wishes = (one for one in [*changed, *wrote, *kept] if one not in elsewhere)
    return next(wishes, most[0].name)


@transaction.atomic
def settle_places(
    organisation: Organisation, said: Mapping[str, Where], *, by: Person | None = None
) -> None:
    """Say which place each word means. Whoever works there stands there from now on."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = {place.name: place for place in Place.objects.filter(organisation=organisation)}
    zones = {where.called: where.zone for where in said.values()}
    at = now()
    touched = []
    for word, where in said.items():
        place = known.get(word) or Place(organisation=organisation, name=word)
        place.called, place.zone, place.settled_at = where.called, where.zone, at
        touched.append(place)
    for place in known.values():
        # A place has one time zone, whichever of its words it was told for.
        if place.name not in said and zones.get(place.called, place.zone) != place.zone:
            place.zone = zones[place.called]
            touched.append(place)
    Place.objects.bulk_create([place for place in touched if place.pk is None])
    changed = [place for place in touched if place.name in known]
    Place.objects.bulk_update(changed, ["called", "zone", "settled_at"])
    _move_people(organisation, touched)
    audit.record("places_settled", about=organisation, by=by, words=len(said))


def _move_people(organisation: Organisation, places: Iterable[Place]) -> None:
    people = Person.objects.filter(organisation=organisation)
    for place in places:
        stand = {"place": place.called, "place_zone": place.zone}
        there = people.filter(
            Q(listed_place=place.name) | Q(listed_place="", place=place.name)
        ).exclude(listed_place=place.name, **stand)
        there.update(listed_place=place.name, **stand)
