"""A coordinator keeps what worked as a preset of her own, and asks sets that she made."""

from datetime import date

import pytest

from tests.programmes.test_services import a_programme
from tests.programmes.test_views import text_of, url
from turnabout.foundation.common.errors import Refusal
from turnabout.frame.programmes import defaults, services
from turnabout.frame.programmes.models import OwnPreset, Programme
from turnabout.frame.programmes.own_sets import set_asked
from turnabout.frame.questions.services.building import copy_set, restore_set


@pytest.mark.capability("S019")
def test_a_preset_of_ones_own_is_kept_begun_with_changed_renamed_and_retired(cast, as_person):
    client = as_person(cast.chidi)
    programme = a_programme(cast)
    services.change_rules(programme, values={"sessions": 5, "weights.topics": 44}, by=cast.chidi)
    services.skip_phase(programme.phases.get(kind="midpoint"), by=cast.chidi)

    tapped = [
        client.post(url("keep_preset", programme), {"name": "Five talks", "description": "Short."})
        for _tap in range(2)
    ]
    assert tapped[0]["Location"] == tapped[1]["Location"]
    own = OwnPreset.objects.get()
    page = f"/programmes/presets/{own.public_id}/"
    assert own.values == {"sessions": 5, "weights.topics": 44}
    assert "Five talks" in text_of(client.get("/programmes/new/"))
    client.post(
        f"/programmes/new/?own={own.public_id}", {"name": "Again", "starts_on": "2026-03-02"}
    )
    again = Programme.objects.get(name="Again")
    assert (again.sessions, again.settings["weights"]["topics"], again.own_preset) == (5, 44, own)
    assert [one.kind for one in again.phases.all()] == [
        one.kind for one in programme.phases.filter(skipped_at=None)
    ]
    assert again.phases.first().planned_from == date(2026, 3, 2)

    form = client.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {form.add_initial_prefix(name): form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value is not False}
    client.post(page, typed | {"sessions": "6"})
    own.refresh_from_db()
    again.refresh_from_db()
    assert (own.values["sessions"], again.sessions) == (6, 5)
    assert "How many sessions, 5 → 6" in text_of(client.get(page))
    client.post(page, {"back": "sessions"})
    client.post(page, {"go": "rename", "name": "Talks", "description": ""})
    own.refresh_from_db()
    assert (own.values, own.name) == ({"weights.topics": 44}, "Talks")
    client.post(page, {"go": "retire"})
    assert "Talks" not in text_of(client.get("/programmes/new/"))
    own.refresh_from_db()
    with pytest.raises(Refusal, match="not offered any more"):
        a_programme(cast, own_preset=own)
    client.post(page, {"go": "bring_back"})
    with pytest.raises(Refusal, match="Another preset has this name"):
        services.keep_preset(programme, name="talks", by=cast.chidi)
    nothing = {f"weights.{name}": 0 for name in again.settings["weights"]}
    with pytest.raises(Refusal, match="Something has to count"):
        services.change_preset(own, values=nothing, by=cast.chidi)


def test_a_programme_asks_a_set_that_was_made_of_a_shipped_one(cast, as_person):
    client = as_person(cast.chidi)
    programme, other = a_programme(cast), a_programme(cast, name="Other")
    shipped = set_asked(programme, "pulse_mentor", "pulse-mentor")
    client.post(f"/questions/{shipped.public_id}/copy/", {"name": "Shorter"})
    own = cast.organisation.question_sets.get(slug="pulse-mentor--2")

    assert "Shorter" in text_of(client.get(url("rules", programme)))
    services.change_rules(programme, values={"question_sets.pulse_mentor": own.slug}, by=cast.chidi)
    own.questions.first().delete()

    assert set_asked(programme, "pulse_mentor", "pulse-mentor") == own
    assert set_asked(other, "pulse_mentor", "pulse-mentor") == shipped
    assert defaults.current(programme, "question_sets.interview") == "interview-notes"
    assert "Shorter" in text_of(client.get(url("rules", programme)))
    assert f"{programme.name}, after a session" in text_of(client.get("/questions/"))
    restore_set(own, by=cast.chidi)
    assert own.questions.count() == shipped.questions.count()
    with pytest.raises(Refusal, match="Give the new set a name"):
        copy_set(own, name=" ", language="en", by=cast.chidi)
