"""No sentence that people read is left unmarked: pages and mails in the pseudo-language."""

import ast
import re

import pytest
from django.db import transaction
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse

from tests.directory.lists import HEADER
from tests.doors import make_world
from tests.pseudo import (
    WORD,
    all_of,
    pseudo_language,
    shipped_lines,
    unmarked_in,
    values_of_the_world,
)
from tests.test_doors import DECLARED, DOORS
from tests.translations import PACKAGE
from turnabout.foundation.common.icons import ICONS
from turnabout.foundation.common.sheet import SWATCHES
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import recipient_of
from turnabout.foundation.notices.rendering import render_mail

ALLOWED = {
    "Turnabout", "CSV", "XLSX", "PDF", "HTML", "UTF-8", "JSON", "UTC", "http", "https",
    "English", "Español", "Google", "Microsoft",
    # Written in private by the people of the world, so no row shows it.
    "a goal", "a thing", "it is done", "mine", "something",
}  # fmt: skip
INITIALS = {"QV"}
# What single pages show that is not ours to say in another language.
SHOWN_AS_IT_IS = {
    # The names that a builder of pages writes, and people who exist on this page only.
    "design": {*ICONS, *(name for name, _ in SWATCHES), "AN", "BK", "CO"},
    "directory:import_columns": set(HEADER),
    "home:mail": {"To", "Subject", "Choose"},
    # What the two are called, in each language that one can rename them in.
    "programmes:take_preset": {
        "mentor",
        "mentee",
        "peer mentor",
        "peer learner",
        "persona mentora",
        "persona mentorizada",
        "colega que comparte",
        "colega que aprende",
    },
}
VISITORS = (
    *(f"{role}.active" for role in ("mentor", "mentee", "coordinator", "delegate", "sponsor")),
    "guardian.active", "guardian.invited", "owner", "appointed", "stranger", "nobody",
)  # fmt: skip
SOURCES = {"home:mail_html", "home:mail_source"}
SAYING_CALLS = {"Refusal", "ValidationError", "success", "info", "warning", "error", "tells"}
SAYING_WORDS = {"label", "help_text", "heading", "lead", "empty_label", "message", "sentence"}
# Whoever runs the installation reads these in a shell, which speaks English.
SHELL = ("config/", "faces/privacy/", "faces/rehearsal/")
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html")) + sorted(
    (PACKAGE / "templates").rglob("*.txt")
)


@pytest.fixture
def world():
    world = make_world()
    for number, actor in enumerate(sorted(world.people)):
        person = world.people[actor]
        person.name, person.given_name = f"Qx{number} Vy{number}", f"Qx{number}"
        person.save(update_fields=["name", "given_name"])
    for module in DECLARED:
        if hasattr(module, "furnish"):
            module.furnish(world)
    return world


def test_every_sentence_of_every_page_is_marked(world):
    values = values_of_the_world() | shipped_lines() | ALLOWED | INITIALS
    found = {}
    with pseudo_language():
        for door in DOORS:
            if door.method != "get" or door.name in SOURCES:
                continue
            known = all_of(values | SHOWN_AS_IT_IS.get(door.name, set()))
            for actor in VISITORS:
                if door.expected(actor) == 200:
                    left = unmarked_in(page_of(world, door, actor), known)
                    if left:
                        found.setdefault(door.name, set()).update(left)
    assert found == {}, "\n".join(f"{k}: {v}" for k, v in found.items())


def page_of(world, door, actor):
    client = Client()
    if actor != "nobody":
        client.force_login(world.person(actor).user)
    data = door.data(world) if callable(door.data) else door.data
    with transaction.atomic():
        answer = client.get(reverse(door.name, kwargs=door.about(world)), data or {})
        transaction.set_rollback(True)
    if not answer.headers["Content-Type"].startswith("text/html"):
        return ""
    return answer.content.decode()


def test_the_first_page_of_a_new_installation_is_marked(client):
    with pseudo_language():
        first = client.get(reverse("home:first_run"))
        missing = client.get("/nothing-here/")

    zones = r"\b[A-Z]\w+(?:/[\w+ -]+)+"
    known = re.compile(f"{zones}|{all_of(ALLOWED).pattern}")
    assert (first.status_code, unmarked_in(first.content.decode(), known)) == (200, [])
    assert (missing.status_code, unmarked_in(missing.content.decode(), known)) == (404, [])


def test_every_sentence_of_every_mail_that_leaves_is_marked(world):
    known = all_of(values_of_the_world() | ALLOWED)
    messages = list(OutboxMessage.objects.all())
    found = {}
    with pseudo_language():
        for message in messages:
            recipient = recipient_of(message)
            if recipient is None:
                continue
            mail = render_mail(message, recipient)
            left = [
                *unmarked_in(mail.subject, known, is_html=False),
                *unmarked_in(re.sub(r"https?://\S+", "", mail.body), known, is_html=False),
                *unmarked_in(mail.alternatives[0][0], known),
            ]
            if left:
                found.setdefault(message.kind, set()).update(left)
    assert len({message.kind for message in messages}) > 3
    assert found == {}, "\n".join(f"{k}: {v}" for k, v in found.items())


def test_no_template_holds_words_outside_of_marks():
    """Also in the branches that no world reaches, and in mails that nobody sent."""
    known = all_of(ALLOWED)
    found = {}
    for path in TEMPLATES:
        source = without_tags(path.read_text(encoding="utf-8"))
        left = unmarked_in(source, known, is_html=path.suffix == ".html")
        if left:
            found[str(path.relative_to(PACKAGE))] = left
    assert found == {}, "\n".join(f"{k}: {v}" for k, v in found.items())


def without_tags(source):
    """The literal text of a template; what tags and variables say stands as a sign."""
    kept, ends = [], ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ", 1)[0]
        if ends:
            ends = "" if token.token_type == TokenType.BLOCK and word in ends.split() else ends
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.contents == "block layout":  # holds the name of a class
            ends = "endblock"
        elif token.token_type == TokenType.BLOCK and word in ("blocktranslate", "comment"):
            ends = f"end{word}"
            kept.append("~")
        elif token.token_type != TokenType.COMMENT:
            kept.append("~")
    return "".join(kept)


def test_no_sentence_of_the_code_is_unmarked():
    """What only an act says (refusals, messages, labels) and no page shows at rest."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE))
        if name.startswith(SHELL):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                left = [text for text in plain_words(node) if WORD.search(text)]
                if left:
                    found.setdefault(name, []).extend(left)
    assert found == {}, "\n".join(f"{k}: {v}" for k, v in found.items())


def plain_words(call):
    """Literal texts that a call says to people, or that it is given to say."""
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    said = [word.value for word in call.keywords if word.arg in SAYING_WORDS]
    is_log = getattr(getattr(call.func, "value", None), "id", "") == "log"
    if name in SAYING_CALLS and not is_log:
        said += call.args[1:] if name == "tells" else call.args
    return [
        piece.value
        for value in said
        for piece in (value.values if isinstance(value, ast.JoinedStr) else [value])
        if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
    ]
