"""Twin worlds: what somebody said in private and changes no pair changes no page either.

Both worlds are lived in one database, one after the other, with the same clock and the same random
names; the first is rolled back before the second begins.
"""

import re
from dataclasses import dataclass, replace
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories import MONDAY
from tests.matching.factories import make_mentee, make_mentor, make_run
from turnabout.foundation.common.ids import drawn_from
from turnabout.foundation.common.time import clock
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import services
from turnabout.joining.matching.criteria import Criterion
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.rules import RunRules

TOPICS = ("frontline-reality", "customer-voice", "early-career", "ai-assistants")
WEIGHTS = {"topics": 60, "style": 10, "distance": 10, "wishes": 10, "hours": 10}
RULES = {
    **dict.fromkeys(("needs_topic", "needs_hours", "needs_way"), "on"),
    **dict.fromkeys(("level_gap", "common_manager_levels"), "1"),
}
PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"X-CSRFToken": ?"[^"]+"'
)


@dataclass
class World:
    programme: object
    chidi: object
    mentors: list
    mentees: list


@pytest.fixture
def world(cast):
    return World(
        cast.programme,
        cast.chidi,
        [
            make_mentor(
                cast.programme, f"Mentor {at}", offers=TOPICS[at : at + 2], unit=f"Unit {at}"
            )
            for at in range(3)
        ],
        [
            make_mentee(cast.programme, f"Mentee {at}", wants=TOPICS[at:][:3], unit=f"Office {at}")
            for at in range(4)
        ],
    )


def lived(world, *entries):
    """Every page of matching as the coordinator sees it, and who is paired, with these entries.

    The run that is compared with came before the entries, which could change what it found.
    """
    with clock(MONDAY), drawn_from(Random(7).randbytes), transaction.atomic():
        services.request_run(world.programme, by=world.chidi, name="One")
        for member, private in entries:
            boundaries.write(member.application, private)
        found = _pages(world)
        transaction.set_rollback(True)
    return found


def _pages(world):
    programme, chidi = world.programme, Client()
    chidi.force_login(world.chidi.user)
    run = services.request_run(programme, by=world.chidi, name="Two")
    overview, living, preview = (
        reverse(f"matching:{name}", args=[programme.public_id])
        for name in ("overview", "living", "preview")
    )
    of_run = {
        name: reverse(f"matching:{name}", args=[run.public_id])
        for name in ("run", "compare", "publish", "by_hand", "without")
    }
    why = reverse("matching:why", args=[run.public_id])
    asked = [
        f"{why}?mentor={one.public_id}&mentee={other.public_id}"
        for one in world.mentors
        for other in world.mentees
    ]
    addresses = [overview, living, *of_run.values(), f"{of_run['run']}?order=weakest", *asked]
    found = {address: _read(chidi.get(address)) for address in addresses}
    found["preview"] = _read(chidi.post(preview, {**WEIGHTS, **RULES, "like": run.public_id}))
    stored = Run.objects.order_by("number").values_list(
        "counts", "left_out", "relaxations", "certificate", "rules"
    )
    found["stored"] = str(list(stored))
    services.approve_rest(run, by=world.chidi)
    found["published"] = _read(chidi.post(of_run["publish"], follow=True))
    pairs = run.proposals.values_list("mentor__person__name", "mentee__person__name")
    return found, sorted(pairs)


def _read(answer):
    assert answer.status_code == 200
    return PASSING.sub("", answer.content.decode())


def people(*members):
    return PrivateSide(people=frozenset(one.person.public_id for one in members))


def units(member):
    return PrivateSide(units=frozenset({member.person.unit}))


def differing(one, other):
    return sorted(name for name in one if one[name] != other[name])


def test_a_criterion_in_force_tells_nothing_of_a_private_entry_that_changes_no_pair(world):
    """Groups of two and three: what is left to choose from is little, and the twin is the same."""
    for number, member in enumerate((*world.mentors, *world.mentees)):
        member.person.kept = {"line": f"Line {number % 3}"}
        member.person.save()
    asked = Criterion("kept:line", "Line", "must_differ")
    rules = replace(RunRules.of(world.programme), criteria=(asked,))
    make_run(world.programme, rules=rules.as_data())
    plain, pairs = lived(world)
    apart = [
        (mentor, mentee)
        for mentor in world.mentors
        for mentee in world.mentees
        if dict(pairs).get(mentor.person.name) != mentee.person.name
    ]
    assert pairs
    for mentor, mentee in apart[::4]:
        pages, paired = lived(world, (mentor, people(mentee)))
        # A preview by other weights has pairs of its own, which the entry may change.
        assert (paired, set(differing(pages, plain)) - {"preview"}) == (pairs, set())


def test_a_private_entry_that_changes_no_pair_changes_no_page(world):
    """Each of the two lists somebody, a unit, or what she would rather not talk about."""
    plain, pairs = lived(world)
    together = dict(pairs)
    apart = [
        (mentor, mentee)
        for mentor in world.mentors
        for mentee in world.mentees
        if together[mentor.person.name] != mentee.person.name
    ]
    for number, (mentor, mentee) in enumerate(apart[::3]):
        entries = ((mentor, people(mentee)), (mentor, units(mentee)), (mentee, people(mentor)))
        pages, paired = lived(world, entries[number % 3])
        assert (paired, differing(pages, plain)) == (pairs, [])
    pages, paired = lived(
        world,
        (world.mentors[0], PrivateSide(off_limits=frozenset(TOPICS[2:]))),
    )
    assert (paired, differing(pages, plain)) == (pairs, [])


def test_beside_entries_that_matter_one_that_does_not_changes_no_page(world):
    unchanged = dict(lived(world)[1])
    mentor = world.mentors[0]
    partner = next(one for one in world.mentees if one.person.name == unchanged[mentor.person.name])
    matters = (mentor, people(partner))
    plain, pairs = lived(world, matters)
    together = dict(pairs)
    others = [one for one in world.mentees if one.person.name not in together.values()]

    pages, paired = lived(world, matters, *((one, people(*world.mentors[1:])) for one in others))

    assert together != unchanged
    assert paired == pairs
    assert differing(pages, plain) == []
