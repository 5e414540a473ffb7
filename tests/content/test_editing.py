"""Mails, letters and pages in an organisation's own words, seen first and with a way back."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import make_member, make_programme
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.notices import catalogue
from turnabout.foundation.notices import outbox as notices
from turnabout.foundation.notices.own_words import sentences_of
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.content import services
from turnabout.frame.content.models import EditedLetter
from turnabout.frame.programmes.emails import sample_invitation, send_invitation
from turnabout.frame.programmes.models import Membership

ENDED = ["pairs", "ended"]
THANKS = ["recognition", "thanks"]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed(page, **changes):
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def parts_of(copy):
    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    return [part.get_content() for part in mail.iter_parts()]


@pytest.fixture
def chidi(cast, as_person):
    return as_person(cast.chidi)


def test_every_mail_of_the_product_is_in_the_list_with_who_gets_it_and_why(chidi):
    folders = Path(settings.PACKAGE, "templates").glob("*/emails/*/subject.txt")
    sent = {f"{path.parents[2].name}/{path.parent.name}" for path in folders}

    listed = {letter.kind: letter for letter in catalogue.letters()}
    page = chidi.get(reverse("content:letters"))

    assert set(listed) == sent
    shown = text_of(page)
    assert [kind for kind, one in listed.items() if str(one.why) not in shown] == []
    assert len(re.findall(r'href="/content/letters/[a-z]', page.content.decode())) == len(sent)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_mail_can_be_looked_at_and_every_sentence_of_it_rewritten(chidi, language):
    for letter in catalogue.letters():
        where = letter.kind.split("/")
        unseen = {one.sentence for one in sentences_of(letter.kind)}
        for role in range(len(letter.samples())):
            query = {"language": language, "role": str(role)}
            page = chidi.get(reverse("content:letter", args=where), query)
            form = page.context["form"]
            unseen -= {one.sentence for one in form.sentences.values()}
            address = (
                f"{reverse('content:letter_preview', args=where)}?language={language}&role={role}"
            )
            own = {name: f"Own {name}" for name in form.fields}
            seen = chidi.post(address, {**own, "look": "text"}).content.decode()
            assert [text for text in own.values() if text not in seen] == [], letter.kind
            html = chidi.post(address, own).content.decode()
            assert [text for text in own.values() if text not in html] == [], letter.kind
        # What is left is said in cases that no sample can show.
        assert len(unseen) <= (6 if letter.kind == "programmes/invitation" else 0), letter.kind
    assert EditedLetter.objects.count() == 0


def test_a_coordinator_rewrites_a_mail_and_it_leaves_in_her_words(cast, chidi, outbox):
    address = reverse("content:letter", args=THANKS)
    page = chidi.get(address)
    own = typed(
        page,
        heading_1="{partner} says thank you & more",
        body_2="At {organisation_name}:\n<b>look</b>, {name}.",
    )

    preview = chidi.post(reverse("content:letter_preview", args=THANKS), own)
    assert preview.headers["Content-Security-Policy"].endswith("sandbox")
    assert "Bruno Keller says thank you &amp; more" in preview.content.decode()
    assert EditedLetter.objects.count() == 0
    assert chidi.post(address, own).status_code == 302

    notices.add("recognition/thanks", to=cast.ada, context={"partner_name": "Bruno & Co"})
    notices.add("recognition/thanks", to=cast.dana, context={"partner_name": "Bruno & Co"})
    hers, strangers = outbox()
    text, html = parts_of(hers)
    assert text.startswith("Bruno & Co says thank you & more\n\nAt :\n<b>look</b>, Ada Nowak.\n")
    assert "Bruno &amp; Co says thank you &amp; more" in html
    assert "&lt;b&gt;look&lt;/b&gt;, Ada Nowak." in html
    assert parts_of(strangers)[0].startswith("Bruno & Co thanks you\n")
    assert "never what you talk about" in text

    listed = text_of(chidi.get(reverse("content:letters")))
    assert "Your words, English" in listed
    assert "As shipped in Spanish" in listed
    chidi.post(reverse("content:restore_letter", args=THANKS))
    assert EditedLetter.objects.count() == 0
    assert chidi.post(reverse("content:restore_letter", args=THANKS)).status_code == 409
    assert [row.event for row in AuditEntry.objects.order_by("number")] == [
        "letter_edited",
        "letter_restored",
    ]


def test_a_step_says_the_same_on_its_button_and_before_its_link(cast, chidi, outbox):
    address = reverse("content:letter", args=THANKS)
    chidi.post(address, typed(chidi.get(address), actions_3="Open it"))

    notices.add("recognition/thanks", to=cast.ada, context={"partner_name": "Bruno"})
    text, html = parts_of(outbox()[0])

    assert "Open it: " in text
    assert ">Open it</a>" in html


def test_what_a_mail_does_not_know_is_refused_with_a_sentence(cast, chidi):
    address = reverse("content:letter", args=ENDED)
    own = typed(chidi.get(address), body_2="{who_said_no} ended it. {reason}")

    page = chidi.post(address, own)
    assert "{who_said_no} means nothing here. You can use {name}" in text_of(page)
    assert "{who_said_no} ended it. {reason}" in page.content.decode()
    left_open = chidi.post(address, typed(chidi.get(address), body_2="To you, {name"))
    assert "The brace in “{name” stands alone. Close it, or leave it out." in text_of(left_open)
    preview = chidi.post(reverse("content:letter_preview", args=ENDED), own)
    assert preview.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "{who_said_no} means nothing here." in preview.content.decode()
    for words, match in (
        ({"body": {"Not a sentence": "x"}}, "no such sentence"),
        ({"body": {sentences_of("pairs/ended")[2].sentence: "{x}"}}, "means nothing here"),
    ):
        with pytest.raises(Refusal, match=match):
            services.edit_letter(
                cast.organisation, "pairs/ended", language="en", words=words, by=cast.chidi
            )


def test_an_empty_sentence_is_the_shipped_one_and_other_roles_keep_theirs(cast, chidi):
    address = reverse("content:letter", args=["programmes", "invitation"])
    roles = [who for _at, who in chidi.get(address).context["roles"]]
    mentor, sponsor = (f"{address}?role={roles.index(name)}" for name in ("Mentor", "Sponsor"))
    chidi.post(mentor, typed(chidi.get(mentor), heading_1="Would you teach us?"))
    chidi.post(sponsor, typed(chidi.get(sponsor), heading_1="Would you back us?", body_2=""))

    letters = {
        role: sample_invitation(cast.programme, cast.ada, role=role, principal=None, by=cast.chidi)
        for role in ("mentor", "sponsor")
    }
    assert letters["mentor"].text.startswith("Would you teach us?")
    assert letters["sponsor"].text.startswith("Would you back us?\n\nYou would open doors,")
    chidi.post(mentor, typed(chidi.get(mentor), heading_1=""))
    chidi.post(sponsor, typed(chidi.get(sponsor), heading_1=" "))
    assert EditedLetter.objects.count() == 0


def test_a_reader_of_another_language_gets_the_shipped_words_until_they_are_rewritten(
    cast, chidi, outbox
):
    address = reverse("content:letter", args=THANKS)
    chidi.post(address, typed(chidi.get(address), heading_1="Ours"))
    cast.ada.language = "es"
    cast.ada.save(update_fields=["language"])

    notices.add("recognition/thanks", to=cast.ada, context={"partner_name": "Bruno"})
    assert parts_of(outbox()[0])[0].startswith("Bruno te da las gracias\n")

    spanish = f"{address}?language=es"
    chidi.post(spanish, typed(chidi.get(spanish), heading_1="Lo nuestro"))
    notices.add("recognition/thanks", to=cast.ada, context={"partner_name": "Bruno"})
    assert parts_of(outbox()[1])[0].startswith("Lo nuestro\n")


def test_a_coordinator_sends_herself_a_sample_that_opens_nothing(cast, chidi, outbox):
    chidi.post(reverse("content:try_letter", args=["meetings", "moved"]))
    chidi.post(reverse("content:try_letter", args=["pairs", "ask-mentor"]))

    copies = outbox()

    assert [cast.chidi.address in copy.to_address for copy in copies] == [True, True]
    assert [copy.subject.startswith("Sample: ") for copy in copies] == [True, True]
    assert "/go/…" in parts_of(copies[1])[0]
    assert len(parts_of(copies[0])) == 2


def test_a_sample_needs_an_address(cast):
    cast.chidi.addresses.all().delete()

    with pytest.raises(Refusal, match="no address"):
        services.send_sample("pairs/ended", {}, to=cast.chidi)


def test_the_subject_of_a_mail_spells_names_as_they_are(cast, outbox):
    cast.programme.name = "O'Neill & Co"
    cast.programme.save(update_fields=["name"])
    member = Membership.objects.create(
        programme=cast.programme,
        person=cast.ada,
        role="sponsor",
        invited_at=cast.programme.created_at,
    )

    send_invitation(member, by=cast.chidi)

    assert outbox()[0].subject.startswith("O'Neill & Co: ")


def test_the_preview_shows_light_dark_and_text(chidi):
    address = reverse("content:letter_preview", args=ENDED)

    light, dark, text = (chidi.get(address, {"look": look}) for look in ("light", "dark", "text"))

    assert ("@media not all" in light.content.decode(), "@media all" in dark.content.decode()) == (
        True,
        True,
    )
    assert text.content.decode().startswith("Your pairing has ended\n\nYour pairing has ended\n")
    assert chidi.get(reverse("content:letter", args=["pairs", "none"])).status_code == 404


def test_a_coordinator_rewrites_a_guide_after_looking_at_it(cast, chidi, as_person):
    address = reverse("content:edit_page", args=["sessions/1"])
    own = {"title": "First hour", "body": "Bring **tea**.\n\n<script>alert(1)</script>"}

    seen = chidi.post(address, {**own, "go": "preview"})
    assert "<strong>tea</strong>" in seen.content.decode()
    assert "<script>alert" not in seen.content.decode()
    read = reverse("content:page", args=["sessions/1"])
    assert "First hour" not in text_of(chidi.get(read))
    chidi.post(address, {**own, "go": "keep"})

    assert "First hour" in text_of(as_person(cast.ada).get(read))
    chidi = as_person(cast.chidi)
    listed = text_of(chidi.get(reverse("content:pages")))
    assert "First hour" in listed
    assert "As shipped in Spanish" in listed
    assert "In Spanish people still read the shipped words." in text_of(chidi.get(address))
    empty = chidi.post(address, {"title": "", "body": "kept", "go": "keep"})
    assert "kept" in empty.content.decode()
    chidi.post(reverse("content:restore_page", args=["sessions/1"]))
    assert "First hour" not in text_of(chidi.get(read))
    assert chidi.get(reverse("content:edit_page", args=["none"])).status_code == 404


@pytest.mark.capability("S033")
def test_a_coordinator_sets_the_guidelines_of_one_programme(cast, as_person):
    """S033, the guidelines: what a role means here, in the words of this programme."""
    other = make_programme(cast.organisation, name="Other eyes")
    make_member(other, cast.chidi, "coordinator")
    make_member(other, cast.bruno, "mentor")
    address = reverse("content:edit_page", args=["roles/mentor"])
    here = f"{address}?programme={cast.programme.public_id}"
    cast.chidi.appointments.all().delete()
    chidi = as_person(cast.chidi)
    own = {"title": "Mentors in the field", "body": "Bring boots.", "go": "keep"}

    assert chidi.get(address).status_code == 404
    assert chidi.post(here, own).status_code == 302
    assert "In Fresh Eyes only" in text_of(chidi.get(here))
    listed = chidi.get(reverse("content:pages"), {"programme": cast.programme.public_id})
    assert "Mentors in the field" in text_of(listed)

    read = reverse("content:page", args=["roles/mentor"])
    assert "Bring boots." in text_of(as_person(cast.ada).get(read))
    cast.mentee.delete()
    assert "Bring boots." not in text_of(as_person(cast.bruno).get(read))
    assert as_person(cast.ada).get(here).status_code == 404
    assert as_person(cast.dana).post(here, own).status_code == 404
    back = reverse("content:restore_page", args=["roles/mentor"])
    chidi = as_person(cast.chidi)
    assert chidi.post(f"{back}?programme={cast.programme.public_id}").status_code == 302
    assert "Bring boots." not in text_of(as_person(cast.ada).get(read))


@pytest.mark.parametrize("name", ["content:letters", "content:pages"])
def test_the_lists_cost_the_same_however_much_is_rewritten(
    cast, chidi, name, django_assert_num_queries
):
    chidi.get(reverse(name))
    expected = {"content:letters": 10, "content:pages": 8}[name]
    with django_assert_num_queries(expected):
        chidi.get(reverse(name))
    for where in (ENDED, THANKS, ["pairs", "formed"]):
        page = reverse("content:letter", args=where)
        chidi.post(page, typed(chidi.get(page), heading_1="Ours"))
    make_programme(cast.organisation)
    with django_assert_num_queries(expected):
        chidi.get(reverse(name))
