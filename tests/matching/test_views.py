import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_programme
from tests.matching.doors import a_rematch
from tests.matching.factories import make_mentee, make_mentor, make_proposal, make_run
from turnabout.foundation.common.time import clock, now
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.jobs import hand_on_publications
from turnabout.joining.matching.models import HOLD, Bond, Run
from turnabout.joining.matching.rules import RunRules

CANARY = "canary-51d0"
# How many queries there are does not depend on the database, and one of the two is quick.
MANY = 297 if connection.vendor == "sqlite" else 27


def test_a_coordinator_runs_argues_approves_and_publishes(cast, as_person):
    make_mentor(cast.programme, "Ada Berg", offers=("frontline-reality", "customer-voice"))
    make_mentor(cast.programme, "Priya Raman")
    make_mentee(cast.programme, "Bruno Lund")
    chidi = as_person(cast.chidi)
    overview = reverse("matching:overview", args=[cast.programme.public_id])
    weights = {"topics": 40, "style": 20, "distance": 10, "wishes": 15, "hours": 15}

    first = chidi.get(overview).content.decode()
    asked = chidi.post(overview, {**weights, "name": "Nobody left out", "needs_topic": "on"})
    run = Run.objects.get()
    page = chidi.get(asked["Location"]).content.decode()
    proposal = run.proposals.get()
    chidi.post(reverse("matching:approve", args=[proposal.public_id]))
    sample = chidi.get(reverse("matching:publish", args=[run.public_id])).content.decode()
    chidi.post(reverse("matching:publish", args=[run.public_id]))
    again = chidi.post(reverse("matching:publish", args=[run.public_id]))
    with clock(now() + HOLD):
        hand_on_publications()
    told = chidi.get(asked["Location"]).content.decode()

    run.refresh_from_db()
    assert f"One pair, asked from {run.published_at:%-d %B} on" in told
    assert "Ready for a first run" in first
    assert "One pair, ready to argue with" in page
    assert "Bruno’s first wish." in page
    assert "Publish, one letter" in sample
    assert run.published_at is not None
    assert again.status_code == 302


def test_the_parts_of_a_score_add_up_to_it_and_none_exceeds_its_weight(cast):
    run = make_run(cast.programme)
    asked = {"by_mentor": True, "by_mentee": False}
    amounts = {"topics": (25_000, 30_000), "distance": (12_500, 25_000), "hours": (13_125, 15_000)}
    amounts |= {"wishes": (3_333, 6_667), "asked_for": (3_333, 3_333), "style": (0, 20_000)}
    amounts |= {"kept": (100_000, 100_000)}
    parts = [
        {
            "part": name,
            "points": points,
            "weight": weight,
            "detail": asked if name == "asked_for" else {},
        }
        for name, (points, weight) in amounts.items()
    ]
    mentor, mentee = make_mentor(cast.programme, "Ada"), make_mentee(cast.programme, "Bruno")
    score = sum(points for points, _weight in amounts.values()) - 100_000
    row = make_proposal(run, mentor, mentee, score=score, parts=parts)

    (one,) = queries.shown(run, [row])

    *of_hundred, on_top = one.parts
    assert one.points == sum(part.points for part in of_hundred) == 57
    assert sum(part.weight for part in of_hundred) == 100
    assert all(part.points <= part.weight for part in of_hundred)
    assert (on_top.word, on_top.points, on_top.weight) == ("Together already", 100, 100)


def test_a_second_tap_begins_no_second_run(cast, as_person):
    make_mentor(cast.programme, "Ada Berg")
    make_mentee(cast.programme, "Bruno Lund")
    chidi = as_person(cast.chidi)
    overview = reverse("matching:overview", args=[cast.programme.public_id])
    weights = {"topics": 40, "style": 20, "distance": 10, "wishes": 15, "hours": 15}

    shown = chidi.get(overview).context["form"].initial["follows"]
    first = chidi.post(overview, {**weights, "follows": shown})
    second = chidi.post(overview, {**weights, "follows": shown})
    other = chidi.post(overview, {**weights, "topics": 60, "follows": shown})
    later = chidi.get(first["Location"]).context["form"].initial["follows"]
    again = chidi.post(overview, {**weights, "follows": later})

    runs = Run.objects.order_by("number").values_list("public_id", flat=True)
    pages = [reverse("matching:run", args=[public_id]) for public_id in runs]
    assert second["Location"] == first["Location"]
    assert pages == [first["Location"], other["Location"], again["Location"]]


