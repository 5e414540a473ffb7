"""Duties, promises, papers, pages and mails: edited, looked at first, and brought back."""

import pytest
from django.urls import reverse

from tests.content.test_editing import text_of
from tests.factories import make_member, make_person, make_programme, make_user
from tests.pairs.factories import make_signed_pair
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.own_texts import as_said, own_texts
from turnabout.frame.content import services, versions
from turnabout.frame.content.models import TextVersion
from turnabout.together.pairs.clauses import clauses_in, first_words
from turnabout.together.pairs.sealing import clauses_of_agreement


def test_each_text_is_reached_from_one_page_looked_at_kept_brought_back_and_shipped_again(
    cast, as_person
):
    client = as_person(cast.chidi)
    hub = client.get(reverse("content:texts")).content.decode()

    for text in own_texts():
        address = reverse("content:own_text", args=[text.kind])
        assert f'href="{address}"' in hub
        shipped = as_said(cast.organisation.pk, text.kind)
        key = next(iter(shipped))
        said = dict.fromkeys(shipped, "") | {key: "Said as we say it."}

        seen = client.post(address, {**said, "go": "preview"})
        assert ("Said as we say it." in seen.context["seen"], _said(cast, text, key)) == (
            True,
            shipped[key],
        )
        client.post(address, {**said, "go": "keep"})
        assert _said(cast, text, key) == "Said as we say it."
        client.post(address, {"go": "back"})
        assert _said(cast, text, key) == shipped[key]
        first = versions.past_versions(cast.organisation, text.kind)[-1]
        told = client.get(reverse("content:version", args=[first.public_id]))
        assert "Said as we say it." in text_of(told)
        client.post(reverse("content:version", args=[first.public_id]))
        assert _said(cast, text, key) == "Said as we say it."


def test_words_in_braces_that_mean_nothing_are_told_and_nothing_typed_is_lost(cast, as_person):
    address = reverse("content:own_text", args=["poster"])

    page = as_person(cast.chidi).post(address, {"lead": "Hello {nobody}", "after": "Typed."})

    assert page.status_code == 422
    assert "{nobody} means nothing here. Write it out." in text_of(page)
    assert "Typed." in page.content.decode()
    assert not TextVersion.objects.exists()


@pytest.mark.parametrize("kind", ["page:benefits", "letter:pairs/ended"])
def test_a_page_and_a_mail_say_again_what_they_said_before(cast, as_person, kind):
    client = as_person(cast.chidi)
    name = kind.split(":", 1)[1]
    sentence = "Your pairing has ended"
    for words in ("The first of ours.", "The second of ours."):
        if kind.startswith("page"):
            services.edit_page(
                cast.organisation, name, language="en", title="T", body=words, by=cast.chidi
            )
        else:
            subject = next(iter(services.sentences_of(name))).sentence
            services.edit_letter(
                cast.organisation,
                name,
                language="en",
                words={"subject": {subject: words}},
                by=cast.chidi,
            )
    first = versions.past_versions(cast.organisation, kind, "en")[-1]

    told = client.get(reverse("content:version", args=[first.public_id]))
    answer = client.post(reverse("content:version", args=[first.public_id]), follow=True)

    assert "The first of ours." in text_of(told)
    assert "The first of ours." in answer.content.decode()
    assert sentence not in text_of(told) or kind.startswith("letter")


def test_keeping_what_is_there_makes_no_version(cast):
    first = services.say_in_own_words(
        cast.organisation, "poster", language="en", words={"lead": "Ours"}, by=cast.chidi
    )
    again = services.say_in_own_words(
        cast.organisation, "poster", language="en", words={"lead": "Ours"}, by=cast.chidi
    )

    assert (first, again, TextVersion.objects.count()) == (True, False, 1)
    with pytest.raises(Refusal, match="no such sentence"):
        services.say_in_own_words(
            cast.organisation, "poster", language="en", words={"tail": "x"}, by=cast.chidi
        )
    with pytest.raises(Refusal, match="says already"):
        services.bring_back(TextVersion.objects.get(), by=cast.chidi)


def test_a_programme_says_clauses_itself_over_those_of_all_and_signed_words_stay(cast, as_person):
    other = make_programme(cast.organisation, name="Second Sight")
    make_member(other, cast.chidi, "coordinator")
    pair = make_signed_pair(cast)
    signed = clauses_of_agreement(pair.agreements.get(), pair)
    address = reverse("content:own_text", args=["agreement-programme"])
    here = f"{address}?language=en&programme={cast.programme.public_id}"
    # Somebody who runs one programme and nothing else.
    alma = make_person(cast.organisation, name="Alma Torp")
    make_user(alma)
    make_member(cast.programme, alma, "coordinator")
    pages = as_person(alma).get(f"{reverse('content:pages')}?programme={cast.programme.public_id}")
    form = as_person(alma).get(here)
    refused = [
        as_person(alma).get(f"{address}?language=en{rest}").status_code
        for rest in ("", f"&programme={other.public_id}")
    ]

    as_person(cast.chidi).post(
        f"{address}?language=en", {"devices": "All: screens off.", "limits": "All: limits."}
    )
    as_person(alma).post(here, {"devices": "Here: screens down.", "limits": ""})

    assert f"{address}?programme={cast.programme.public_id}" in pages.content.decode()
    assert (form.status_code, refused) == (200, [404, 404])
    said = {
        programme.name: {
            clause.slug: first_words(clause, programme, "en") for clause in clauses_in(programme)
        }
        for programme in (cast.programme, other)
    }
    assert said["Fresh Eyes"]["devices"] == "Here: screens down."
    assert said["Second Sight"]["devices"] == "All: screens off."
    assert {one["limits"] for one in said.values()} == {"All: limits."}
    assert clauses_of_agreement(pair.agreements.get(), pair) == signed
    as_person(alma).post(here, {"go": "back"})
    clause = next(one for one in clauses_in(cast.programme) if one.slug == "devices")
    assert first_words(clause, cast.programme, "en") == "All: screens off."
    latest = versions.past_versions(
        cast.organisation, f"agreement-programme@{cast.programme.public_id}"
    )[-1]
    told = as_person(alma).get(reverse("content:version", args=[latest.public_id]))
    assert "Here: screens down." in text_of(told)
    assert "All: screens off." in text_of(told)
    with pytest.raises(Refusal, match="same in every programme"):
        services.say_in_own_words(
            cast.organisation,
            "poster",
            language="en",
            words={},
            by=cast.chidi,
            programme=cast.programme,
        )
    poster = f"{reverse('content:own_text', args=['poster'])}?programme={cast.programme.public_id}"
    assert as_person(cast.chidi).get(poster).status_code == 404


def _said(cast, text, key):
    return as_said(cast.organisation.pk, text.kind)[key]
