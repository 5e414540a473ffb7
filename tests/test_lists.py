"""Every list asks the database as often for 300 rows as for one.

Each filler adds so many rows, as rows, and says where they are listed. Lists whose rows take more
than that are held to it in their own rooms: imports and people in `directory`, a run beside its
pairs in `matching`, the desk in `concerns`.
"""

from copy import copy
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import MONDAY, make_level
from tests.interest.factories import make_poll
from tests.matching.factories import make_run
from turnabout.foundation.common.ids import random_token
from turnabout.foundation.common.time import now
from turnabout.foundation.notices.models import KeptCopy
from turnabout.frame.programmes.models import Membership, Phase, Priority
from turnabout.frame.topics.models import Topic
from turnabout.joining.applications.models import Application, OwnWords
from turnabout.joining.interest.models import News, Poll
from turnabout.joining.matching.models import Run
from turnabout.together.meetings.models import Meeting
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition.models import OpenOffer

ROWS = (1, 3, 300)
_number = count(2)


def copies(row, more, **fields):
    """Rows like this one. A field may be a function of the row's number."""
    made = []
    for number in (next(_number) for _row in range(more)):
        like = copy(row)
        like.pk, like.public_id = None, random_token()
        for name, value in fields.items():
            setattr(like, name, value(number) if callable(value) else value)
        made.append(like)
    return type(row).objects.bulk_create(made)


def people(cast, more, **fields):
    rank = make_level(cast.organisation, 3)
    settled = {"unit": "Shift", "level": rank, "user": None, "manager": None}
    named = {"name": "Eva {:04}".format, "hr_id": "L{:04}".format}
    return copies(cast.ada, more, **{**settled, **named, **fields})


def members(cast, more, role="mentor"):
    rows = (
        Membership(
            programme=cast.programme,
            person=person,
            role=role,
            invited_at=MONDAY,
            accepted_at=MONDAY,
        )
        for person in people(cast, more)
    )
    return Membership.objects.bulk_create(rows)


def applications(cast, more, **fields):
    rows = (
        Application(membership=member, begun_at=MONDAY, saved_at=MONDAY, sent_at=MONDAY, **fields)
        for member in members(cast, more)
    )
    return Application.objects.bulk_create(rows)


def pairs(cast, more, *, mentee=None, **meeting):
    mentors = members(cast, more)
    mentees = [mentee] * more if mentee else members(cast, more, "mentee")
    made = Pair.objects.bulk_create(
        Pair(
            programme=cast.programme,
            mentor_membership=one,
            mentee_membership=other,
            mentor=one.person,
            mentee=other.person,
            proposed_at=MONDAY,
            mentor_accepted_at=MONDAY,
            mentee_accepted_at=MONDAY,
        )
        for one, other in zip(mentors, mentees, strict=True)
    )
    session = {"starts_at": MONDAY, "minutes": 60, **meeting}
    Meeting.objects.bulk_create(
        Meeting(pair=pair, number=1, booked_at=MONDAY, first_booked_for=MONDAY, **session)
        for pair in made
    )


def programmes(cast, more):
    rows = copies(cast.programme, more, name="Fresh Eyes {}".format)
    Membership.objects.bulk_create(
        Membership(
            programme=row,
            person=cast.chidi,
            role="coordinator",
            invited_at=MONDAY,
            accepted_at=MONDAY,
        )
        for row in rows
    )
    Phase.objects.bulk_create(
        Phase(programme=row, kind=kind, position=position)
        for row in rows
        for position, kind in enumerate(("purpose", "apply"))
    )


def the_programmes(cast, more):
    programmes(cast, more)
    return reverse("programmes:list")


def the_places_to_go(cast, more):
    programmes(cast, more)
    return reverse("home:home")


def the_question_sets(cast, more):
    programmes(cast, more)
    return reverse("questions:sets")


def the_members(cast, more):
    members(cast, more)
    return of(cast, "programmes:members") + "?role=mentor&q=eva"


def those_to_invite(cast, more):
    people(cast, more)
    return of(cast, "programmes:invite") + "?unit=Shift"


def the_priorities(cast, more):
    Priority.objects.bulk_create(
        Priority(
            organisation=cast.organisation,
            words={"en": f"Priority {next(_number)}"},
            added_at=MONDAY,
        )
        for _row in range(more)
    )
    return reverse("programmes:priorities")