def test_each_yes_shows_at_once_how_far_the_approval_is(cast, as_person):
    make_mentor(cast.programme, "Ada Berg")
    make_mentee(cast.programme, "Bruno Lund")
    run = services.request_run(cast.programme, by=cast.chidi)
    approve = reverse("matching:approve", args=[run.proposals.get().public_id])
    chidi = as_person(cast.chidi)

    before = chidi.get(reverse("matching:run", args=[run.public_id])).content.decode()
    after = chidi.post(approve, headers={"HX-Request": "true"}).content.decode()
    read = chidi.post(approve, {"open": "1"}, headers={"HX-Request": "true"}).content.decode()

    assert "Approve the one pair" in before
    assert 'id="publish-state"' in before
    assert "hx-swap-oob" not in before
    assert 'hx-swap-oob="true"' in after
    assert "Publish one pair" in after
    assert ('<details class="more">' in after, '<details class="more" open>' in read) == (
        True,
        True,
    )


def test_a_coordinator_asks_why_not_and_compares_two_runs(cast, as_person):
    ada = make_mentor(cast.programme, "Ada Berg", offers=("frontline-reality", "customer-voice"))
    make_mentor(cast.programme, "Priya Raman", offers=("customer-voice",))
    bruno = make_mentee(cast.programme, "Bruno Lund", wants=("customer-voice",))
    chidi = as_person(cast.chidi)
    services.request_run(cast.programme, by=cast.chidi)
    services.ban_pair(cast.programme, ada, bruno, by=cast.chidi, reason="Same project")
    run = services.request_run(cast.programme, by=cast.chidi)
    why = reverse("matching:why", args=[run.public_id])

    banned = chidi.get(why, {"mentee": bruno.public_id, "mentor": "Ada Berg"})
    unknown = chidi.get(why, {"mentee": bruno.public_id, "mentor": "Nobody"})
    empty = chidi.get(why, {"mentee": bruno.public_id, "mentor": " "}).content.decode()
    compared = chidi.get(reverse("matching:compare", args=[run.public_id]))
    first = Run.objects.get(number=1)
    from_the_first = chidi.get(reverse("matching:compare", args=[first.public_id]))

    assert banned.context["answer"].sentence == "A rule forbids it: The coordinator said never."
    assert "Nobody who applied is called “Nobody”" in unknown.content.decode()
    assert "Write whom you have in mind." in empty
    assert "is called" not in empty
    assert compared.status_code == 200
    assert [from_the_first.context[one].number for one in ("first", "second")] == [1, 2]
    assert compared.context["measures"][0].word == "Mentees with a mentor"


def test_nothing_private_reaches_any_page_of_a_run(cast, as_person):
    bruno = make_mentee(cast.programme, "Bruno Lund", unit="Networks")
    make_mentee(cast.programme, "Greg Holm", unit="Data")
    private = PrivateSide(
        people=frozenset({bruno.person.public_id}),
        units=frozenset({CANARY}),
        off_limits=frozenset({CANARY}),
        ask_first=frozenset({CANARY}),
        answers={"style_plan": CANARY and 2, "wishes": [CANARY]},
    )
    make_mentor(cast.programme, "Ada Berg", private=private)
    run = services.request_run(cast.programme, by=cast.chidi)
    chidi = as_person(cast.chidi)

    pages = [
        reverse("matching:overview", args=[cast.programme.public_id]),
        reverse("matching:run", args=[run.public_id]),
        reverse("matching:compare", args=[run.public_id]),
        reverse("matching:publish", args=[run.public_id]),
        reverse("matching:why", args=[run.public_id])
        + f"?mentee={bruno.public_id}&mentor=Ada+Berg",
        reverse("applications:received", args=[cast.programme.public_id]),
    ]
    shown = [chidi.get(page).content.decode() for page in pages]

    assert [CANARY in page for page in shown] == [False] * len(pages)
    assert "Others fit better for everyone." in shown[4]
    stored = f"{run.left_out}{run.counts}{run.certificate}{run.rules}"
    stored += "".join(f"{row.parts}{row.why_not}" for row in run.proposals.all())
    assert CANARY not in stored


