import re

import pytest
from django.urls import reverse

from tests.factories import make_person, make_user
from tests.programmes.test_services import a_priority, a_programme, answer_all
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.actors import Standing
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.frame.programmes import services
from turnabout.frame.programmes.models import Membership


def url(name, programme, **query):
    return reverse(f"programmes:{name}", args=[programme.public_id], query=query or None)


def html(response):
    return response.content.decode()


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("name", ["detail", "members", "invite", "rules", "readiness", "wave"])
def test_a_mentor_is_turned_away_and_a_stranger_finds_nothing(cast, as_person, name):
    assert as_person(cast.ada).get(url(name, cast.programme)).status_code == 403
    assert as_person(cast.dana).get(url(name, cast.programme)).status_code == 404


def test_people_are_found_by_unit_level_and_words(cast, as_person):
    client = as_person(cast.chidi)
    level = cast.bruno.level

    def names(**query):
        page = client.get(url("invite", cast.programme, **query))
        return [person.name for person in page.context["page_obj"]]

    assert names() == ["Ada Nowak", "Bruno Keller", "Chidi Okafor"]
    assert names(unit="Data") == ["Ada Nowak"]
    assert names(level=level.pk) == ["Bruno Keller"]
    assert names(level="high") == []
    assert names(words="chidi") == ["Chidi Okafor"]
    assert names(words=cast.ada.hr_id) == ["Ada Nowak"]


def test_the_coordinator_reads_how_many_letters_before_they_leave(cast, as_person, outbox):
    eva, finn = (make_person(cast.organisation, name=name) for name in ("Eva Lind", "Finn Ode"))
    client = as_person(cast.chidi)
    choice = {
        "role": "mentor",
        "person": [eva.public_id],
        "pasted": f"{finn.address.upper()}; nobody@example.org, {cast.ada.hr_id}",
    }

    preview = client.post(url("invite", cast.programme), choice)

    page = text_of(preview)
    assert "2 letters would go out" in page
    assert "Send 2 letters" in page
    assert "Would you mentor a senior colleague?" in page
    assert "nobody@example.org Fits nobody in the staff list" in page
    assert "Ada Nowak Was invited to this role before" in page
    assert OutboxMessage.objects.count() == 0
    assert "/go/W" not in page

    ids = preview.context["ids"]
    client.post(url("invite", cast.programme), {"role": "mentor", "ids": ids, "send": "1"})

    assert sorted(letter.to_address for letter in outbox()) == sorted(
        f'"{person.name}" <{person.address}>' for person in (eva, finn)
    )


def test_everybody_found_can_be_chosen_at_once(cast, as_person):
    for number in range(60):
        make_person(cast.organisation, name=f"Eva {number:02}", unit="Shift")
    client = as_person(cast.chidi)

    preview = client.post(
        url("invite", cast.programme, unit="Shift"), {"role": "mentee", "everybody": "1"}
    )

    assert "60 letters would go out" in text_of(preview)


def test_a_delegate_needs_a_principal_and_nobody_else_has_one(cast, as_person):
    eva = make_person(cast.organisation, name="Eva Lind")
    client = as_person(cast.chidi)
    choice = {"person": [eva.public_id], "send": "1"}

    refused = client.post(url("invite", cast.programme), {"role": "delegate", **choice})
    client.post(
        url("invite", cast.programme),
        {"role": "delegate", "principal": cast.bruno.public_id, **choice},
    )
    client.post(
        url("invite", cast.programme),
        {"role": "sponsor", "principal": cast.bruno.public_id, **choice},
    )

    assert refused.status_code == 422
    rows = Membership.objects.filter(person=eva).order_by("pk")
    assert [(row.role, row.principal) for row in rows] == [
        ("delegate", cast.bruno),
        ("sponsor", None),
    ]


def test_when_nobody_can_be_invited_the_page_says_why(cast, as_person):
    page = as_person(cast.chidi).post(
        url("invite", cast.programme), {"role": "guardian", "person": [cast.chidi.public_id]}
    )

    assert "No letter would go out" in text_of(page)
    assert "A guardian is independent" in text_of(page)


