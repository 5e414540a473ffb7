"""Duties and promises in an organisation's own words are accepted anew, with what has changed."""

import pytest
from django.urls import reverse

from tests.applications.test_applying import application_of
from tests.applications.test_views import MENTOR_STEPS, invited, opened, walk
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.content import services as content
from turnabout.joining.applications.queries import has_accepted

NEW = "Bring one question of your own to each session."
PATIENT = "Be patient, and explain things in detail. What is plain to you is new to somebody else."


@pytest.mark.capability("S041")
def test_new_words_are_accepted_anew_with_what_has_changed(cast, as_person):
    membership = invited(cast, "mentor")
    client = opened(membership)
    walk(client, membership, MENTOR_STEPS)
    first = application_of(membership).acceptances.get()
    say(cast, NEW)
    chidi = as_person(cast.chidi)
    again = reverse("applications:ask_again", args=["reverse"])

    page = chidi.get(reverse("content:own_text", args=["duties-reverse"]))
    assert again in page.content.decode()
    assert "One person is written to" in chidi.get(again).content.decode()
    chidi.post(again)
    twice = chidi.post(again)
    asked = OutboxMessage.objects.filter(kind="applications/promises_changed")
    assert (twice.status_code, [one.recipient for one in asked]) == (
        409,
        [membership.person.public_id],
    )

    shown = client.get(reverse("applications:apply", args=[membership.public_id]), follow=True)
    changes = [(one.role, one.new, one.gone) for one in shown.context["changes"]]
    assert changes == [("mentor", (NEW,), (PATIENT,))]
    client.post(reverse("applications:promises", args=[membership.public_id]))
    application = application_of(membership)
    versions = list(application.acceptances.values_list("version", flat=True))
    assert (has_accepted(application), versions) == (True, [first.version, f"{first.version}.1"])

    say(cast, "")
    assert has_accepted(application_of(membership))
    say(cast, NEW)
    assert has_accepted(application_of(membership))


def test_words_of_one_side_in_one_language_leave_the_other_programmes_alone(cast):
    membership = invited(cast, "mentor")
    walk(opened(membership), membership, MENTOR_STEPS)

    content.say_in_own_words(
        cast.organisation,
        "duties-growth",
        language="en",
        words={"mentor_duty_1": NEW},
        by=cast.chidi,
    )

    assert has_accepted(application_of(membership))


def say(cast, words):
    content.say_in_own_words(
        cast.organisation,
        "duties-reverse",
        language="en",
        words={"mentor_duty_1": words},
        by=cast.chidi,
    )
