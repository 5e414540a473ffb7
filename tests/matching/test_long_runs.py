"""Runs that take a while: what they say meanwhile, ended early, gone on with, taken over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_programme
from tests.matching.factories import make_mentee, make_mentor, make_run
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.joining.matching import queries, services
from turnabout.joining.matching.gaps import Gap
from turnabout.joining.matching.jobs import compute_what_waits
from turnabout.joining.matching.models import Run, Stand
from turnabout.joining.matching.services import runs, watching
from turnabout.joining.matching.stands import unpacked

TOPICS = ("frontline-reality", "customer-voice", "early-career")
HTMX = {"HX-Request": "true"}
NUMBERS = {
    "scales": {"served": 1000, "places": 100, "total": 1},
    "reached": {"served": 99, "places": 50, "total": 2000},
}


@pytest.fixture
def programme(cast, monkeypatch):
    """Nothing is done at once, all is watched, and the first candidates are never enough."""
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(watching, "QUIET_FOR", -1)
    monkeypatch.setattr("turnabout.joining.matching.engine.pricing.AT_ONCE", 0)
    monkeypatch.setattr("turnabout.joining.matching.engine.pricing.STARTING", 1)
    programme = cast.programme
    for number in range(4):
        make_mentor(programme, f"Mentor {number}", offers=TOPICS[: number or 1])
        make_mentee(programme, f"Mentee {number}", wants=TOPICS)
    return programme


def at_each_look(monkeypatch, act):
    """Let something happen whenever the run is looked at."""
    read = Gap.of

    def looked_at(proof):
        act()
        return read(proof)

    monkeypatch.setattr(watching.Gap, "of", looked_at)


def ended_early(programme, chidi, monkeypatch):
    """A run that is stopped at its first look."""
    run = services.request_run(programme, by=chidi)
    with monkeypatch.context() as patched:
        at_each_look(patched, lambda: services.stop_run(Run.objects.get(pk=run.pk), by=chidi))
        compute_what_waits()
    run.refresh_from_db()
    return run


def page_of(client, run):
    return client.get(reverse("matching:run", args=[run.public_id]))


def test_a_long_run_shows_how_far_it_is_ends_early_and_goes_on(
    cast, as_person, programme, monkeypatch
):
    chidi = as_person(cast.chidi)
    run = services.request_run(programme, by=cast.chidi, name="Large one")
    waiting = page_of(chidi, run).content.decode()
    pages = []

    def press_stop():
        services.stop_run(Run.objects.get(pk=run.pk), by=cast.chidi)
        pages.append(page_of(chidi, run).content.decode())

    with monkeypatch.context() as patched:
        at_each_look(patched, press_stop)
        assert compute_what_waits() == 1
    polled = chidi.get(reverse("matching:run", args=[run.public_id]), headers=HTMX)
    ended = page_of(chidi, run).content.decode()
    run.refresh_from_db()
    stand = Stand.objects.get()
    gone_on = chidi.post(reverse("matching:go_on", args=[run.public_id]), {"follows": 1})
    again = chidi.post(reverse("matching:go_on", args=[run.public_id]), {"follows": 1})
    assert compute_what_waits() == 1
    best = Run.objects.get(number=2)
    page = chidi.get(gone_on["Location"]).content.decode()

    assert "Large one is being computed" in waiting
    assert "It waits for its turn." in waiting
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in waiting
    assert "It ends after this step, with the best plan so far." in pages[0]
    assert polled["HX-Redirect"] == reverse("matching:run", args=[run.public_id])
    assert run.was_stopped
    assert "Ended early, with the best plan so far. Within" in ended
    assert unpacked(stand.packed) is not None
    assert again["Location"] == gone_on["Location"]
    assert (best.called, best.salt, best.was_stopped) == ("Large one, gone on", run.salt, False)
    assert "Proven best" in page
    assert not Stand.objects.exists()


def test_a_run_that_went_on_finds_the_plan_of_one_that_was_left_alone(cast, programme, monkeypatch):
    stopped = ended_early(programme, cast.chidi, monkeypatch)
    gone_on = services.go_on_with(stopped, by=cast.chidi)
    alone = services.request_run(programme, by=cast.chidi)
    Run.objects.filter(pk=alone.pk).update(salt=stopped.salt)
    read = []
    monkeypatch.setattr(watching, "unpacked", lambda data: read.append(data) or unpacked(data))

    assert compute_what_waits() == 2
    assert len(read) == 1
    assert pairs(gone_on) == pairs(alone)


def pairs(run):
    return sorted(run.proposals.values_list("mentor", "mentee", "score"))


def test_a_run_begins_anew_where_people_have_changed(cast, programme, monkeypatch):
    stopped = ended_early(programme, cast.chidi, monkeypatch)
    make_mentor(programme, "Ada", offers=TOPICS)
    monkeypatch.setattr(watching, "unpacked", None)

    gone_on = services.go_on_with(stopped, by=cast.chidi)

    assert compute_what_waits() == 1
    gone_on.refresh_from_db()
    assert (gone_on.was_stopped, gone_on.counts["mentors"]) == (False, 5)


def test_what_cannot_be_read_any_more_is_begun_anew():
    assert unpacked(b"not a stand") is None


def test_a_run_that_has_not_begun_is_called_off_and_tried_again(cast, as_person, programme):
    chidi = as_person(cast.chidi)
    run = services.request_run(programme, by=cast.chidi)
    stop = reverse("matching:stop", args=[run.public_id])

    chidi.post(stop)
    page = page_of(chidi, run).content.decode()
    polled = chidi.get(reverse("matching:run", args=[run.public_id]), headers=HTMX)
    twice = chidi.post(stop)
    done = compute_what_waits()
    again = chidi.post(reverse("matching:go_on", args=[run.public_id]), {"follows": "nonsense"})

    assert "Run 1 was called off" in page
    assert "It was called off before it began. Nothing was changed." in page
    assert polled["HX-Redirect"] == reverse("matching:run", args=[run.public_id])
    assert twice.status_code == 409
    assert done == 0
    assert "Run 1, gone on is being computed" in chidi.get(again["Location"]).content.decode()


def test_a_worker_whose_lease_ran_out_leaves_the_run_to_the_other(cast, programme, monkeypatch):
    run = services.request_run(programme, by=cast.chidi)
    later = now() + timedelta(hours=1)

    def taken_over():
        Run.objects.filter(pk=run.pk).update(claimed_until=later)

    with monkeypatch.context() as patched:
        at_each_look(patched, taken_over)
        assert services.compute_run(run) is False
    run.refresh_from_db()

    assert (run.finished_at, run.claimed_until, run.proposals.count()) == (None, later, 0)


def test_a_look_renews_the_lease_and_keeps_where_the_run_stands(cast, programme, monkeypatch):
    run = services.request_run(programme, by=cast.chidi)
    monkeypatch.setattr(watching, "KEEP_EVERY", -1)
    monkeypatch.setattr(runs, "LEASE", timedelta(seconds=1))
    seen = []
    real = watching.Watched._keep

    def keeping(watched, edges, solution):
        real(watched, edges, solution)
        row = Run.objects.get(pk=run.pk)
        seen.append((row.claimed_until - now() > timedelta(minutes=9), sorted(row.progress)))

    monkeypatch.setattr(watching.Watched, "_keep", keeping)

    assert compute_what_waits() == 1
    assert set(map(str, seen)) == {str((True, ["gap", "pairs", "seconds"]))}
    assert not Stand.objects.exists()


def test_what_is_proven_is_not_gone_on_with(cast, programme):
    proven, waiting = make_run(programme), make_run(programme, is_finished=False)

    with pytest.raises(Refusal, match="proven to be the best already"):
        services.go_on_with(proven, by=cast.chidi)
    with pytest.raises(Refusal, match="still being computed"):
        services.go_on_with(waiting, by=cast.chidi)


@pytest.mark.parametrize(
    ("bound", "tier", "sentence"),
    [
        (1_000, "served", "Within 1 % of the best: up to 1 person more could have a partner"),
        (100, "places", "Within 2 % of the best: of plans that serve as many people, none fills"),
        (2, "total", "Within 0.1 % of the best: of plans that serve as many people, none has a"),
        (0, "", "As good as the best: only the draw between equal plans is open."),
    ],
)
def test_a_gap_is_told_in_the_first_tier_that_is_open(bound, tier, sentence):
    proof = watching.Gap.of(_Proof(bound))

    assert proof.tier == tier
    assert Gap.from_data(proof.as_data()).sentence.startswith(sentence)


class _Proof:
    scales, reached = NUMBERS["scales"], NUMBERS["reached"]

    def __init__(self, gap):
        self.gap = gap


@pytest.mark.parametrize(
    ("progress", "sentence", "percent"),
    [
        ({}, "The applications are being read, and all pairs are looked at once.", None),
        (
            {"seconds": 61, "pairs": 2, "gap": {"tier": "total", "more": 9, "share": 0.4}},
            "2 promising pairs in hand after 1 minute.",
            99,
        ),
    ],
)
def test_a_run_says_what_it_is_doing(cast, progress, sentence, percent):
    run = make_run(
        make_programme(cast.organisation),
        is_finished=False,
        progress=progress,
        claimed_until=now() + timedelta(minutes=1),
    )

    state = queries.under_way(run)

    assert (state.sentence, state.percent) == (sentence, percent)


def test_a_run_is_given_a_name_and_its_number_again(cast, as_person):
    run = make_run(cast.programme, name="First try")
    chidi, rename = as_person(cast.chidi), reverse("matching:rename", args=[run.public_id])

    chidi.post(rename, {"name": "Nobody <b>left</b> out"})
    named = page_of(chidi, run).content.decode()
    long = chidi.post(rename, {"name": "x" * 81}, follow=True).content.decode()
    chidi.post(rename, {"name": " "})
    run.refresh_from_db()

    assert "Nobody &lt;b&gt;left&lt;/b&gt; out" in named
    assert "A name has at most 80 letters. The run keeps the one it had." in long
    assert run.called == "Run 1"
