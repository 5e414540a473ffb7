"""The rows of a programme as the engine's question. Nothing here is shown to anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership, Programme
from turnabout.joining.applications import boundaries, lived
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.hours import possible_starts
from turnabout.joining.applications.models import Application, Offer, Want
from turnabout.joining.applications.queries import setting
from turnabout.joining.applications.queries.choosing import cap_of
from turnabout.joining.matching import engine
from turnabout.joining.matching.criteria import (
    attributes_kept,
    counted_criteria,
    hard_criteria,
)
from turnabout.joining.matching.engine.hard.lines import NoCommonManager, NotInLine
from turnabout.joining.matching.engine.hard.meeting import SharedHours, SharedLanguage
from turnabout.joining.matching.engine.hard.seniority import LevelGap
from turnabout.joining.matching.engine.rules import HardRule, ScorePart
from turnabout.joining.matching.engine.score.columns import Distance
from turnabout.joining.matching.engine.score.meeting import HoursInCommon
from turnabout.joining.matching.engine.score.topics import Returns
from turnabout.joining.matching.engine.score.wishes import Again, Rankings
from turnabout.joining.matching.loads import partners_elsewhere
from turnabout.joining.matching.models import Bond, Proposal, Wish
from turnabout.joining.matching.parts import (
    LIVED,
    SHARES,
    STYLES,
    VALUES,
    WANTS_LIVED,
    WAYS,
    AllWishes,
    Hopes,
    SharedWay,
    SomeOpenWish,
    Style,
)
from turnabout.joining.matching.rules import FAVOURED, KEEPING, WHOLE, RunRules
from turnabout.joining.matching.said import OpenAnswers
from turnabout.joining.matching.spared import spared
from turnabout.joining.matching.words import HIGHEST_GAP

NEW_FOR = timedelta(days=365)
ENOUGH_STARTS = 8
GAIN = "gain:"
ALONE = Offer.ALONE
# Whoever lost a partner before the time goes before people who fit a little better.
FIRST_POINTS = 20
Pairs = frozenset[tuple[str, str]]
NO_PAIRS: Pairs = frozenset()


@dataclass(frozen=True)
class Members:
    """Who is in a question, by the id the engine knows them by."""

    mentors: dict[str, Membership]
    mentees: dict[str, Membership]


def load_problem(programme: Programme, *, rules: RunRules, salt: str = "") -> engine.Problem:
    """Everybody who can be matched now, with everything that decides it."""
    return _load(programme, rules=rules, salt=salt)[0]


def load_with_members(
    programme: Programme, *, rules: RunRules, salt: str, only: Iterable[int] | None = None
) -> tuple[engine.Problem, Members]:
    """The question, and whose memberships stand behind its ids. `only` names memberships."""
    return _load(programme, rules=rules, salt=salt, only=only)


def _load(
    programme: Programme, *, rules: RunRules, salt: str, only: Iterable[int] | None = None
) -> tuple[engine.Problem, Members]:
    asked = applications_in(programme, only_accepted=rules.only_accepted and only is None)
    applications = list(
        (asked if only is None else asked.filter(membership__in=list(only)))
        .select_related(
            "membership__person__level", "membership__person__organisation", "membership__programme"
        )
        .prefetch_related("offers__topic", "wants__topic")
    )
    living = _living(programme, applications) if rules.is_rematch else NO_PAIRS
    facts = _Facts(programme, applications, rules, living)
    sides: dict[str, list[engine.Person]] = {"mentor": [], "mentee": []}
    members: dict[str, dict[str, Membership]] = {"mentor": {}, "mentee": {}}
    for application in applications:
        membership = application.membership
        found = facts.person(application)
        if found.places > 0:
            sides[membership.role].append(found)
            members[membership.role][found.id] = membership
    engine_rules = _rules(programme, rules, salt=salt, facts=facts)
    # Living pairs said yes to each other, and a pin is only asked about: what one of the two said
    # in private parts nobody and refuses no pin here, or the run would tell the coordinator of it.
    # The no counts all the same: `is_ruled_out` is asked before a letter leaves.
    mentors, mentees = spared(
        sides["mentor"], sides["mentee"], pairs=engine_rules.pins | engine_rules.kept
    )
    problem = engine.Problem(mentors=mentors, mentees=mentees, rules=engine_rules)
    return problem, Members(members["mentor"], members["mentee"])


def applications_in(programme: Programme, *, only_accepted: bool) -> QuerySet[Application]:
    """Whose applications a run reads: of all who can be matched, or of the accepted alone.

    Who lives in a pair stays in, whatever was decided since.
    """
    found = Application.objects.to_match().filter(membership__programme=programme)
    if not only_accepted:
        return found
    bonds = Bond.objects.standing().filter(programme=programme)
    together = Q(membership__role="mentor", membership__person__in=bonds.values("mentor")) | Q(
        membership__role="mentee", membership__person__in=bonds.values("mentee")
    )
    return found.filter(Q(accepted_at__isnull=False) | together)


def _living(programme: Programme, applications: list[Application]) -> Pairs:
    """Pairs that live now, where both can be matched; all others keep their places as they are."""
    there = {
        (application.membership.role, application.membership.person_id): (
            application.membership.person.public_id
        )
        for application in applications
    }
    bonds = Bond.objects.standing().filter(programme=programme)
    return frozenset(
        (there["mentor", mentor], there["mentee", mentee])
        for mentor, mentee in bonds.values_list("mentor_id", "mentee_id")
        if ("mentor", mentor) in there and ("mentee", mentee) in there
    )


class _Facts:
    """What is read once for all people of a question."""

    def __init__(
        self,
        programme: Programme,
        applications: list[Application],
        rules: RunRules,
        living: Pairs,
    ) -> None:
        self.programme = programme
        self.living = living
        self.partners = Counter(
            key for mentor, mentee in living for key in (f"mentor:{mentor}", f"mentee:{mentee}")
        )
        self.supposes = Counter(rules.supposes)
        self.week_of = programme.starts_on or now().date()
        self.today = now().date()
        people = [application.membership.person for application in applications]
        self.names = {person.pk: person.public_id for person in people}
        self.sides: dict[str, list[Person]] = {"mentor": [], "mentee": []}
        for application in applications:
            self.sides[application.membership.role].append(application.membership.person)
        self.lines = lines_above(people)
        self.taken = taken_places(programme)
        self.cap = cap_of(programme.organisation)
        self.elsewhere = partners_elsewhere(programme) if self.cap is not None else Counter()
        self.settled = _settled(programme)
        self.said = OpenAnswers(applications)
        self.keywords = {
            row.topic.slug: frozenset(
                word.casefold() for words in row.topic.keywords.values() for word in words
            )
            for application in applications
            for row in _named(application)
        }
        self.boundaries = boundaries.read_all(applications)
        may_be_lived = bool(setting(programme, "lived_experience_topics"))
        self.lived = lived.read_all(applications) if may_be_lived else {}
        self.wanted_lived = frozenset(
            want.topic.slug
            for application in applications
            for want in application.wants.all()
            if may_be_lived and want.topic.is_lived_experience
        )

    def person(self, application: Application) -> engine.Person:
        membership = application.membership
        person = membership.person
        private = self.boundaries.get(application.pk, boundaries.NOTHING_SAID)
        is_mentor = membership.role == Membership.Role.MENTOR
        key = f"{membership.role}:{person.public_id}"
        partners, more = self.partners[key], self.supposes[key]
        taken = self.taken[membership.role, person.pk] - partners
        at_most = max(application.places_at_most + more - taken, partners, 0)
        if is_mentor and self.cap is not None:
            room = self.cap - self.elsewhere[person.pk] - taken
            at_most = max(min(at_most, room), partners)
        gains = self.said.gains(application)
        offers = {row.topic.slug: row.level for row in application.offers.all()}
        wants = {row.topic.slug: row.rank for row in application.wants.all()}
        if is_mentor:
            wants |= {f"{GAIN}{gain}": 1 for gain in gains}
        else:
            offers |= {f"{GAIN}{gain}": 1 for gain in application.gives_back}
        return engine.Person(
            id=person.public_id,
            wanted=min(max(application.places_wanted - taken, 0), at_most),
            at_most=at_most,
            level=person.level.rank if person.level else None,
            unit=person.unit,
            place=person.place,
            profession=person.job_title,
            managers=self.lines[person.pk] if person.manager_id else None,
            languages=frozenset(application.languages),
            hours=self._starts(application),
            offers=offers,
            wants=wants,
            off_limits=private.off_limits | self._not_hers_to_tell(application, offers),
            rather_not=private.people | self.said.conflicts(application),
            rather_not_units=private.units,
            declined=self.settled[person.pk] if is_mentor else frozenset(),
            rankings=self.said.asked_for(application),
            attributes=self._attributes(application, private) | self._of_lived(application, wants),
        )

    def _of_lived(
        self, application: Application, wants: dict[str, int]
    ) -> dict[str, str | frozenset[str]]:
        said = self.lived.get(application.pk, lived.NOTHING_SAID)
        wants_lived = not self.wanted_lived.isdisjoint(wants)
        return {LIVED: said.topics, WANTS_LIVED: "yes" if wants_lived else ""}

    def _not_hers_to_tell(self, application: Application, offers: dict[str, int]) -> frozenset[str]:
        """What somebody wants to hear of that she has not lived, or does not want to speak of."""
        if application.membership.role != Membership.Role.MENTOR:
            return frozenset()
        said = self.lived.get(application.pk, lived.NOTHING_SAID)
        return self.wanted_lived - said.topics - offers.keys()

    def _starts(self, application: Application) -> int | None:
        if not application.hours:
            return None
        return possible_starts(
            application.hours,
            zone=application.membership.person.clock_zone,
            week_of=self.week_of,
            minutes=self.programme.session_minutes,
        )

    def _kept(self, person: Person) -> dict[str, frozenset[str]]:
        """Columns of another organisation may mean something else under the same name."""
        is_own = person.organisation_id == self.programme.organisation_id
        return attributes_kept(person) if is_own else {}

    def _attributes(
        self, application: Application, private: PrivateSide
    ) -> dict[str, str | frozenset[str]]:
        person = application.membership.person
        styles = {axis: str(private.answers.get(axis) or "") for axis in STYLES}
        return {
            **self._kept(person),
            "job_title": person.job_title,
            **styles,
            VALUES: frozenset(private.answers.get(VALUES) or ()),
            "hopes": frozenset(private.answers.get("wishes") or ()),
            SHARES: frozenset(private.answers.get(SHARES) or ()),
            "knows": self.said.knows(application),
            WAYS: self.said.ways(application),
            "is_new": "yes" if _is_new(person.started_on, self.today) else "",
        }


def _named(application: Application) -> list[Offer | Want]:
    return [*application.offers.all(), *application.wants.all()]


def _rules(programme: Programme, rules: RunRules, *, salt: str, facts: _Facts) -> engine.Rules:
    wishes = list(
        Wish.objects.filter(programme=programme).select_related("mentor__person", "mentee__person")
    )
    standing = _standing(programme) - facts.living
    previous, ended = _previous(programme)
    previous -= facts.living
    favoured = ended if rules.repeats == "favour" else NO_PAIRS
    forbidden = previous if rules.repeats == "forbid" else previous - ended
    bans = _wished(wishes, Wish.Kind.BAN)
    asked_before = frozenset(
        (facts.names[mentor], mentee)
        for mentor, mentees in facts.settled.items()
        for mentee in mentees
        if mentor in facts.names
    )
    pins = _wished(wishes, Wish.Kind.PIN) - asked_before - standing
    if rules.keep == "never":
        pins |= facts.living - bans
    return engine.Rules(
        hard=hard_rules(rules),
        parts=score_parts(
            rules, facts.keywords, favoured, asked_for=facts.said.somebody_is_asked_for
        ),
        fill_places=rules.fill_places,
        fairest=rules.fairest,
        salt=salt,
        pins=pins,
        bans=bans,
        previous=forbidden,
        repeats="forbid" if forbidden else "allow",
        kept=facts.living,
        keep_weight=KEEPING.get(rules.keep, 0),
        first=_with_whoever_comes_first(programme, facts),
        first_weight=FIRST_POINTS,
    )


def _with_whoever_comes_first(programme: Programme, facts: "_Facts") -> Pairs:
    """All pairs with somebody whose pairing ended early and who has nobody since."""
    bonds = Bond.objects.filter(programme=programme)
    owed = bonds.filter(comes_first=True).values_list("mentor_id", "mentee_id")
    if not owed:
        return NO_PAIRS
    standing = bonds.standing().values_list("mentor_id", "mentee_id")
    mentors = {one for one, _ in owed} - {one for one, _ in standing}
    mentees = {one for _, one in owed} - {one for _, one in standing}
    sides = facts.sides
    return frozenset(
        (mentor.public_id, mentee.public_id)
        for mentor in sides["mentor"]
        for mentee in sides["mentee"]
        if mentor.pk in mentors or mentee.pk in mentees
    )


def hard_rules(rules: RunRules) -> tuple[HardRule, ...]:
    """What a programme forbids, in the order in which it is asked."""
    level: tuple[HardRule, ...] = ()
    if rules.direction == "mentor_junior":
        level = (LevelGap(least=rules.level_gap, missing="allow"),)
    elif rules.direction == "mentor_senior":
        level = (LevelGap(least=-HIGHEST_GAP, most=-rules.level_gap, missing="allow"),)
    topic: tuple[HardRule, ...] = (SomeOpenWish(),) if rules.needs_topic else ()
    everything: tuple[HardRule, ...] = (
        NotInLine(),
        NoCommonManager(within=rules.common_manager_levels),
        *level,
        *hard_criteria(rules.criteria),
        SharedLanguage(),
        SharedHours(least=1),
        SharedWay(),
        *topic,
    )
    return tuple(rule for rule in everything if rule.kind not in rules.without)


def score_parts(
    rules: RunRules,
    keywords: dict[str, frozenset[str]],
    favoured: Pairs = NO_PAIRS,
    *,
    asked_for: bool = False,
) -> tuple[ScorePart, ...]:
    """What a programme scores; pairs that are `favoured` take their points from all the others.

    What wishes count is shared out among what comes back, what was hoped for and, where anybody
    named somebody, who was asked for.
    """
    left = WHOLE - FAVOURED if favoured else WHOLE
    weights = {name: weight * left / WHOLE for name, weight in rules.weights.items()}
    again = (Again(FAVOURED, favoured),) if favoured else ()
    wishes = weights["wishes"] / (3 if asked_for else 2)
    return (
        *again,
        AllWishes(weights["topics"], enough=ALONE, keywords=keywords),
        Style(weights["style"]),
        Distance(weights["distance"], columns=("unit", "place")),
        Returns(wishes),
        Hopes(wishes),
        *([Rankings(wishes)] if asked_for else []),
        HoursInCommon(weights["hours"], enough=ENOUGH_STARTS),
        *counted_criteria(rules.criteria, weights),
    )


def _wished(wishes: list[Wish], kind: str) -> Pairs:
    return frozenset(
        (wish.mentor.person.public_id, wish.mentee.person.public_id)
        for wish in wishes
        if wish.kind == kind
    )


def _standing(programme: Programme) -> Pairs:
    bonds = Bond.objects.standing().filter(programme=programme)
    return frozenset(bonds.values_list("mentor__public_id", "mentee__public_id"))


def _previous(programme: Programme) -> tuple[Pairs, Pairs]:
    """Who has been whose partner in the organisation, and with whom that is over."""
    bonds = Bond.objects.filter(programme__organisation_id=programme.organisation_id)
    rows = list(bonds.values_list("mentor__public_id", "mentee__public_id", "until"))
    everybody = frozenset((mentor, mentee) for mentor, mentee, _until in rows)
    together = frozenset((mentor, mentee) for mentor, mentee, until in rows if until is None)
    return everybody, everybody - together


def taken_places(programme: Programme) -> Counter[tuple[str, int]]:
    """Places in use, by side and person: standing bonds, and proposals that are under way."""
    pairs = set(
        Bond.objects.standing().filter(programme=programme).values_list("mentor_id", "mentee_id")
    )
    under_way = Proposal.objects.under_way().filter(run__programme=programme)
    people = "mentor__person_id", "mentee__person_id"
    pairs |= set(under_way.planned().values_list(*people))
    suggested = set(under_way.filter(beside__isnull=False).values_list(*people)) - pairs
    # Whoever is suggested is held for that mentor; the mentor takes one of those she is shown.
    taken: Counter[tuple[str, int]] = Counter(("mentee", mentee) for _mentor, mentee in suggested)
    for mentor, mentee in pairs:
        taken["mentor", mentor] += 1
        taken["mentee", mentee] += 1
    return taken


def _settled(programme: Programme) -> defaultdict[int, frozenset[str]]:
    """Whom each mentor was asked to meet and is not the partner of, answered, refused or neither.

    It forbids as a private rule does: it is never named, and no page or count tells it apart.
    """
    partners = set(Bond.objects.filter(programme=programme).values_list("mentor_id", "mentee_id"))
    settled: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    asked = Proposal.objects.approved().exclude(run__published_at=None)
    rows = asked.filter(run__programme=programme)
    for mentor, mentee, public_id in rows.values_list(
        "mentor__person_id", "mentee__person_id", "mentee__person__public_id"
    ):
        if (mentor, mentee) not in partners:
            settled[mentor] |= {public_id}
    return settled


def lines_above(people: Iterable[Person]) -> dict[int, tuple[str, ...]]:
    """The managers above each person, nearest first; read level by level."""
    above: dict[int, int | None] = {}
    names: dict[int, str] = {}
    open_ids = set()
    everybody = list(people)
    for person in everybody:
        above[person.pk], names[person.pk] = person.manager_id, person.public_id
        open_ids.add(person.manager_id)
    while missing := {pk for pk in open_ids if pk is not None and pk not in above}:
        open_ids = set()
        rows = Person.objects.filter(pk__in=missing).values_list("pk", "manager_id", "public_id")
        for pk, manager, public_id in rows:
            above[pk], names[pk] = manager, public_id
            open_ids.add(manager)
    return {person.pk: _above(person.pk, above, names) for person in everybody}


def _above(start: int, above: dict[int, int | None], names: dict[int, str]) -> tuple[str, ...]:
    line: list[int] = []
    current = above.get(start)
    while current is not None and current not in line and current != start:
        line.append(current)
        current = above.get(current)
    return tuple(names[pk] for pk in line if pk in names)


def _is_new(started_on: date | None, today: date) -> bool:
    return started_on is not None and today - started_on < NEW_FOR