def the_waves(cast, more):
    row = Phase(programme=cast.programme, kind="apply", planned_from=MONDAY.date())
    copies(row, more, wave=lambda number: number, position=lambda number: number)
    return of(cast, "programmes:detail")


def the_topics(cast, more):
    row = Topic(organisation=cast.organisation, group="water", kind="skill")
    copies(row, more, slug="pumps-{}".format, names=lambda number: {"en": f"Pumps {number}"})
    return reverse("topics:catalogue")


def the_polls(cast, more):
    copies(Poll.objects.first() or make_poll(cast, programme=cast.programme), more)
    return reverse("interest:list")


def the_news(cast, more):
    row = News(organisation=cast.organisation, body="B", written_by=cast.chidi, written_at=MONDAY)
    copies(row, more, subject="News {}".format)
    return reverse("interest:news")


def the_applications(cast, more):
    applications(cast, more)
    return of(cast, "applications:received")


def the_reserve_list(cast, more):
    applications(cast, more, reserved_at=MONDAY)
    return of(cast, "applications:choosing")


def the_words_of_applicants(cast, more):
    row = OwnWords(application=applications(cast, 1)[0], kept_at=MONDAY)
    copies(row, more, words="Zither tuning {}".format)
    return of(cast, "applications:own_words")


def the_runs(cast, more):
    copies(Run.objects.first() or make_run(cast.programme), more, number=lambda number: number)
    return of(cast, "matching:overview")


def those_without_a_partner(cast, more):
    run = Run.objects.first() or make_run(cast.programme)
    told = {"reason": "others_fit_better", "possible": 1, "funnel": [], "helps": []}
    run.left_out += [
        {"membership": member.public_id, "side": "mentor", **told} for member in members(cast, more)
    ]
    run.save(update_fields=["left_out"])
    return reverse("matching:without", args=[run.public_id])


def the_pairs(cast, more):
    pairs(cast, more)
    return of(cast, "pairs:list")


def the_dates_of_all(cast, more):
    pairs(cast, more)
    return of(cast, "meetings:dates")


def today(cast, more):
    pairs(cast, more, held_at=MONDAY)
    return of(cast, "home:today")


def the_dates_of_a_mentee(cast, more):
    keeps = {"role": "delegate", "principal": cast.bruno}
    settled = {"invited_at": MONDAY, "accepted_at": MONDAY}
    Membership.objects.get_or_create(
        programme=cast.programme, person=cast.chidi, **keeps, defaults=settled
    )
    pairs(cast, more, mentee=cast.mentee, starts_at=now() + timedelta(days=5))
    return reverse("meetings:delegate")


def those_who_take_part(cast, more):
    applications(cast, more)
    return of(cast, "home:participation")


def the_kept_mails(cast, more):
    row = KeptCopy(kept_at=MONDAY, to_address="ada@example.org", message=b"Subject: Hello\n\nHello")
    copies(row, more, subject="Mail {}".format)
    return reverse("home:mails")


def the_offers(cast, more):
    topic, _made = Topic.objects.get_or_create(
        organisation=cast.organisation, slug="maps", defaults={"names": {"en": "Maps"}}
    )
    OpenOffer.objects.bulk_create(
        OpenOffer(membership=member, topic=topic, words="a line", made_at=MONDAY)
        for member in members(cast, more)
    )
    return reverse("recognition:offers")


def of(cast, name):
    return reverse(name, args=[cast.programme.public_id])


LISTS = (
    the_programmes,
    the_places_to_go,
    the_question_sets,
    the_members,
    those_to_invite,
    the_priorities,
    the_waves,
    the_topics,
    the_polls,
    the_news,
    the_applications,
    the_reserve_list,
    the_words_of_applicants,
    the_runs,
    those_without_a_partner,
    the_pairs,
    the_dates_of_all,
    today,
    the_dates_of_a_mentee,
    those_who_take_part,
    the_kept_mails,
    the_offers,
)


@pytest.mark.parametrize("fill", LISTS)
def test_a_list_takes_the_same_queries_with_1_and_3_and_300_rows(fill, cast, as_person, settings):
    settings.MODE = "demo"
    chidi = as_person(cast.chidi)
    asked, there = [], 0

    for rows in ROWS:
        address = fill(cast, rows - there)
        if not there:
            chidi.get(address)
        there = rows
        with CaptureQueriesContext(connection) as captured:
            page = chidi.get(address)
        asked.append(len(captured))

    assert page.status_code == 200
    assert asked == [asked[0]] * 3
