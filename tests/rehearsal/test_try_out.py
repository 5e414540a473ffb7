"""A coordinator has her own programme lived by invented people, from the site."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import make_person
from turnabout.faces.rehearsal import try_out
from turnabout.faces.rehearsal.likeness import Likeness, likeness_of, read_likeness
from turnabout.faces.rehearsal.readout import readout
from turnabout.faces.rehearsal.simulation import live
from turnabout.foundation.common.time import clock, now
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import services
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs.models import Pair

ENDS = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def begun(monkeypatch, settings, tmp_path):
    """What would have been started beside the site."""
    settings.DATA_FOLDER = tmp_path
    started = []
    monkeypatch.setattr(
        try_out, "_start", lambda words, environment, log: started.append((words, environment, log))
    )
    return started


def the_note(applications=9, pairs=()):
    shown = {"pairs": list(pairs), "letters": [{"subject": "Hello", "to": "Ada", "text": "Text"}]}
    return json.dumps(
        {"summary": {"applications": applications, "proposed": len(pairs)}, "readout": shown}
    )


@pytest.mark.capability("S073")
def test_the_coordinator_sees_her_programme_lived_before_anybody_real_is_asked(
    cast, as_person, begun, outbox
):
    client = as_person(cast.chidi)
    begin = client.get(reverse("home:begin"))
    programme = services.create_programme(
        cast.organisation, preset="digital-ai", name="Tools", aim="One aim.", by=cast.chidi
    )
    services.change_rules(programme, values={"sessions": 5}, by=cast.chidi)
    set_up = client.get(reverse("programmes:detail", args=[programme.public_id]))
    page = reverse("rehearsal:try_out", args=[programme.public_id])

    before = client.get(page)
    client.post(page, follow=True)
    during = client.get(page, headers={"HX-Request": "true"})
    twice = client.post(page)
    (words, environment, log) = begun[0]
    like = read_likeness(Path(words[words.index("--like") + 1]))
    Path(environment["TURNABOUT_DATA"], "rehearsal.json").write_text(
        the_note(
            pairs=[
                {
                    "mentor": "Eva Ode",
                    "mentor_is": "Fitter",
                    "mentee": "Finn Lind",
                    "mentee_is": "Director",
                    "points": 81,
                    "word": "strong",
                    "reasons": ["20 times in the week suit both."],
                }
            ]
        )
    )
    after = text_of(client.get(page))

    assert "lived by invented people" in text_of(begin)
    assert page in set_up.content.decode()
    assert "Let it be lived" in text_of(before)
    assert "You can leave this page." in text_of(during)
    assert 'hx-trigger="load delay:3s"' in during.content.decode()
    assert (twice.status_code, len(begun)) == (409, 1)
    assert (like.preset, like.aim, like.rules["sessions"]) == ("digital-ai", "One aim.", 5)
    assert environment["TURNABOUT_MODE"] == "demo"
    assert log.read_text() == ""
    assert "9 people applied, and one pair was proposed" in after
    assert "Eva Ode mentors Finn Lind" in after
    assert "20 times in the week suit both." in after
    assert "To Ada, who does not exist." in after
    assert outbox() == []


@pytest.mark.capability("S073")
def test_a_match_on_her_own_list_shows_reasons_and_what_a_rule_does(
    cast, as_person, outbox, django_assert_max_num_queries
):
    client = as_person(cast.chidi)
    programme = services.create_programme(
        cast.organisation, preset="ways-of-working", name="Own", by=cast.chidi
    )
    page = reverse("rehearsal:on_list", args=[programme.public_id])
    empty = text_of(client.get(page))
    # What somebody is made to say depends on her number, which else depends on earlier tests.
    for person in (cast.ada, cast.bruno):
        Person.objects.filter(pk=person.pk).update(hr_id=person.name)
    for at in range(60):
        fields = {"rank": at // 10 + 1, "unit": f"Unit {at % 7}", "hr_id": f"H{at:02}"}
        make_person(cast.organisation, name=f"Noa {at}", **fields)

    as_shipped = text_of(client.get(page))
    services.change_rules(programme, values={"level_gap": 6}, by=cast.chidi)
    with django_assert_max_num_queries(30):
        changed = text_of(client.get(page))

    assert "A match needs your staff list" in empty
    assert "8 pairs from your list, on invented answers" in as_shipped
    assert re.search(r"Noa offers .* wish\.", as_shipped)
    assert "The rules are as shipped." in as_shipped
    assert "No pair under these rules" in changed
    assert "Your rules part 8 pairs that the shipped ones would make." in changed
    assert "The mentee does not stand 6 or more levels above the mentor" in changed
    assert outbox() == []


def test_what_did_not_come_to_an_end_says_so_and_can_be_tried_again(cast, as_person, begun):
    client = as_person(cast.chidi)
    page = reverse("rehearsal:try_out", args=[cast.programme.public_id])
    client.post(page)

    with clock(now() + timedelta(minutes=6)):
        given_up = text_of(client.get(page))
        client.post(page)
    Path(begun[1][1]["TURNABOUT_DATA"], "rehearsal.json").write_text(the_note())

    assert "It did not come to an end." in given_up
    assert len(begun) == 2
    assert "No pair was found under these rules." in text_of(client.get(page))


def test_a_process_beside_the_site_writes_what_it_says(tmp_path):
    log = tmp_path / "log.txt"

    try_out._start(["/bin/echo", "lived"], environment={}, log=log).join(timeout=20)

    assert log.read_text() == "lived\n"


@pytest.mark.capability("S115")
def test_a_traditional_programme_is_lived_from_poll_to_pairs_on_the_same_engine():
    rules = {"direction": "mentor_senior", "role_labels.mentor.en": "adviser"}
    like = Likeness("traditional", "Old school", "People grow.", rules=rules)

    live(people=50, days=36, seed=1, ends=ENDS, tell=lambda _line: None, like=like)
    shown = readout("en")

    programme = Programme.objects.get()
    assert (programme.preset, programme.name) == ("traditional", "Old school")
    assert likeness_of(programme, language="en").seniors_mentor is True
    pairs = Pair.objects.select_related(
        "mentor_membership__person__level", "mentee_membership__person__level"
    )
    ranks = [
        (pair.mentor_membership.person.level.rank, pair.mentee_membership.person.level.rank)
        for pair in pairs
    ]
    assert ranks
    assert [senior > junior for senior, junior in ranks] == [True] * len(ranks)
    assert len(shown["pairs"]) == min(len(ranks), 6)
    assert not any("<" in reason for pair in shown["pairs"] for reason in pair["reasons"])
    assert "Would you be an adviser" not in shown["letters"][0]["text"]


def test_a_rehearsal_without_a_run_shows_no_pair(cast):
    assert readout("en") == {"pairs": [], "letters": []}