def test_mentors_and_strangers_find_no_run(cast, as_person):
    run = make_run(cast.programme)
    proposal = make_proposal(run, cast.mentor, cast.mentee)
    addresses = [
        reverse("matching:overview", args=[cast.programme.public_id]),
        reverse("matching:run", args=[run.public_id]),
        reverse("matching:compare", args=[run.public_id]),
        reverse("matching:publish", args=[run.public_id]),
        reverse("matching:why", args=[run.public_id]),
    ]

    for person in (cast.ada, cast.bruno, cast.dana):
        client = as_person(person)
        assert [client.get(address).status_code for address in addresses] == [404] * 5
        approve = reverse("matching:approve", args=[proposal.public_id])
        assert client.post(approve).status_code == 404


def test_a_coordinator_of_another_programme_finds_no_run(cast, as_person):
    elsewhere = make_programme(cast.organisation, name="Another")
    run = make_run(elsewhere)

    assert (
        as_person(cast.chidi).get(reverse("matching:run", args=[run.public_id])).status_code == 404
    )


def test_a_coordinator_keeps_a_pair_and_lets_it_go(cast, as_person):
    run = make_run(cast.programme)
    proposal = make_proposal(run, cast.mentor, cast.mentee)
    chidi = as_person(cast.chidi)

    chidi.post(reverse("matching:pin", args=[proposal.public_id]), {"reason": "It works"})
    wish = cast.programme.wishes.get()
    chidi.post(reverse("matching:ban", args=[proposal.public_id]), {"reason": "Same project"})
    banned = cast.programme.wishes.get().kind
    approve = reverse("matching:approve", args=[proposal.public_id])
    page = chidi.get(reverse("matching:run", args=[run.public_id])).content.decode()
    refused = chidi.post(approve, headers={"HX-Request": "true"})
    chidi.post(reverse("matching:approve_rest", args=[run.public_id]))
    approved = run.proposals.approved().count()
    chidi.post(reverse("matching:lift", args=[wish.public_id]))
    part = chidi.post(approve, headers={"HX-Request": "true"})

    assert (wish.kind, banned) == ("pin", "ban")
    assert "Never proposed again, and nobody is asked now." in page
    assert approve not in page
    assert (refused.status_code, approved) == (409, 0)
    assert part.content.decode().strip().startswith("<article")
    assert cast.programme.wishes.count() == 0


def test_a_run_asks_the_database_as_often_for_one_pair_as_for_many(cast, as_person):
    run = make_run(cast.programme)
    chidi = as_person(cast.chidi)
    asked = []

    for many in (1, 2, MANY):
        for number in range(many):
            mentor = make_mentor(cast.programme, f"Mentor {number}")
            make_proposal(run, mentor, make_mentee(cast.programme, f"Mentee {number}"))
        with CaptureQueriesContext(connection) as queries:
            chidi.get(reverse("matching:run", args=[run.public_id]))
        asked.append(len(queries))

    assert asked == [asked[0]] * 3


def test_a_run_that_is_being_computed_says_so(cast, as_person):
    run = make_run(cast.programme, is_finished=False)

    page = as_person(cast.chidi).get(reverse("matching:run", args=[run.public_id]))

    assert "Run 1 is being computed" in page.content.decode()


def test_a_coordinator_matches_again_around_living_pairs(cast, as_person):
    ada, bruno = make_mentor(cast.programme, "Ada Berg"), make_mentee(cast.programme, "Bruno Lund")
    make_mentor(cast.programme, "Priya Raman")
    make_mentee(cast.programme, "Greg Holm")
    services.begin_bond(cast.programme, ada.person, bruno.person)
    chidi = as_person(cast.chidi)
    living = reverse("matching:living", args=[cast.programme.public_id])

    overview = chidi.get(reverse("matching:overview", args=[cast.programme.public_id]))
    form = chidi.get(living).content.decode()
    asked = chidi.post(living, {"keep": "nearly", "name": "After the summer"})
    page = chidi.get(asked["Location"]).content.decode()

    assert "One pair is together now." in overview.content.decode()
    assert "No pair breaks a rule" in form
    assert "No living pair would part" in page
    assert "They go on. Nobody is asked." in page
    assert Run.objects.get().called == "After the summer"


