"""What the sign-in library would say in its own words, it says in ours."""

from tests.factories import make_person, make_user


def test_a_person_who_signs_in_reads_no_name_that_only_machines_use(client):
    user = make_user(make_person())
    said = {"login": user.email, "password": "a long password"}

    page = client.post("/account/sign-in/", said, follow=True)

    assert page.wsgi_request.user == user
    assert [str(message) for message in page.context["messages"]] == []


def test_a_person_with_a_wrong_password_reads_what_does_not_fit(client):
    page = client.post("/account/sign-in/", {"login": "ada@example.org", "password": "wrong"})

    assert page.context["form"].non_field_errors() == [
        "This address and this password do not fit together."
    ]


def test_a_person_at_the_sign_in_page_reads_each_label_once(client):
    form = client.get("/account/sign-in/").context["form"]

    assert [str(field.label) for field in form.visible_fields()] == ["Mail address", "Password"]
    assert [field.help_text for field in form.visible_fields()] == ["", ""]
