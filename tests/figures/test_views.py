from datetime import timedelta

from django.urls import reverse

from tests.factories import MONDAY, make_member, make_person, make_user
from tests.figures.test_services import make_pairs
from turnabout.foundation.common.time import clock
from turnabout.outcomes.figures.models import Release


def page_of(cast, name="sponsor"):
    return reverse(f"figures:{name}", kwargs={"programme": cast.programme.public_id})


def make_sponsor(cast):
    sponsor = make_person(cast.organisation, name="Sofia Brandt")
    make_user(sponsor)
    make_member(cast.programme, sponsor, "sponsor")
    return sponsor


def test_a_sponsor_reads_that_nothing_is_published_yet(as_person, cast):
    page = as_person(make_sponsor(cast)).get(page_of(cast)).content.decode()

    assert "The first figures are not out yet" in page
    assert "Publish the figures of today" not in page


def test_a_coordinator_publishes_and_the_sponsor_reads(as_person, cast):
    make_pairs(cast.programme, ["Operations"] * 6 + ["Finance"] * 2)
    sponsor = make_sponsor(cast)

    with clock(MONDAY + timedelta(days=20)):
        answer = as_person(cast.chidi).post(page_of(cast, "publish"))
        page = as_person(sponsor).get(page_of(cast)).content.decode()

    assert (answer.status_code, answer.url) == (302, page_of(cast))
    assert Release.objects.count() == 1
    assert "8 of 8 sessions were kept as booked" in page
    assert "Finance and Operations are counted as one" in page
    assert "The same as a table" in page
    assert "Mentee 0" not in page


def test_a_mentor_does_not_read_the_figures(as_person, cast):
    assert as_person(cast.ada).get(page_of(cast)).status_code == 403
    assert as_person(cast.chidi).get(page_of(cast)).status_code == 200


def test_the_sponsors_page_takes_the_same_number_of_queries(
    as_person, cast, django_assert_max_num_queries
):
    make_pairs(cast.programme, ["Operations"] * 12)
    sponsor = make_sponsor(cast)
    with clock(MONDAY + timedelta(days=20)):
        as_person(cast.chidi).post(page_of(cast, "publish"))
        client = as_person(sponsor)
        with django_assert_max_num_queries(14):
            client.get(page_of(cast))
