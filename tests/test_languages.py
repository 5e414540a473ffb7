"""Languages: the catalogues are whole, and pages speak the language of whoever reads them."""

import html
import re
import shutil

import polib
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from tests.factories import make_person
from tests.translations import LANGUAGES, OWN_VOICE, PACKAGE, catalogue, untranslated
from turnabout.foundation.common.borrowed_words import BORROWED
from turnabout.frame.programmes.services import invite_member

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|%%|<[^>]+>")
ALL = (*LANGUAGES, OWN_VOICE)


def entries(code):
    return polib.pofile(str(catalogue(code)))


@pytest.mark.parametrize("code", ALL)
def test_every_text_of_a_catalogue_is_translated(code):
    assert untranslated(catalogue(code)) == []
    assert [entry.msgid for entry in entries(code) if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("code", ALL)
def test_what_is_read_is_what_was_written(code):
    compiled = polib.mofile(str(catalogue(code).with_suffix(".mo")))
    assert said_by(compiled) == said_by(entries(code))


def said_by(catalogue):
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, {**entry.msgstr_plural}) for entry in catalogue
    }


@pytest.mark.parametrize("code", ALL)
def test_a_translation_keeps_the_placeholders(code):
    lost = [entry.msgid for entry in entries(code) if not keeps_placeholders(entry)]
    assert lost == []


def keeps_placeholders(entry):
    """The singular may leave out the number; everything else stands in every form."""
    if not entry.msgid_plural:
        return found_in(entry.msgstr) == found_in(entry.msgid)
    first, *others = (form for _, form in sorted(entry.msgstr_plural.items()))
    wanted = set(found_in(entry.msgid_plural))
    return set(found_in(first)) <= wanted and all(set(found_in(form)) == wanted for form in others)


def found_in(text):
    return sorted(PLACEHOLDER.findall(text))


def test_what_libraries_say_is_said_in_our_voice_in_every_language():
    borrowed = {entry.msgid: entry.msgstr for entry in entries(OWN_VOICE)}
    spanish = {entry.msgid for entry in entries("es")}

    assert [text for text in BORROWED if text not in borrowed or text not in spanish] == []
    assert [text for text, ours in borrowed.items() if text == ours] == []
    with translation.override(OWN_VOICE):
        assert translation.gettext("This field is required.") == "An answer is needed here."


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext (gettext) is not installed.")
def test_every_marked_text_is_in_the_catalogue(tmp_path, settings, monkeypatch):
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".html", ".txt") and path.is_file():
            copy = tmp_path / path.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = []
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", locale=["es"], no_location=True, no_wrap=True, verbosity=0)

    marked = polib.pofile(str(tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in entries("es")}
    assert [entry.msgid for entry in marked if (entry.msgctxt, entry.msgid) not in known] == []


def lang_of(answer):
    return re.search(r'<html[^>]* lang="([\w-]+)"', answer.content.decode()).group(1)


@pytest.mark.parametrize(
    ("accepts", "language", "words"),
    [
        ("es-MX,es;q=0.9", "es", "Qué bien verte"),
        ("en-GB", "en", "Good to see you"),
        ("fr", "en", "Good to see you"),
        ("", "en", "Good to see you"),
    ],
)
def test_nobody_known_is_answered_in_the_language_of_the_browser(client, accepts, language, words):
    answer = client.get(reverse("account_login"), headers={"accept-language": accepts})

    assert (lang_of(answer), words in answer.content.decode()) == (language, True)


def test_a_person_reads_in_her_own_language_whatever_the_browser_says(cast, as_person):
    in_language(cast.ada, "es")

    answer = as_person(cast.ada).get(reverse("programmes:list"), headers={"accept-language": "en"})

    assert (lang_of(answer), answer.headers["Content-Language"]) == ("es", "es")
    assert "Programas" in answer.content.decode()


def test_a_person_who_said_no_language_is_answered_in_that_of_her_browser(cast, as_person):
    in_language(cast.ada, "")

    answer = as_person(cast.ada).get(reverse("programmes:list"), headers={"accept-language": "es"})

    assert lang_of(answer) == "es"


def test_who_chooses_a_language_on_the_page_keeps_it_on_this_device(cast, as_person):
    in_language(cast.ada, "en")
    client = as_person(cast.ada)
    page = reverse("programmes:list")

    before = lang_of(client.get(page))
    chosen = client.post(reverse("set_language"), {"language": "es", "next": page})
    after = lang_of(client.get(chosen.url))

    assert (before, chosen.url, after) == ("en", page, "es")


def in_language(person, language):
    person.language = language
    person.save(update_fields=["language"])


def test_each_page_of_a_participant_opens_in_spanish(cast, as_person):
    in_language(cast.chidi, "es")
    client = as_person(cast.chidi)
    programme = {"programme": cast.programme.public_id}
    pages = {
        reverse("topics:catalogue"): "Buscar un tema",
        reverse("home:who_sees_what"): "Quién ve qué",
        reverse("programmes:list"): "Un programa",
        reverse("programmes:members", kwargs=programme): "3 personas en Fresh Eyes",
        reverse("programmes:invite", kwargs=programme): "¿A quién quieres invitar?",
        reverse("applications:received", kwargs=programme): "0 para mentorizar, 0 para aprender",
        reverse("matching:overview", kwargs=programme): "Aún no hay bastantes solicitudes",
        reverse("pairs:list", kwargs=programme): "Todavía no hay parejas",
        reverse("interest:list"): "¿Le interesa a alguien? Pregunta primero",
        reverse("home:today", kwargs=programme): "Hoy nada te necesita, Chidi",
    }

    answers = {url: client.get(url) for url in pages}

    assert {lang_of(answer) for answer in answers.values()} == {"es"}
    assert [url for url, words in pages.items() if words not in unescape(answers[url])] == []


def unescape(answer):
    return html.unescape(answer.content.decode())


def test_a_mail_is_written_in_the_language_of_whoever_gets_it(cast, outbox):
    guests = [make_person(cast.organisation, name=f"Guest {code}") for code in ("es", "en")]
    for guest, code in zip(guests, ("es", "en"), strict=True):
        in_language(guest, code)
        with translation.override("en" if code == "es" else "es"):
            invite_member(cast.programme, guest, role="sponsor", by=cast.chidi)

    assert [copy.subject for copy in outbox()] == [
        "Fresh Eyes: ¿querrías encargarte de esto?",
        "Fresh Eyes: would you take this on?",
    ]
