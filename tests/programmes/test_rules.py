"""Every default can be seen, changed and put back, and what a change does is said before."""

import re
from datetime import date

import pytest

from tests.factories import make_person
from tests.programmes.test_services import a_programme, answer_all
from tests.programmes.test_views import text_of, url
from turnabout.foundation.accounts.links import LinkPurpose, make_link
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.programmes import defaults, presets, services
from turnabout.frame.programmes.forms import RulesForm
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.own_sets import defaults_by_key
from turnabout.frame.questions.services.building import copy_set

ONE_OF_A_KIND = (
    "selection-rubric",
    "interview-notes",
    "pulse-mentor",
    "pulse-mentee",
    "lived-experience",
)


@pytest.mark.parametrize("preset", [found.slug for found in presets.load_presets()])
def test_every_default_of_every_preset_can_be_seen_changed_and_put_back(cast, as_person, preset):
    client = as_person(cast.chidi)
    programme = a_programme(cast, preset=preset)
    page = url("rules", programme)
    keys = [one.key for group in defaults.load_defaults() for one in group.defaults]

    shown = client.get(page)
    before = {key: defaults.current(programme, key) for key in keys}
    assert before == {key: defaults.shipped(presets.preset(preset), key) for key in keys}
    assert text_of(shown).count("As shipped.") == len(keys)

    for one in cast.organisation.question_sets.filter(slug__in=ONE_OF_A_KIND):
        copy_set(one, name=f"Our {one.slug}", language="en", by=cast.chidi)
    by_key = defaults_by_key(cast.organisation)
    values = {key: _another(by_key[key], before[key]) for key in keys}
    services.change_rules(programme, values=values, by=cast.chidi)
    programme.refresh_from_db()
    assert {key: defaults.current(programme, key) for key in keys} == values
    assert text_of(client.get(page)).count("Put back") == len(keys)

    client.post(page, {"back": "all"})
    programme.refresh_from_db()
    assert {key: defaults.current(programme, key) for key in keys} == before


def _another(default, value):
    if default.kind == "tick":
        return not value
    if default.kind == "words":
        return f"{value} of ours"
    if default.kind == "several":
        return [slug for slug, _words in default.choices if slug not in value]
    if default.kind == "choice":
        return next(slug for slug, _words in default.choices if slug != value)
    return value + 1


@pytest.mark.capability("S019")
def test_what_a_change_does_to_a_running_programme_is_said_before_it_is_made(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    answer_all(programme)
    services.launch_programme(programme, by=cast.chidi)
    page = url("rules", programme)
    form = client.get(page).context["form"]
    told = {form.add_prefix(name): form[name].value() for name in form.fields}
    told |= {form.add_initial_prefix(name): form[name].value() for name in form.fields}
    told = {name: value for name, value in told.items() if value is not False}

    asked = client.post(page, told | {"sessions": "6", "notice_hours": "24"})
    programme.refresh_from_db()
    before = (programme.sessions, programme.notice_hours)
    sure = {
        "only": ["sessions", "notice_hours"],
        "sessions": "6",
        "initial-sessions": "8",
        "notice_hours": "24",
        "initial-notice_hours": "48",
        "sure": "1",
    }
    services.change_rules(programme, values={"moves_allowed": 3}, by=cast.chidi)
    client.post(page, sure)
    programme.refresh_from_db()

    assert "2 rules would change" in text_of(asked)
    assert "Booked dates stay. Signed agreements keep the number they say." in text_of(asked)
    assert before == (8, 48)
    assert (programme.sessions, programme.notice_hours, programme.moves_allowed) == (6, 24, 3)
    past = text_of(client.get(page))
    assert "Chidi Okafor: How many sessions, 8 → 6" in past
    assert "Shipped: 8" in past

    back = client.post(page, {"back": "sessions"})
    assert "One rule would change" in text_of(back)
    client.post(page, {"back": "sessions", "sure": "1"})
    programme.refresh_from_db()
    assert (programme.sessions, programme.notice_hours) == (8, 24)
    assert "Nothing was different" in text_of(client.post(page, {"back": "sessions"}, follow=True))


def test_a_page_that_is_sent_as_it_was_seen_changes_nothing(cast, as_person):
    programme = a_programme(cast)
    page = as_person(cast.chidi).get(url("rules", programme)).content.decode()

    seen = re.findall(r'name="initial-leading_groups" value="([^"]+)"', page)
    ticked = re.findall(r'name="leading_groups" value="([^"]+)"[^>]*checked', page)

    assert seen == list(defaults.current(programme, "leading_groups"))
    assert sorted(ticked) == sorted(seen)
    form = RulesForm(
        {"initial-leading_groups": seen, "leading_groups": ticked},
        programme=programme,
        keys=["leading_groups"],
    )
    assert (form.is_valid(), form.changed_data) == (True, [])


def test_a_rule_out_of_reason_is_refused_beside_its_field(cast, as_person):
    client = as_person(cast.chidi)
    page = url("rules", a_programme(cast))
    weights = {f"weights-{name}": "0" for name in presets.WEIGHTS}

    wrong = client.post(page, {"only": "sessions", "sessions": "0"})
    nothing = client.post(page, {"only": list(weights), **weights})

    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "Leave one weight above zero" in text_of(nothing)
    with pytest.raises(Refusal, match="Leave one weight above zero"):
        services.change_rules(
            a_programme(cast),
            values={f"weights.{one}": 0 for one in presets.WEIGHTS},
            by=cast.chidi,
        )


def test_a_programme_that_is_over_keeps_its_rules_and_gets_no_wave(cast):
    programme = a_programme(cast)
    Programme.objects.filter(pk=programme.pk).update(closed_at=programme.created_at)

    with pytest.raises(Refusal, match="stay as they were"):
        services.change_rules(programme, values={"sessions": 3}, by=cast.chidi)
    with pytest.raises(Refusal, match="Begin a new one"):
        services.begin_wave(programme, kinds=["apply"], starts_on=date(2026, 9, 1), by=cast.chidi)


def test_the_two_are_called_what_the_programme_calls_them(cast, as_person, outbox, client):
    programme = a_programme(cast)
    services.change_rules(
        programme,
        values={
            "role_labels.mentor.en": "adviser",
            "role_labels.mentee.en": "ally",
            "role_labels.mentor.es": "persona guía",
        },
        by=cast.chidi,
    )
    eva = make_person(cast.organisation, name="Eva Mentor")
    invited = services.invite_member(programme, eva, role="mentee", by=cast.chidi)
    luz = make_person(cast.organisation, name="Luz Pino", language="es")
    services.invite_member(programme, luz, role="mentor", by=cast.chidi)

    letters = [bytes(copy.message).decode() for copy in outbox()]
    client.get(make_link(LinkPurpose("apply", eva.public_id, invited.public_id)))
    page = text_of(client.get(url("guidance", programme)))
    rules = text_of(as_person(cast.chidi).get(url("rules", programme)))

    assert "The adviser leads the content." in page
    assert "The ally looks after the dates" in page
    assert "What an adviser does , What an ally does" in page
    assert "Eva Mentor" in letters[0]
    assert "Instead of “mentor” (English)" in rules
    # Another programme of the same people keeps the shipped words.
    assert "The mentor leads the content." in text_of(
        as_person(cast.ada).get(url("guidance", cast.programme))
    )
    told = AuditEntry.objects.filter(event="rule_changed").values_list("facts", flat=True)
    assert {"rule": "role_labels.mentor.en"} in list(told)