def test_a_coordinator_keeps_a_pair_that_breaks_a_rule(cast, as_person):
    ada, bruno = make_mentor(cast.programme, "Ada Berg"), make_mentee(cast.programme, "Bruno Lund")
    services.begin_bond(cast.programme, ada.person, bruno.person)
    ada.person.manager = bruno.person
    ada.person.save()
    services.check_bonds(cast.programme)
    chidi = as_person(cast.chidi)
    living = reverse("matching:living", args=[cast.programme.public_id])
    keep = reverse("matching:keep", args=[cast.programme.public_id])
    two = {"mentor": ada.public_id, "mentee": bruno.public_id}

    before = chidi.get(living).content.decode()
    silent = chidi.post(keep, {**two, "reason": ""})
    chidi.post(keep, {**two, "reason": "Both want to go on"})
    after = chidi.get(living).content.decode()
    overview = chidi.get(reverse("matching:overview", args=[cast.programme.public_id]))

    assert "One pair has come to break a rule" in before
    assert silent.status_code == 409
    assert "No pair breaks a rule" in after
    assert "Both want to go on" in overview.content.decode()


def test_a_coordinator_tries_a_change_that_would_help(cast, as_person):
    make_mentor(cast.programme, "Ada Berg")
    make_mentee(cast.programme, "Bruno Lund")
    make_mentee(cast.programme, "Greg Holm")
    run = services.request_run(cast.programme, by=cast.chidi)
    chidi = as_person(cast.chidi)

    page = chidi.get(reverse("matching:run", args=[run.public_id]))
    asked = chidi.post(reverse("matching:change", args=[run.public_id, 0]))
    gone = chidi.post(reverse("matching:change", args=[run.public_id, 99]))
    after = Run.objects.get(number=2)
    compared = chidi.get(reverse("matching:compare", args=[after.public_id]))

    [change] = page.context["changes"]
    assert change.title == "Ada Berg takes one partner more"
    assert change.effect == (
        "Up to 1 person more would have a partner. Nobody else changes partners. Ask first."
    )
    assert [one.changes for one in page.context["left_out"]] == [[change]]
    assert asked["Location"] == reverse("matching:run", args=[after.public_id])
    assert after.counts["served_mentees"] == 2
    assert gone.status_code == 409
    [one] = compared.context["changed"]
    assert (one.gains, one.side) == (True, "mentee")
    spread = {
        (row.kind, row.group): (row.people, row.first, row.second)
        for row in (compared.context["spread"])
    }
    assert spread["Department", "Legal"] == (2, 1, 2)
    assert spread["Place", "Holm"] == (1, 1, 1)


def test_a_coordinator_puts_two_together_by_hand_and_reads_the_rule_first(cast, as_person):
    ada, bruno = make_mentor(cast.programme, "Ada Berg"), make_mentee(cast.programme, "Bruno Lund")
    ada.person.manager = bruno.person
    ada.person.save()
    run = services.request_run(cast.programme, by=cast.chidi)
    chidi = as_person(cast.chidi)
    by_hand = reverse("matching:by_hand", args=[run.public_id])
    said = {"mentor": "Ada Berg", "mentee": bruno.public_id, "reason": "They asked for it"}

    unknown = chidi.post(by_hand, {**said, "mentor": "Nobody"})
    warned = chidi.post(by_hand, said)
    made = chidi.post(by_hand, {**said, "despite_rules": "on"})
    page = chidi.get(made["Location"]).content.decode()

    assert "is called “Nobody”" in unknown.content.decode()
    assert "The rules forbid this pair: In one reporting line." in warned.content.decode()
    assert "You decided on this pair: They asked for it" in page


