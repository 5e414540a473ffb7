"""Places: gaps, the reserve list, how they fell, and the load of one mentor."""

from datetime import timedelta

from django.urls import reverse

from tests.applications.factories import make_application
from tests.applications.test_views import opened
from tests.applications.walks import applicants, at, by_link, decides
from tests.factories import MONDAY, make_member, make_person
from turnabout.foundation.common.due import run_due
from turnabout.foundation.common.time import clock
from turnabout.joining.applications.models import Application, PlaceOffer
from turnabout.joining.matching.problem import load_problem
from turnabout.joining.matching.queries.rules import rules_in_force


def offering(cast, as_person, *, mentors):
    """A coordinator has said how many places there are, and offers those that come free."""
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    chidi.post(choosing, {"mentors": str(mentors), "answer_days": "7"})
    chidi.post(reverse("applications:offers", args=[cast.programme.public_id]), {"go": "begin"})
    return chidi


def test_a_place_that_comes_free_goes_to_the_next_and_on_silence_to_the_one_after(
    cast, as_person, letters
):
    with clock(MONDAY):
        taking, first, second = applicants(cast, 3)
        chidi = offering(cast, as_person, mentors=1)
        for minutes, application in enumerate((first, second)):
            with clock(MONDAY + timedelta(minutes=minutes)):
                decides(chidi, application, "reserve")
        letters()
        run_due()
        full = PlaceOffer.objects.count()
        opened(taking.membership).post(
            reverse("applications:withdraw", args=[taking.membership.public_id])
        )
        run_due()
        run_due()
        mails = [(mail.to, mail.subject) for mail in letters()]
    with clock(MONDAY + timedelta(days=8)):
        run_due()
        run_due()
    offers = PlaceOffer.objects.order_by("pk")
    with clock(MONDAY + timedelta(days=9)):
        client = by_link("place", second.membership.person, offers[1])
        page = client.get(at("place_offer", offers[1])).content.decode()
        client.post(at("place_offer", offers[1]), {"answer": "yes"})
        late = by_link("place", first.membership.person, offers[0])
        too_late = late.post(at("place_offer", offers[0]), {"answer": "yes"}, follow=True)

    second.refresh_from_db()
    first.refresh_from_db()
    assert full == 0
    assert mails == [(first.membership.person.address, "Fresh Eyes: a place has come free")]
    assert [one.application for one in offers] == [first, second]
    assert "Say yes or no until" in page
    assert (second.outcome, first.outcome) == ("accepted", "reserve")
    assert "This offer has run out" in too_late.content.decode()
    assert list(Application.objects.to_match()) == [second]


def test_who_leaves_a_place_stays_on_the_list_and_the_next_is_asked(cast, as_person, letters):
    with clock(MONDAY):
        first, second = applicants(cast, 2)
        chidi = offering(cast, as_person, mentors=1)
        for minutes, application in enumerate((first, second)):
            with clock(MONDAY + timedelta(minutes=minutes)):
                decides(chidi, application, "reserve")
        run_due()
        offer = PlaceOffer.objects.get()
    with clock(MONDAY + timedelta(hours=2)):
        client = opened(first.membership)
        after = client.get(reverse("applications:after", args=[first.membership.public_id]))
        assert at("place_offer", offer) in after.content.decode()
        client.post(at("place_offer", offer), {"answer": "no"})

    first.refresh_from_db()
    waiting = PlaceOffer.objects.waiting().get()
    assert (offer.application, waiting.application) == (first, second)
    assert first.outcome == "reserve"


def test_a_coordinator_reads_the_letter_and_how_many_leave_before_places_are_offered(
    cast, as_person, letters
):
    applications = applicants(cast, 2)
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    for application in applications:
        decides(chidi, application, "reserve")
    letters()
    early = chidi.post(
        reverse("applications:offers", args=[cast.programme.public_id]), {"go": "begin"}
    )
    chidi.post(choosing, {"mentors": "1", "answer_days": "7"})

    page = chidi.get(choosing)

    assert early.status_code == 409
    assert page.context["to_offer"] == 1
    assert page.context["sample"].subject == "Fresh Eyes: a place has come free"
    assert letters() == []


def test_gaps_are_named_with_what_to_do_about_them(cast, as_person):
    applicants(cast, 1, role="mentor")
    applicants(cast, 3, role="mentee")
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    chidi.post(choosing, {"mentors": "4", "mentees": "2", "answer_days": "7"})

    page = chidi.get(choosing)

    gaps = page.context["gaps"]
    assert [gap.sentence for gap in gaps] == [
        "2 places are missing: mentors can take 1, mentees wish for 3.",
        "3 places for mentors are free.",
        "One mentee more than there are places.",
    ]
    assert all(gap.ways for gap in gaps)


def test_how_the_places_fell_hides_small_groups(cast, as_person):
    for number in range(14):
        person = make_person(
            cast.organisation,
            name=f"Person {number}",
            rank=12 if number >= 12 else 11,
            place="Holm",
            unit="Data",
        )
        application = make_application(make_member(cast.programme, person, "mentor"))
        if number in range(6):
            application.reserved_at = MONDAY
            application.save()
    chidi = as_person(cast.chidi)

    page = chidi.get(reverse("applications:places", args=[cast.programme.public_id]))

    told = {
        str(table.name): [(row.applied, row.chosen) for row in table.rows]
        for table in page.context["tables"]
    }
    assert told == {
        "By level": [(None, None), (None, None)],
        "By place": [(14, 8)],
        "By function": [(14, 8)],
    }


def test_the_cap_on_load_holds_over_all_programmes(cast, as_person):
    application = make_application(cast.mentor, places_wanted=2, places_at_most=2)
    make_application(cast.mentee)
    chidi = as_person(cast.chidi)
    choosing = reverse("applications:choosing", args=[cast.programme.public_id])
    rules = rules_in_force(cast.programme)

    before = load_problem(cast.programme, rules=rules).mentors[0].at_most
    chidi.post(choosing, {"what": "cap", "partners": "1"})
    after = load_problem(cast.programme, rules=rules).mentors[0].at_most
    odd = chidi.post(choosing, {"what": "cap", "partners": "many"})

    assert (before, after) == (2, 1)
    assert odd.context["cap_form"].errors["partners"] == ["Write a whole number here."]
    assert application.places_at_most == 2
