"""The line manager is asked for time, and only as the mentor chose."""

import pytest
from django.urls import reverse

from tests.applications.test_views import MENTOR_STEPS, invited, opened, walk
from tests.applications.walks import at, by_link
from tests.factories import make_person
from turnabout.joining.applications.models import Application, TimeRequest


@pytest.mark.parametrize(
    ("said", "status", "sends"),
    [("ask", 302, True), ("agreed", 409, False), ("not_yet", 409, False)],
)
def test_the_line_manager_is_asked_only_as_the_mentor_chose(
    cast, as_person, letters, said, status, sends
):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    walk(opened(membership), membership, {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": said}})
    letters()
    application = Application.objects.get(membership=membership)
    chidi = as_person(cast.chidi)

    answer = chidi.post(at("ask_for_time", application))

    mails = [mail.to for mail in letters()]
    assert answer.status_code == status
    assert mails == ([boss.address] if sends else [])


def test_the_line_manager_sees_the_time_and_nothing_else_and_says_yes_no_or_later(
    cast, as_person, letters
):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    client = opened(membership)
    walk(client, membership, {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": "ask"}})
    letters()
    application = Application.objects.get(membership=membership)
    chidi = as_person(cast.chidi)
    sample = chidi.get(at("ask_for_time", application)).context["letter"]
    chidi.post(at("ask_for_time", application))
    for back_again in (chidi.get, chidi.post):
        assert back_again(at("ask_for_time", application)).url == at("one", application)
    [mail] = letters()
    asked = TimeRequest.objects.get()

    manager = by_link("time", boss, asked)
    page = manager.get(at("time", asked)).content.decode()
    elsewhere = [
        manager.get(at("one", application)).status_code,
        manager.get(reverse("applications:apply", args=[membership.public_id])).status_code,
    ]
    manager.post(at("time", asked), {"answer": "later"})
    again = chidi.post(at("ask_for_time", application)).status_code
    manager.post(at("time", asked), {"answer": "yes"})
    told = client.get(reverse("applications:after", args=[membership.public_id])).content.decode()

    assert mail.subject == sample.subject == "Time for Ivo Brandt: yes, no or later?"
    assert "Could Ivo Brandt have 11 hours of working time?" in page
    for secret in ("Fresh Eyes", "mentor", "Frontline reality", "To be heard."):
        assert (secret in page, secret in mail.body) == (False, False), secret
    assert elsewhere == [404, 404]
    assert again == 302
    assert "The time is agreed." in told


def test_an_applicant_who_changes_her_mind_is_not_asked_about_any_more(cast, as_person, letters):
    membership = invited(cast, "mentor")
    boss = make_person(cast.organisation, name="Greg Lund")
    membership.person.manager = boss
    membership.person.save()
    client = opened(membership)
    steps = {**MENTOR_STEPS, 3: {**MENTOR_STEPS[3], "manager": "ask"}}
    walk(client, membership, steps)
    letters()
    as_person(cast.chidi).post(at("ask_for_time", Application.objects.get(membership=membership)))
    url = reverse("applications:apply", args=[membership.public_id])
    client.post(f"{url}?step=3", {**MENTOR_STEPS[3], "manager": "not_yet", "go": "stop"})
    asked = TimeRequest.objects.get()

    mails = letters()
    refused = by_link("time", boss, asked).post(at("time", asked), {"answer": "yes"})
    page = by_link("time", boss, asked).get(at("time", asked)).content.decode()

    assert mails == []
    assert refused.status_code == 409
    assert "There is nothing to answer any more" in page
