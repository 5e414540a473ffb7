import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_programme
from tests.matching.factories import make_mentee, make_mentor, make_proposal, make_run
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import services
from turnabout.joining.matching.models import Run

CANARY = "canary-51d0"


@pytest.mark.capability("S005", "S046", "S117")
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

    run.refresh_from_db()
    assert "Ready for a first run" in first
    assert "One pair, ready to argue with" in page
    assert "Bruno’s first wish." in page
    assert "Send one letter" in sample
    assert run.published_at is not None
    assert again.status_code == 409


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
    compared = chidi.get(reverse("matching:compare", args=[run.public_id]))

    assert banned.context["answer"].sentence == "A rule forbids it: The coordinator said never."
    assert "Nobody who applied is called “Nobody”" in unknown.content.decode()
    assert compared.status_code == 200
    assert compared.context["measures"][0].word == "Mentees with a mentor"


def test_nothing_private_reaches_any_page_of_a_run(cast, as_person):
    bruno = make_mentee(cast.programme, "Bruno Lund", unit="Networks")
    make_mentee(cast.programme, "Greg Holm")
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
    part = chidi.post(
        reverse("matching:approve", args=[proposal.public_id]), headers={"HX-Request": "true"}
    )
    chidi.post(reverse("matching:lift", args=[wish.public_id]))

    assert (wish.kind, banned) == ("pin", "ban")
    assert part.content.decode().strip().startswith("<article")
    assert cast.programme.wishes.count() == 0


def test_a_run_asks_the_database_as_often_for_one_pair_as_for_many(cast, as_person):
    run = make_run(cast.programme)
    chidi = as_person(cast.chidi)
    asked = []

    for many in (1, 2, 297):
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

    assert "This run is being computed" in page.content.decode()
