"""Cohorts and runs for tests."""

from tests.applications.factories import make_application
from tests.factories import MONDAY, make_member, make_person
from turnabout.foundation.common.time import clock, now
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.matching import services
from turnabout.joining.matching.models import HOLD, Proposal, Run
from turnabout.joining.matching.rules import RunRules

TOPICS = ("frontline-reality", "customer-voice", "early-career", "ai-assistants")


def make_mentor(
    programme, name, *, offers=("frontline-reality",), private=None, unit="Data", **fields
):
    person = make_person(programme.organisation, name=name, rank=2, unit=unit, place="Holm")
    member = make_member(programme, person, "mentor")
    make_application(member, offers=offers, private=private, **fields)
    return member


def make_mentee(
    programme, name, *, wants=("frontline-reality",), private=None, unit="Legal", **fields
):
    person = make_person(programme.organisation, name=name, rank=7, unit=unit, place="Skarn")
    member = make_member(programme, person, "mentee")
    make_application(member, wants=wants, private=private, **fields)
    return member


def avoiding(*people, units=()):
    return PrivateSide(people=frozenset(one.public_id for one in people), units=frozenset(units))


def make_run(programme, *, is_finished=True, **fields):
    settled = {
        "number": programme.runs.count() + 1,
        "rules": RunRules.of(programme).as_data(),
        "salt": "salt",
        "requested_at": MONDAY,
        "finished_at": MONDAY if is_finished else None,
        "certificate": {"is_optimal": True, "is_fairest": False, "pins_not_kept": 0},
        "counts": {
            "mentors": 1,
            "mentees": 1,
            "served_mentors": 1,
            "served_mentees": 1,
            "pairs": 1,
            "weakest": 60_000,
            "mean": 60_000,
            "first_or_second": 1,
            "stays": 0,
            "keeping": {},
        },
    }
    return Run.objects.create(programme=programme, **{**settled, **fields})


def make_proposal(run, mentor, mentee, **fields):
    parts = [
        {
            "part": "topics",
            "points": 30_000,
            "weight": 40_000,
            "detail": {"topics": ["frontline-reality"]},
        }
    ]
    settled = {"score": 60_000, "parts": parts}
    return Proposal.objects.create(run=run, mentor=mentor, mentee=mentee, **{**settled, **fields})


def publish_and_ask(run, *, by):
    """Publish a run and let the minutes pass in which it can be undone."""
    services.publish_run(run, by=by)
    with clock(now() + HOLD):
        services.hand_on(run)
