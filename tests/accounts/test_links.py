"""One-purpose links: signed, dated, for one person and one thing."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MONDAY
from turnabout.foundation.accounts.emails import password_link
from turnabout.foundation.accounts.links import (
    SIGN_IN,
    LinkPurpose,
    make_token,
    read_token,
    spend,
)
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import clock
from turnabout.foundation.notices.models import KeptCopy


def opened(token):
    return reverse("accounts:open_link", kwargs={"token": token})


def sign_in_token(person, days=1):
    return make_token(LinkPurpose(SIGN_IN, person.public_id, person.user.public_id), days=days)


def test_a_link_says_what_it_is_for(cast):
    link = LinkPurpose(SIGN_IN, cast.ada.public_id, "about")

    assert read_token(make_token(link, days=1)) == link


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "~"]
)
def test_a_changed_link_is_refused_in_words(cast, change):
    with pytest.raises(Refusal, match="not complete"):
        read_token(change(sign_in_token(cast.ada)))


def test_a_link_runs_out(cast):
    with clock(MONDAY):
        token = sign_in_token(cast.ada, days=1)

    with clock(MONDAY + timedelta(days=2)), pytest.raises(Refusal, match="has run out"):
        read_token(token)


def test_a_link_of_an_unknown_purpose_leads_nowhere(cast):
    token = make_token(LinkPurpose("fly", cast.ada.public_id), days=1)

    with pytest.raises(Refusal, match="leads nowhere"):
        read_token(token)


def test_a_link_that_works_once_is_refused_the_second_time(cast):
    token = sign_in_token(cast.ada)
    spend(token)

    with pytest.raises(Refusal, match="used already"):
        spend(token)


def test_a_scanner_that_opens_a_sign_in_link_changes_nothing(cast):
    token = sign_in_token(cast.ada)
    Client().get(opened(token))
    Client().head(opened(token))
    client = Client()

    answer = client.post(opened(token))

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.ada.user.pk)


def test_a_broken_link_is_a_page_with_a_sentence(client):
    answer = client.get(opened("nonsense"))

    assert answer.status_code == 409
    assert "not complete" in answer.content.decode()


def test_asking_for_a_new_password_looks_the_same_for_known_and_unknown_addresses(cast):
    url = reverse("account_reset_password")
    known = Client().post(url, {"email": cast.ada.address.upper()})
    unknown = Client().post(url, {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_somebody_chooses_a_new_password_by_mail_and_signs_in_with_it(cast, outbox):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": cast.ada.address})
    [copy] = outbox()
    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    form = client.get(re.search(r"http://testserver(/go/\S+)", text).group(1), follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "a much better one", "password2": "a much better one"},
    )

    answer = Client().post(
        reverse("account_login"), {"login": cast.ada.address, "password": "a much better one"}
    )

    assert (answer.status_code, answer.url) == (302, "/")
    assert KeptCopy.objects.count() == 1


def test_a_mail_for_a_new_password_opens_nothing_once_one_is_chosen(cast):
    user = cast.ada.user
    wanted = password_link(user, days=3)
    token = make_token(LinkPurpose(wanted.purpose, cast.ada.public_id, wanted.about), days=3)

    before = Client().get(opened(token)).status_code
    user.set_password("a much better one")
    user.save()

    assert (before, Client().get(opened(token)).status_code) == (302, 409)


def test_a_mail_for_a_new_password_opens_nothing_to_whoever_took_over_the_mailbox(cast):
    wanted = password_link(cast.ada.user, days=3)
    token = make_token(LinkPurpose(wanted.purpose, cast.ada.public_id, wanted.about), days=3)
    cast.ada.left_on = MONDAY.date()
    cast.ada.save()

    assert Client().get(opened(token)).status_code == 404


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast):
    url = reverse("account_login")
    texts = [
        re.sub(r"value=\"[^\"]*\"", "", Client().post(url, data).content.decode())
        for data in (
            {"login": cast.ada.address, "password": "wrong wrong wrong"},
            {"login": "nobody@example.org", "password": "wrong wrong wrong"},
        )
    ]

    assert texts[0] == texts[1]


def test_the_cookie_of_a_chosen_language_stays_with_this_site(client):
    cookie = client.post(reverse("set_language"), {"language": "es"}).cookies["django_language"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
