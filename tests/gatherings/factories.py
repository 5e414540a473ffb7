"""Circles of Ada and other mentors, led by Femi."""

from datetime import timedelta

from tests.factories import MONDAY, make_member, make_person, make_user
from turnabout.foundation.common.time import clock
from turnabout.together.gatherings import services
from turnabout.together.gatherings.models import Gathering
from turnabout.together.gatherings.services import Plan

NEXT_WEEK = MONDAY + timedelta(days=7)


def make_facilitator(cast):
    femi = make_person(cast.organisation, name="Femi Adler")
    make_user(femi)
    make_member(cast.programme, femi, "facilitator")
    return femi


def make_plan(facilitator, **fields):
    settled = {
        "kind": Gathering.Kind.CIRCLE,
        "audience": Gathering.Audience.MENTORS,
        "starts": (NEXT_WEEK,),
        "facilitator": facilitator,
    }
    return Plan(**{**settled, **fields})


def make_circle(cast, facilitator, **fields):
    with clock(MONDAY):
        plan = make_plan(facilitator, **fields)
        return services.plan_gatherings(cast.programme, plan, by=cast.chidi)[0]
