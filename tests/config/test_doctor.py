from turnabout.config import doctor


def test_the_doctor_refuses_a_production_site_without_https_mail_and_secret(settings):
    settings.MODE = "production"
    settings.SECRET_KEY = "short"
    settings.DEFAULT_FROM_EMAIL = "turnabout@localhost"
    settings.IS_SECURE_SITE = False
    settings.ALLOWED_HOSTS = ["*"]

    assert [danger.split(" ")[0] for danger in doctor.dangers()] == [
        "TURNABOUT_SITE_ADDRESS",
        "TURNABOUT_SECRET_KEY",
        "TURNABOUT_EXTRA_HOSTS",
        "TURNABOUT_MAIL_FROM",
    ]


def test_the_doctor_lets_a_development_site_be(settings):
    settings.MODE = "development"
    settings.IS_SECURE_SITE = False

    assert doctor.dangers() == []


def test_the_doctor_sees_a_key_file_that_others_can_read(settings):
    settings.VAULT_KEY_FILE.write_text("00" * 32)
    settings.VAULT_KEY_FILE.chmod(0o644)

    assert [finding.split(". ")[0] for finding in doctor.advice()] == [
        f"Others on this machine can read {settings.VAULT_KEY_FILE}"
    ]


def test_the_doctor_says_where_answers_of_calendars_would_go_nowhere(settings):
    settings.REPLIES_ADDRESS, settings.REPLIES_HOST = "dates", "mail.example.org"
    assert "is no mail address" in " ".join(doctor.advice())
    settings.REPLIES_ADDRESS = ""
    assert "Set both, or none." in " ".join(doctor.advice())
    settings.REPLIES_ADDRESS = "dates@example.org"
    assert not any("REPLIES" in line for line in doctor.advice())
