import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MONDAY, make_member, make_organisation, make_person, make_user
from tests.home.factories import keep_mail
from tests.pairs.factories import make_asked_pair
from tests.signals.factories import make_agreement, make_meeting, make_pair
from turnabout.faces.home.services import begin_here
from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage
from turnabout.foundation.trust.models import AuditEntry
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.services import (
    accept_invitation,
    end_memberships_of_leavers,
    invite_member,
)
from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.topics.models import Topic
from turnabout.listening.signals.models import Task
from turnabout.listening.signals.services import check_signals
from turnabout.together.pairs.services import decline_proposal

FIRST = {
    "organisation": "Northmere Water",
    "zone": "Europe/London",
    "language": "en",
    "name": "Chidi Okafor",
    "email": "chidi@example.org",
    "password": "a long password here",
}
LATER = MONDAY + timedelta(days=25)


def heading(answer):
    found = re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.S)
    return " ".join(found.group(1).split()) if found else ""


def today_of(cast):
    return reverse("home:today", kwargs={"programme": cast.programme.public_id})


def test_whoever_comes_first_is_led_to_the_first_run_and_owns_the_place(client):
    assert client.get("/").url == reverse("home:first_run")

    answer = client.post(reverse("home:first_run"), FIRST)

    assert (answer.status_code, answer.url) == (302, reverse("home:begin"))
    owner = User.objects.get()
    assert (owner.is_owner, owner.person.name, owner.check_password(FIRST["password"])) == (
        True,
        "Chidi Okafor",
        True,
    )
    assert list(owner.person.appointments.values_list("role", flat=True)) == ["coordinator"]
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.zone) == ("Northmere Water", "Europe/London")
    assert Topic.objects.filter(organisation=organisation).count() > 50
    assert QuestionSet.objects.filter(organisation=organisation).count() > 3
    assert heading(client.get(answer.url)) == "First, bring in your people"


def test_the_first_run_is_gone_when_the_place_is_somebodys(client, cast):
    assert client.get(reverse("home:first_run")).status_code == 404
    assert client.post(reverse("home:first_run"), FIRST).status_code == 404
    assert User.objects.filter(is_owner=True).count() == 0


def test_two_who_begin_at_once_make_one_owner():
    begin_here(**FIRST)

    with pytest.raises(Refusal) as refusal:
        begin_here(**{**FIRST, "email": "second@example.org"})

    assert str(refusal.value) == ("This installation belongs to somebody already. Sign in instead.")
    assert User.objects.count() == 1


def test_a_first_run_says_what_to_put_right(client):
    answer = client.post(reverse("home:first_run"), {**FIRST, "password": "short", "name": " "})

    assert answer.status_code == 422
    assert "2 things to put right" in answer.content.decode()
    assert User.objects.count() == 0


def test_a_stranger_at_the_door_is_led_to_sign_in(client, cast):
    assert client.get("/").url == reverse("account_login")


def test_a_coordinator_is_led_to_today(as_person, cast):
    assert as_person(cast.chidi).get("/").url == today_of(cast)


def test_a_mentor_without_a_pair_is_led_to_her_application(as_person, cast):
    assert as_person(cast.ada).get("/").url == reverse(
        "applications:apply", kwargs={"public_id": cast.mentor.public_id}
    )


def test_the_two_are_led_to_their_pair(as_person, cast):
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)

    for person in (cast.ada, cast.bruno):
        assert as_person(person).get("/").url == reverse(
            "pairs:detail", kwargs={"public_id": pair.public_id}
        )


def test_a_coordinator_reads_the_same_before_and_after_a_private_no(as_person, cast):
    """Twin worlds: the mentor said no, and the mentor has not answered."""
    pair = make_asked_pair(cast)

    with clock(MONDAY):
        before = as_person(cast.chidi).get(today_of(cast)).context["today"]
        decline_proposal(pair, by=cast.ada)
        after = as_person(cast.chidi).get(today_of(cast)).context["today"]

    assert (before, before.asked) == (after, 1)


def test_a_mentor_who_is_asked_is_led_to_the_question(as_person, cast):
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno, is_formed=False)

    with clock(MONDAY + timedelta(days=1)):
        led_to = [as_person(person).get("/").url for person in (cast.ada, cast.bruno)]

    assert led_to == [
        reverse("pairs:answer", kwargs={"public_id": pair.public_id}),
        reverse("applications:apply", kwargs={"public_id": cast.mentee.public_id}),
    ]


def test_a_sponsor_is_led_to_the_figures(as_person, cast):
    sponsor = make_person(cast.organisation, name="Sofia Brandt")
    make_user(sponsor)
    make_member(cast.programme, sponsor, "sponsor")

    assert as_person(sponsor).get("/").url == reverse(
        "figures:sponsor", kwargs={"programme": cast.programme.public_id}
    )


def test_an_auditor_reads_the_rules_and_has_the_record_checked(as_person, cast):
    auditor = make_person(cast.organisation, name="Works Council")
    make_user(auditor)
    accept_invitation(invite_member(cast.programme, auditor, role="auditor", by=cast.chidi))
    client = as_person(auditor)
    page = client.get(reverse("home:home"), follow=True)
    address = page.redirect_chain[-1][0]

    assert reverse("home:who_sees_what") in page.content.decode()
    assert str(sentence("programmes.audit")) in page.content.decode()
    assert "The record is whole" in client.get(f"{address}?check=1").content.decode()
    AuditEntry.objects.filter(number=1).update(event="something_else")
    assert "The chain breaks at entry 1." in client.get(f"{address}?check=1").content.decode()