def test_a_guardian_takes_up_the_role_by_one_tap_from_her_letter(cast, client):
    eva = make_person(cast.organisation, name="Eva Lind")
    invited = services.invite_member(cast.programme, eva, role="guardian", by=cast.chidi)
    link = make_link(LinkPurpose("join", eva.public_id, invited.public_id))

    page = client.get(link, follow=True)
    assert "Would you be the person people can turn to?" in text_of(page)
    invited.refresh_from_db()
    assert invited.standing == Standing.INVITED
    for _tap in range(2):
        done = client.post(reverse("programmes:join", args=[invited.public_id]), follow=True)

    assert "You are in" in text_of(done)
    invited.refresh_from_db()
    assert invited.standing == Standing.ACTIVE
    assert client.get(url("detail", cast.programme)).status_code == 404


def test_a_link_opens_no_other_invitation(cast, client):
    eva, finn = (make_person(cast.organisation, name=name) for name in ("Eva Lind", "Finn Ode"))
    hers = services.invite_member(cast.programme, eva, role="guardian", by=cast.chidi)
    his = services.invite_member(cast.programme, finn, role="sponsor", by=cast.chidi)
    again = services.invite_member(cast.programme, eva, role="reader", by=cast.chidi)
    client.get(make_link(LinkPurpose("join", eva.public_id, hers.public_id)))

    for other in (his, again):
        assert client.get(reverse("programmes:join", args=[other.public_id])).status_code == 404


def test_an_invitation_that_was_taken_back_says_so(cast, client):
    eva = make_person(cast.organisation, name="Eva Lind")
    invited = services.invite_member(cast.programme, eva, role="sponsor", by=cast.chidi)
    services.end_membership(invited, by=cast.chidi)

    link = make_link(LinkPurpose("join", eva.public_id, invited.public_id))
    page = client.get(link, follow=True)

    assert "This invitation has been taken back" in text_of(page)


def test_the_coordinator_pauses_resumes_and_ends_a_membership(cast, as_person):
    client = as_person(cast.chidi)

    for act in ("pause", "resume", "end"):
        address = reverse("programmes:standing", args=[cast.mentor.public_id, act])
        assert client.post(address).url == url("members", cast.programme)

    cast.mentor.refresh_from_db()
    assert cast.mentor.standing == Standing.ENDED
    wrong = reverse("programmes:standing", args=[cast.mentor.public_id, "praise"])
    assert client.post(wrong).status_code == 404


def test_a_mentor_leaves_by_herself_and_nobody_else_of_her_kind_can_make_her(cast, as_person):
    address = reverse("programmes:standing", args=[cast.mentor.public_id, "end"])

    assert as_person(cast.bruno).post(address).status_code == 404
    assert as_person(cast.ada).post(address).url == "/"


def test_somebody_without_a_programme_is_told_what_will_appear(cast, as_person):
    eva = make_person(cast.organisation, name="Eva Lind")
    make_user(eva)

    assert "You are not part of a programme yet" in text_of(
        as_person(eva).get(reverse("programmes:list"))
    )
    assert as_person(eva).get(reverse("programmes:new")).status_code == 404


def test_the_list_answers_htmx_with_its_part_only(cast, as_person):
    address = url("members", cast.programme)

    part = as_person(cast.chidi).get(address, headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode()
    assert part.content.decode().lstrip().startswith('<div id="members">')


def test_each_page_of_a_set_up_has_one_main_button(cast, as_person):
    chidi = as_person(cast.chidi)
    programme = a_programme(cast, aim="")
    page = url("detail", programme)
    main = []

    main.append(chidi.get(page))
    services.change_purpose(
        programme, aim="One", priority=a_priority(cast), how_we_know="We count.", by=cast.chidi
    )
    main.append(chidi.get(page))
    answer_all(programme)
    main.append(chidi.get(page))
    services.launch_programme(programme, by=cast.chidi)
    main.append(chidi.get(page))

    filled = [re.findall(r'<(?:a|button) class="btn"[^>]*>([^<]+)', one) for one in map(html, main)]
    assert filled == [
        ["Keep this"],
        ["Answer eight questions"],
        ["Begin the programme"],
        ["Open this phase"],
    ]
