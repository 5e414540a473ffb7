"""A private no leaves the same world as no no at all, for everybody but whoever said it.

Three secrets, each against a world without it:

(a) An entry among the people somebody would rather not meet, which does not change the plan. The
    other world is the same one without the entry.
(b) An entry that does change the plan. A world without any cause would have another plan, so the
    same plan must have come about in another way, and "the same" means one of two things.
    For everybody, the coordinator included: the no was the other person's, or was a unit, or lay in
    a topic that is off limits. Nobody can tell whose it was or of which kind. For all who take no
    decisions, a coordinator's own ban, with her reason, is one more way: she alone sees that.
(c) A mentor's no when she is asked, against a world in which she never answered, and against one in
    which she had said so beforehand, so that no letter ever left. Up to the common day it is also
    the world in which she is still thinking. The next run, which then finds the next best, is part
    of what is compared.
(d) An ending, against the same one on the same day by the partner's doing or the programme's.

Who looks: the coordinator, another mentor, both mentees, the sponsor, the guardian, the owner, an
assistant, and somebody from another organisation. The author sees her own answer, so she does not
look. In (b) the two whose no it was are left out as authors in turn, so neither looks.
"""

from datetime import timedelta
from functools import partial

from django.test import Client
from django.urls import reverse

from tests import twins
from tests.cast import make_cast
from tests.factories import MONDAY, appoint, make_member, make_person, make_user
from tests.matching.factories import avoiding, make_mentee, make_mentor
from tests.meetings.factories import make_booked_pair
from turnabout.foundation.common.time import clock
from turnabout.joining.applications import boundaries
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import services
from turnabout.joining.matching.jobs import hand_on_publications
from turnabout.joining.matching.models import HOLD
from turnabout.together.pairs.models import ANSWER_DAYS, MENTOR_DAYS, Pair

SEED = 8
A_DAY_LATER = MONDAY + timedelta(days=1)
THE_COMMON_DAY = MONDAY + HOLD + timedelta(days=ANSWER_DAYS, minutes=1)
DAYS = (A_DAY_LATER, MONDAY + timedelta(days=MENTOR_DAYS + 1), THE_COMMON_DAY)
# The plan without any secret: Ada with Bruno, Alma with Greta. Their words make it so.
COMPANY = {
    "Ada": ("frontline-reality", "customer-voice"),
    "Alma": ("customer-voice", "frontline-reality"),
    "Bruno": ("frontline-reality",),
    "Greta": ("customer-voice",),
}


def make_company():
    cast = make_cast()
    programme = cast.programme
    programme.aim = "Decide with those who know"
    programme.save()
    members = {
        "Ada": make_mentor(programme, "Ada Sand", offers=COMPANY["Ada"]),
        "Alma": make_mentor(programme, "Alma Torp", offers=COMPANY["Alma"]),
        "Bruno": make_mentee(programme, "Bruno Vik", wants=COMPANY["Bruno"], unit="Legal"),
        "Greta": make_mentee(programme, "Greta Wold", wants=COMPANY["Greta"], unit="Finance"),
    }
    watchers = {name: member.person for name, member in members.items()}
    watchers["Chidi"] = cast.chidi
    for role in ("sponsor", "guardian"):
        watchers[role] = make_person(cast.organisation, name=f"The {role}")
        make_member(programme, watchers[role], role)
    watchers["assistant"] = make_person(cast.organisation, name="The assistant")
    make_member(programme, watchers["assistant"], "delegate", principal=members["Bruno"].person)
    watchers["owner"] = make_person(cast.organisation, name="The owner")
    watchers["stranger"] = cast.dana
    for name, person in watchers.items():
        if person.user is None:
            make_user(person, is_owner=name == "owner")
    appoint(watchers["stranger"])
    return cast, members, {**watchers, "nobody": None}


def ask_them(cast):
    """A run, approved and published; the letters leave ten minutes later."""
    run = services.request_run(cast.programme, by=cast.chidi)
    services.approve_rest(run, by=cast.chidi)
    services.publish_run(run, by=cast.chidi)
    with clock(MONDAY + HOLD):
        hand_on_publications()
    return run


def world_of(cast, watchers, *runs):
    """What to look at: first pages lead on, and the pages of runs and pairs are named besides."""
    pages = [reverse("pairs:list", args=[cast.programme.public_id])]
    for run in runs:
        pages.append(reverse("matching:run", args=[run.public_id]))
        pages.append(reverse("matching:publish", args=[run.public_id]))
        why = reverse("matching:why", args=[run.public_id])
        pages += [
            f"{why}?mentor={mentor}+{surname}&mentee={mentee}"
            for mentor, surname in (("Ada", "Sand"), ("Alma", "Torp"))
            for mentee in ("Bruno+Vik", "Greta+Wold")
        ]
    for pair in Pair.objects.order_by("pk"):
        pages.append(reverse("pairs:answer", args=[pair.public_id]))
    return twins.World(watchers, pages, outsiders=("stranger", "nobody"), authors=("Ada",))


def say_nothing(members):
    pass


def keep_private(name, side, members):
    boundaries.write(members[name].application, side(members))


def ban(members):
    chidi = members["Ada"].programme.memberships.get(role="coordinator").person
    services.ban_pair(
        members["Ada"].programme, members["Ada"], members["Bruno"], by=chidi, reason="One project"
    )


def after_a_run(secret):
    """The plan of a run in a world with this secret, and what everybody sees of it."""
    plans = []

    def build():
        cast, members, watchers = make_company()
        secret(members)
        run = services.request_run(cast.programme, by=cast.chidi)
        plans.append(
            {
                (row.mentor.person.given_name, row.mentee.person.given_name)
                for row in run.proposals.all()
            }
        )
        return world_of(cast, watchers, run)

    seen = twins.seen_in(build, seed=SEED, at=MONDAY)
    return plans[0], seen