def test_a_coordinator_asks_why_not_from_either_side(cast, as_person):
    ada = make_mentor(cast.programme, "Ada Berg", offers=("frontline-reality", "customer-voice"))
    make_mentor(cast.programme, "Priya Raman")
    make_mentee(cast.programme, "Bruno Lund", wants=("frontline-reality", "customer-voice"))
    make_mentee(cast.programme, "Greg Holm", wants=("frontline-reality",))
    run = services.request_run(cast.programme, by=cast.chidi)
    chidi = as_person(cast.chidi)
    why = reverse("matching:why", args=[run.public_id])

    page = chidi.get(reverse("matching:run", args=[run.public_id])).content.decode()
    asked = chidi.get(why, {"mentor": ada.public_id, "mentee": "Greg Holm"}).context["answer"]
    empty = chidi.get(why)

    assert "Ask about another mentor for Bruno Lund" in page
    assert "Ask about another mentee for Ada Berg" in page
    assert asked.sentence.startswith("All pairs together would have")
    assert "All other pairs together would have" in asked.comparison
    assert "Whom do you mean?" in empty.content.decode()
    assert '<label for="why-mentor">Mentor</label>' in empty.content.decode()


def test_weights_are_dragged_or_typed_and_the_rest_of_the_rules_stay(cast, as_person):
    make_mentor(cast.programme, "Ada Berg")
    make_mentee(cast.programme, "Bruno Lund")
    data = {**RunRules.of(cast.programme).as_data(), "without": ["shared_hours"]}
    run = services.request_run(cast.programme, rules=RunRules.from_data(data), by=cast.chidi)
    weights = {"topics": 100, "style": 0, "distance": 0, "wishes": 0, "hours": 0}
    chidi = as_person(cast.chidi)

    page = chidi.get(reverse("matching:run", args=[run.public_id])).content.decode()
    chidi.post(
        reverse("matching:overview", args=[cast.programme.public_id]),
        {
            **weights,
            "needs_topic": "on",
            "needs_way": "on",
            "like": run.public_id,
            "name": "Only topics",
        },
    )

    again = Run.objects.get(number=2)
    assert page.count('type="range"') == 5
    assert (again.rules["weights"], again.rules["without"]) == (weights, ["shared_hours"])


@pytest.mark.parametrize("page", ["run", "compare"])
def test_a_rematch_asks_the_database_as_often_for_one_pair_as_for_many(cast, as_person, page):
    chidi = as_person(cast.chidi)
    asked = []
    for many in (1, 2, MANY):
        mentors = [make_mentor(cast.programme, f"Mentor {number}") for number in range(many)]
        mentees = [make_mentee(cast.programme, f"Mentee {number}") for number in range(many)]
        first, second = (
            make_run(cast.programme, **a_rematch(mentors[0], mentees[0])) for _run in range(2)
        )
        for two in zip(mentors, mentees, strict=True):
            make_proposal(first, *two, stays=True)
            make_proposal(second, *two, by_hand_reason="They asked")
        Run.objects.filter(pk=second.pk).update(
            parting=second.parting * many,
            left_out=second.left_out * many,
            relaxations=second.relaxations * many,
        )
        with CaptureQueriesContext(connection) as queries:
            chidi.get(reverse(f"matching:{page}", args=[second.public_id]))
        asked.append(len(queries))

    assert asked == [asked[0]] * 3


def test_living_pairs_are_read_in_as_many_queries_whether_one_or_many(cast, as_person):
    chidi = as_person(cast.chidi)
    asked = []
    for many in (1, 2, MANY):
        for number in range(many):
            services.begin_bond(
                cast.programme,
                make_mentor(cast.programme, f"Mentor {number}").person,
                make_mentee(cast.programme, f"Mentee {number}").person,
            )
        Bond.objects.update(broken_rules=[{"rule": "not_in_line", "given": {}}])
        with CaptureQueriesContext(connection) as queries:
            page = chidi.get(reverse("matching:living", args=[cast.programme.public_id]))
        asked.append(len(queries))

    assert len(page.context["pairs"]) == 3 + MANY
    assert asked == [asked[0]] * 3
