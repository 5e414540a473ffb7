"""Every form that asks for a run: sent twice from one page it is one run, and odd input is none."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.matching.factories import make_mentee, make_mentor
from turnabout.foundation.trust.models import AuditEntry
from turnabout.joining.matching import services
from turnabout.joining.matching.models import Run, Wish

NULL = "\0"


@pytest.fixture
def run(cast):
    make_mentor(cast.programme, "Ada Berg")
    make_mentee(cast.programme, "Bruno Lund")
    make_mentee(cast.programme, "Greg Holm")
    return services.request_run(cast.programme, by=cast.chidi)


def numbers(programme):
    return sorted(Run.objects.filter(programme=programme).values_list("number", flat=True))


def test_a_second_tap_on_a_pair_by_hand_is_one_run_and_one_decision(cast, as_person, run):
    chidi = as_person(cast.chidi)
    address = reverse("matching:by_hand", args=[run.public_id])
    follows = chidi.get(address).context["form"]["follows"].value()
    said = {"mentor": "Ada Berg", "mentee": "Greg Holm", "reason": "They asked", "follows": follows}

    first = chidi.post(address, said)
    second = chidi.post(address, said)

    assert second["Location"] == first["Location"]
    assert numbers(cast.programme) == [1, 2]
    assert AuditEntry.objects.filter(event="pair_made_by_hand").count() == 1


def test_a_second_tap_on_a_change_is_one_run_and_a_later_wish_another(cast, as_person, run):
    chidi = as_person(cast.chidi)
    page = reverse("matching:run", args=[run.public_id])
    address = reverse("matching:change", args=[run.public_id, 0])
    shown = chidi.get(page)
    follows = shown.context["form"]["follows"].value()

    first = chidi.post(address, {"follows": follows})
    second = chidi.post(address, {"follows": follows})
    later = chidi.post(address, {"follows": chidi.get(page).context["form"]["follows"].value()})
    odd = chidi.post(address, {"follows": "soon"})

    assert f'name="follows" value="{follows}"' in shown.content.decode()
    assert second["Location"] == first["Location"]
    assert numbers(cast.programme) == [1, 2, 3, 4]
    assert len({first["Location"], later["Location"], odd["Location"]}) == 3


def test_a_second_tap_on_a_rematch_is_one_run(cast, as_person, run):
    ada, bruno = run.proposals.get().mentor, run.proposals.get().mentee
    services.begin_bond(cast.programme, ada.person, bruno.person)
    chidi = as_person(cast.chidi)
    address = reverse("matching:living", args=[cast.programme.public_id])
    follows = chidi.get(address).context["form"]["follows"].value()

    first = chidi.post(address, {"keep": "nearly", "follows": follows})
    second = chidi.post(address, {"keep": "nearly", "follows": follows})
    other = chidi.post(address, {"keep": "free", "follows": follows})

    assert second["Location"] == first["Location"] != other["Location"]
    assert numbers(cast.programme) == [1, 2, 3]


def test_a_sign_that_cannot_be_kept_is_no_reason_and_no_name(cast, as_person, run):
    chidi = as_person(cast.chidi)
    proposal = run.proposals.get()

    silent = chidi.post(reverse("matching:ban", args=[proposal.public_id]), {"reason": NULL})
    chidi.post(reverse("matching:pin", args=[proposal.public_id]), {"reason": f"Bo{NULL}th ask"})
    kept = chidi.post(
        reverse("matching:keep", args=[cast.programme.public_id]),
        {"mentor": NULL, "mentee": NULL, "reason": "Both ask"},
    )

    assert silent.status_code == 409
    assert Wish.objects.get().reason == "Both ask"
    assert kept.status_code == 409


def test_an_address_with_a_sign_that_cannot_be_kept_leads_nowhere(cast, as_person, run):
    chidi = as_person(cast.chidi)
    page = reverse("matching:run", args=[run.public_id])

    answers = [chidi.get(f"/matching/runs/{quote(NULL)}/"), chidi.get(f"{page}?order=%00")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    ("before", "way_back"),
    [
        ("http://testserver{page}?order=weakest", "{page}?order=weakest"),
        ("https://elsewhere.example{page}", "{home}"),
        ("", "{home}"),
    ],
)
def test_a_refusal_leads_back_to_the_page_she_came_from(cast, as_person, run, before, way_back):
    chidi = as_person(cast.chidi)
    places = {
        "page": reverse("matching:run", args=[run.public_id]),
        "act": reverse("matching:change", args=[run.public_id, 99]),
        "home": chidi.get(reverse("matching:run", args=[run.public_id])).context["page"].home_url,
    }

    refused = chidi.post(places["act"], headers={"Referer": before.format(**places)})

    assert refused.status_code == 409
    assert f'<a class="btn" href="{way_back.format(**places)}">' in refused.content.decode()