def someone_else(members):
    return PrivateSide(people=frozenset({make_outsider(members).public_id}))


def make_outsider(members):
    organisation = members["Ada"].programme.organisation
    return organisation.people.get(name="Ada Nowak")


def the_next_best(members):
    return avoiding(members["Greta"].person)


def test_an_entry_that_does_not_change_the_plan_shows_to_nobody():
    plan, without = after_a_run(say_nothing)
    assert plan == {("Ada", "Bruno"), ("Alma", "Greta")}
    assert len(without) > 60

    for entry in (someone_else, the_next_best):
        same_plan, seen = after_a_run(partial(keep_private, "Ada", entry))
        assert same_plan == plan
        assert twins.differences(seen, without, but_for=["Ada"]) == []


ADA_AVOIDS = partial(keep_private, "Ada", lambda members: avoiding(members["Bruno"].person))
OTHER_WAYS = {
    "the other said it": partial(
        keep_private, "Bruno", lambda members: avoiding(members["Ada"].person)
    ),
    "it was the unit": partial(keep_private, "Ada", lambda _members: avoiding(units=["Legal"])),
    "it was the topic": partial(
        keep_private,
        "Ada",
        lambda _members: PrivateSide(off_limits=frozenset({"frontline-reality"})),
    ),
}


def test_an_entry_that_changes_the_plan_does_not_show_whose_it_was_or_of_which_kind():
    plan, seen = after_a_run(ADA_AVOIDS)
    assert plan == {("Ada", "Greta"), ("Alma", "Bruno")}

    for way, other in OTHER_WAYS.items():
        same_plan, another = after_a_run(other)
        assert same_plan == plan, way
        assert twins.differences(seen, another, but_for=["Ada", "Bruno"]) == [], way

    # To all but the coordinator it is like a ban, too.
    same_plan, banned = after_a_run(ban)
    assert same_plan == plan
    assert twins.differences(seen, banned, but_for=["Ada", "Chidi"]) == []
    assert twins.differences(seen, banned, but_for=["Ada"]) != []


def ada_declines(pair):
    client = Client()
    client.force_login(pair.mentor.user)
    with clock(MONDAY + timedelta(hours=3)):
        answer = client.post(reverse("pairs:answer", args=[pair.public_id]), {"says": "no"})
    assert answer.status_code == 302


def ada_is_silent(pair):
    """She never answers."""


def after_asking(answer, before=say_nothing):
    """Both mentors are asked; Alma says yes, and Ada does what the world is about."""

    def build():
        cast, members, watchers = make_company()
        # The pair is made by hand, so that it is asked about whatever was said before.
        services.pin_pair(
            cast.programme, members["Ada"], members["Bruno"], by=cast.chidi, reason="They asked"
        )
        before(members)
        run = ask_them(cast)
        of = {pair.mentor.given_name: pair for pair in Pair.objects.select_related("mentor__user")}
        if answer is not None:
            answer(of["Ada"])
        client = Client()
        client.force_login(of["Alma"].mentor.user)
        with clock(MONDAY + timedelta(hours=5)):
            client.post(reverse("pairs:answer", args=[of["Alma"].public_id]), {"says": "yes"})
        return world_of(cast, watchers, run)

    return twins.seen_in(build, seed=SEED, at=MONDAY, crawled_at=DAYS)


def test_a_mentors_no_is_like_silence_and_like_no_question_at_all():
    declined = after_asking(ada_declines)
    assert len(declined) > 150

    for silent in (after_asking(ada_is_silent), after_asking(None, before=ADA_AVOIDS)):
        assert twins.differences(declined, silent, but_for=["Ada"]) == []


def after_an_end(who, door):
    """Ada and Bruno have all their dates; somebody ends it by the door that is hers."""

    def build():
        cast = make_cast()
        sponsor = make_person(cast.organisation, name="The sponsor")
        make_member(cast.programme, sponsor, "sponsor")
        make_user(sponsor)
        pair = make_booked_pair(cast)
        watchers = {"Ada": cast.ada, "Bruno": cast.bruno, "Chidi": cast.chidi, "sponsor": sponsor}
        client = Client()
        client.force_login(watchers[who].user)
        with clock(MONDAY + timedelta(hours=1)):
            answer = client.post(reverse(door, args=[pair.public_id]))
        assert answer.status_code == 302
        pages = [reverse("pairs:list", args=[cast.programme.public_id])]
        pages += [reverse(name, args=[pair.public_id]) for name in ("pairs:detail", "pairs:care")]
        # The two look at their own place; guides and modules are the same in every world.
        return twins.World(watchers, pages, outsiders=("Ada", "Bruno"))

    return twins.seen_in(build, seed=SEED, at=MONDAY, crawled_at=[MONDAY + timedelta(days=2)])


def test_an_end_is_the_same_whoever_ended_it():
    by_mentor = after_an_end("Ada", "pairs:end")
    by_mentee = after_an_end("Bruno", "pairs:end")
    by_programme = after_an_end("Chidi", "pairs:care_end")

    assert len(by_programme) > 30
    assert "Your pairing has ended" in str(by_mentor["Bruno", "mails"])
    assert twins.differences(by_mentor, by_programme, but_for=["Ada"]) == []
    assert twins.differences(by_mentee, by_programme, but_for=["Bruno"]) == []
    assert twins.differences(by_mentor, by_mentee, but_for=["Ada", "Bruno"]) == []
