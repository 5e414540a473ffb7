"""The door table: which URL opens to whom.

Each room declares its doors in `tests/<room>/doors.py`:

    DOORS = [
        Door("pairs:detail", of("pair"), opens_to={"mentor.active", "mentee.active"}),
        Door("pairs:end", of("pair"), method="post", opens_to={"mentor.active", "mentee.active"}),
        Door("interest:answer", of("poll"), is_public=True),
    ]

    def furnish(world):          # optional: rows that the room's doors are about
        world.things["pair"] = make_pair(world.person("mentor.active"), ...)

`of("pair")` fills the URL's `public_id` with that thing's; `of(programme="programme")` names the
argument. `tests/test_doors.py` walks every door as every actor and compares status codes: who is in
`opens_to` gets 200 (or `opens_with`), who is in `turns_away` gets 403, who is not signed in is led
to the sign-in page, everybody else 404. `is_public` opens to all. A route without a door fails.


Actors: `nobody`, `stranger` (coordinates and mentors in another organisation), `owner`, `appointed`
(coordinator of the organisation, no role in the programme), and each of ROLES in the states that
STATES_OF gives it, for example `mentor.paused`. `delegate.*` have `mentee.active` as their
principal. Whose account is deactivated is nobody, so two of them stand for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.factories import (
    MONDAY,
    appoint,
    make_member,
    make_organisation,
    make_person,
    make_programme,
    make_user,
)

STATES = ("invited", "active", "paused", "ended", "deactivated")
FEW = ("invited", "active", "ended")
STATES_OF = {
    **dict.fromkeys(("coordinator", "mentor"), STATES),
    **dict.fromkeys(("mentee", "delegate", "sponsor", "guardian"), STATES[:4]),
    **dict.fromkeys(("reader", "facilitator", "auditor"), FEW),
}
ROLES = tuple(STATES_OF)
# A delegate sees times and places; for her a programme is not there.
TAKING_PART = tuple(role for role in ROLES if role != "delegate")
RANKS = {"mentor": 2, "mentee": 7}
COORDINATORS = frozenset({"coordinator.active"})
PARTICIPANTS = frozenset({"mentor.active", "mentee.active"})
EVERYBODY_KNOWN = frozenset(
    {"stranger", "owner", "appointed"}
    | {f"{role}.{state}" for role in ROLES for state in STATES if state != "deactivated"}
)


@dataclass
class World:
    """One organisation with every actor, and the things the doors are about."""

    organisation: Any
    programme: Any
    people: dict[str, Any] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def person(self, actor: str) -> Any:
        return self.people[actor]

    @property
    def actors(self) -> list[str]:
        return ["nobody", *self.people]


@dataclass(frozen=True)
class Door:
    name: str
    about: Callable[[World], dict[str, str]] = lambda world: {}
    opens_to: Iterable[str] = frozenset()
    turns_away: Iterable[str] = frozenset()
    is_public: bool = False
    method: str = "get"
    data: Any = None
    opens_with: int = 200
    answers: Any = None

    def expected(self, actor: str) -> int:
        """The status this actor gets; `answers` overrides for single actors."""
        if self.answers and actor in self.answers:
            return self.answers[actor]
        if self.is_public or actor in self.opens_to:
            return self.opens_with
        if actor == "nobody" or actor.endswith(".deactivated"):
            return 302
        return 403 if actor in self.turns_away else 404


def of(thing: str = "", **arguments: str) -> Callable[[World], dict[str, str]]:
    """The URL arguments: public ids of things of the world."""
    named = {"public_id": thing, **arguments} if thing else arguments
    return lambda world: {
        argument: world.things[name].public_id for argument, name in named.items()
    }


def make_world() -> World:
    organisation = make_organisation()
    programme = make_programme(organisation, aim="Decide with those who know")
    world = World(organisation, programme)
    world.things.update(programme=programme, organisation=organisation)
    world.people["mentee.active"] = make_person(organisation, name="mentee active", rank=7)
    for role in ROLES:
        for state in STATES_OF[role]:
            _add_member(world, role, state)
    world.people["owner"] = make_person(organisation, name="The owner")
    make_user(world.people["owner"], is_owner=True)
    world.people["appointed"] = make_person(organisation, name="The appointed")
    make_user(world.people["appointed"])
    appoint(world.people["appointed"])
    world.people["stranger"] = _make_stranger()
    return world


def _add_member(world: World, role: str, state: str) -> None:
    actor = f"{role}.{state}"
    person = world.people.get(actor) or make_person(
        world.organisation, name=f"{role} {state}", rank=RANKS.get(role, 4)
    )
    user = make_user(person)
    world.people[actor] = person
    world.members[actor] = make_member(
        world.programme,
        person,
        role,
        state="active" if state == "deactivated" else state,
        principal=world.people["mentee.active"] if role == "delegate" else None,
    )
    if state == "deactivated":
        person.left_on = MONDAY.date()
        person.save(update_fields=["left_on"])
        user.is_active = False
        user.save(update_fields=["is_active"])


def _make_stranger() -> Any:
    elsewhere = make_organisation(name="Elsewhere")
    stranger = make_person(elsewhere, name="The stranger", rank=3)
    make_user(stranger)
    appoint(stranger)
    programme = make_programme(elsewhere)
    for role in ("coordinator", "mentor"):
        make_member(programme, stranger, role)
    return stranger