def test_somebody_with_two_parts_chooses(as_person, cast):
    make_member(cast.programme, cast.chidi, "sponsor")

    answer = as_person(cast.chidi).get("/")

    assert heading(answer) == "Where to?"
    page = answer.content.decode()
    assert page.index("Run the programme") < page.index("See the figures")


def test_somebody_without_a_part_reads_so(as_person):
    nobody = make_person(make_organisation(), name="Nora Quiet")
    make_user(nobody)

    assert heading(as_person(nobody).get("/")) == "Nothing waits for you"


def test_an_owner_is_led_to_what_needs_her(client):
    client.force_login(make_user(is_owner=True))

    assert client.get("/").url == reverse("home:owner")
    assert heading(client.get(reverse("home:owner"))) == "One thing needs you"


def test_an_owner_reads_of_mail_that_was_given_up(client):
    client.force_login(make_user(is_owner=True))
    OutboxMessage.objects.create(
        kind="pairs/asked",
        recipient="x",
        created_at=MONDAY,
        due_at=MONDAY,
        attempts=9,
        parked_at=MONDAY,
    )

    answer = client.get(reverse("home:owner"))

    assert heading(answer) == "2 things need you"
    assert "1 mail was given up" in answer.content.decode()


def test_an_owner_who_left_by_the_staff_list_still_looks_after_the_installation(client, cast):
    owner = make_person(cast.organisation, name="Olga Frey")
    client.force_login(make_user(owner, is_owner=True))
    Person.objects.filter(pk=owner.pk).update(left_on=MONDAY.date())

    assert client.get("/").url == reverse("home:owner")
    assert client.get(reverse("home:owner")).status_code == 200


def test_an_owner_reads_of_a_programme_that_nobody_runs(client, cast):
    client.force_login(make_user(is_owner=True))
    end_memberships_of_leavers([cast.chidi])

    answer = client.get(reverse("home:owner"))

    assert heading(answer) == "2 things need you"
    assert f"{cast.programme.name} has nobody who runs it" in answer.content.decode()


def test_a_coordinator_reads_who_needs_her(as_person, cast):
    pair = make_pair(cast.programme, mentor=cast.ada, mentee=cast.bruno)
    other = make_pair(cast.programme)
    make_meeting(other, 3, held=True)
    make_meeting(other, 28)
    make_agreement(other)
    with clock(LATER):
        check_signals(cast.programme)
        answer = as_person(cast.chidi).get(today_of(cast))
        page = answer.content.decode()

        assert heading(answer) == "One thing needs you, Chidi"
        assert "About three minutes. The other pair does not need you today." in page
        assert "Ada Nowak and Bruno Keller have not met yet" in page
        task = Task.objects.get(pair=pair)
        done = reverse("signals:finish", args=[task.public_id, "done"])
        assert f'action="{done}"' in page

        told = as_person(cast.chidi).post(done, follow=True)

    assert heading(told) == "Nothing needs you today, Chidi"


def test_a_coordinator_of_a_new_programme_reads_what_comes_next(as_person, cast):
    cast.mentor.delete()
    cast.mentee.delete()

    answer = as_person(cast.chidi).get(today_of(cast))

    assert heading(answer) == "One thing needs you, Chidi"
    assert "Invite mentors and mentees" in answer.content.decode()


def test_a_mentor_does_not_enter_today(as_person, cast):
    assert as_person(cast.ada).get(today_of(cast)).status_code == 403
    assert as_person(cast.dana).get(today_of(cast)).status_code == 404


def test_anybody_reads_who_sees_what(client):
    page = client.get(reverse("home:who_sees_what")).content.decode()

    assert "Seen only by you." in page
    assert "You are asked first. If you say no, nobody learns of it." in page


def test_anybody_reads_a_mail_of_a_demo_in_all_its_parts(client, settings):
    copy = keep_mail()
    settings.MODE = "demo"

    listed = client.get(reverse("home:mails")).content.decode()
    shown = client.get(reverse("home:mail", args=[copy.public_id]))
    html = client.get(reverse("home:mail_html", args=[copy.public_id]))
    source = client.get(reverse("home:mail_source", args=[copy.public_id]))

    assert "1 mail would have been sent" in listed
    page = shown.content.decode()
    assert '<a href="http://testserver/go/x/"' in page
    assert "BEGIN:VCALENDAR" in page
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    assert html.content.strip() == b"<p>Choose</p>"
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert "sandbox" in html["Content-Security-Policy"]
    assert source.content == copy.message


@pytest.mark.parametrize(
    ("mode", "nobody", "coordinator", "owner"),
    [("demo", 200, 200, 200), ("development", 404, 404, 200), ("production", 404, 404, 404)],
)
def test_kept_mails_are_read_by_all_in_a_demo_and_by_the_owner_while_trying_out(
    cast, settings, mode, nobody, coordinator, owner
):
    copy = keep_mail()
    settings.MODE = mode
    User.objects.filter(pk=cast.bruno.user.pk).update(is_owner=True)
    pages = [
        reverse("home:mails"),
        *(
            reverse(f"home:{name}", args=[copy.public_id])
            for name in ("mail", "mail_html", "mail_source")
        ),
    ]

    answers = [
        {_signed_in(person).get(page).status_code for page in pages}
        for person in (None, cast.chidi, cast.bruno)
    ]

    assert answers == [{nobody}, {coordinator}, {owner}]


def test_a_kept_mail_names_its_reader_without_marks_of_the_protocol(settings, client):
    settings.MODE = "demo"
    keep_mail()
    KeptCopy.objects.update(to_address='"Ada Nowak" <ada@example.org>')

    page = client.get(reverse("home:mails")).content.decode()

    assert "<td>Ada Nowak<br>" in page
    assert "&quot;Ada" not in page


def _signed_in(person):
    client = Client()
    if person:
        client.force_login(person.user)
    return client
