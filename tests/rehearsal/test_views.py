import pytest
from django.urls import reverse

from turnabout.faces.rehearsal.folder import environment_for, read_note, write_note
from turnabout.faces.rehearsal.roles import Entry


@pytest.fixture
def note(cast):
    entry = Entry("mentor", cast.ada.name, cast.ada.user.public_id, "secret")
    write_note({"entries": [vars(entry)]})
    return entry


def enter(client, token):
    return client.get(reverse("rehearsal:enter_as", args=[token]))


def test_a_guest_of_a_demo_enters_as_a_mentor(client, settings, cast, note):
    settings.MODE = "demo"

    answer = enter(client, "mentor-secret")

    assert (answer.status_code, answer.url) == (302, reverse("home:home"))
    assert int(client.session["_auth_user_id"]) == cast.ada.user.pk


@pytest.mark.parametrize("token", ["mentor-guessed", "owner-secret", "mentor-", "mentor-señal"])
def test_a_guest_with_another_word_stays_outside(client, settings, cast, note, token):
    settings.MODE = "demo"

    assert enter(client, token).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("mode", ["development", "production"])
def test_nobody_enters_this_way_where_people_are_real(client, settings, cast, note, mode):
    settings.MODE = mode

    assert enter(client, "mentor-secret").status_code == 404


def test_a_folder_without_a_note_holds_no_demo(tmp_path):
    assert read_note(tmp_path) is None


def test_a_rehearsal_inherits_no_way_to_anything_real(tmp_path, monkeypatch):
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "postgres://real")
    monkeypatch.setenv("TURNABOUT_MAIL_HOST", "mail.example.org")

    environment = environment_for(tmp_path, port=8001)

    assert {name: value for name, value in environment.items() if name.startswith("TURN")} == {
        "TURNABOUT_MODE": "demo",
        "TURNABOUT_DATA": str(tmp_path),
        "TURNABOUT_SITE_ADDRESS": "http://127.0.0.1:8001",
    }
