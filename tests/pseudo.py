"""The pseudo-language: every marked text comes out as ⟦text⟧; an unmarked one stands out."""

import re
import sys
from contextlib import contextmanager
from functools import wraps
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from turnabout.foundation.common import texts
from turnabout.frame.content import queries
from turnabout.frame.content.packs import load_page, page_slugs
from turnabout.together.pairs.packs import load_clauses

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "hx-confirm")
# A mark that was opened and not closed (a shortened text) ends with the block it stands in.
BLOCKS = frozenset((
    "article", "aside", "blockquote", "body", "button", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "header",
    "label", "legend", "li", "main", "nav", "ol", "optgroup", "option", "p", "section", "select",
    "summary", "svg", "table", "tbody", "td", "text", "textarea", "th", "thead", "title", "tr",
    "ul",
))  # fmt: skip
MUTE = frozenset(("script", "style", "code", "pre"))
EMPTY = frozenset(("br", "hr", "img", "input", "link", "meta", "path", "use", "wbr"))
WORD = re.compile(r"[^\W\d_]{2,}")
SPEAKERS = ("gettext", "ngettext", "pgettext", "npgettext")


def _marking(speak):
    @wraps(speak)
    def speaking(*args, **kwargs):
        text = speak(*args, **kwargs)
        if not text:
            return text
        wrapped = f"{OPEN}{text}{CLOSE}"
        return mark_safe(wrapped) if isinstance(text, SafeString) else wrapped

    return speaking


@contextmanager
def pseudo_language():
    """Mark what gettext, the shipped packs and rows with one wording per language say."""
    places = [(translation._trans, name) for name in SPEAKERS] + [(queries, "rendered")]
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("turnabout."):
            places += [
                (module, name) for name, value in vars(module).items() if value is texts.said
            ]
    settled = [(place, name, getattr(place, name)) for place, name in places]
    try:
        for place, name, speak in settled:
            setattr(place, name, _marking(speak))
        yield
    finally:
        for place, name, speak in settled:
            setattr(place, name, speak)


class Visible(HTMLParser):
    """What a reader of the page sees or hears outside of marks, piece by piece."""

    def __init__(self, page):
        super().__init__()
        self.pieces, self.depth, self.mute, self.foreign = [], 0, 0, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag in BLOCKS:
            self.depth = 0
        for name in SPOKEN:
            self.pieces.append(unmarked(names.get(name) or "")[0])
        if tag == "input" and names.get("type") in ("submit", "button"):
            self.pieces.append(unmarked(names.get("value") or "")[0])
        if tag == "meta" and names.get("name") == "description":
            self.pieces.append(unmarked(names.get("content") or "")[0])
        if tag in EMPTY:
            return
        is_foreign = tag != "html" and names.get("lang")
        if tag in MUTE or self.mute or is_foreign:
            self.mute += 1

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.depth = 0
        if self.mute and tag not in EMPTY:
            self.mute -= 1

    def handle_data(self, data):
        if not self.mute:
            said, self.depth = unmarked(data, self.depth)
            self.pieces.append(said)


def unmarked(text, depth=0):
    """What stands outside of the marks, and how many marks are open at the end."""
    outside = []
    for sign in text:
        if sign == OPEN:
            depth += 1
            outside.append(" ")
        elif sign == CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            outside.append(sign)
    return "".join(outside), depth


def unmarked_in(page, known, is_html=True):
    """The unmarked pieces of a page or a text that are neither known values nor single letters."""
    pieces = Visible(page).pieces if is_html else [unmarked(line)[0] for line in page.split("\n")]
    left = []
    for piece in pieces:
        rest = known.sub(" ", " ".join(piece.split()))
        if WORD.search(rest):
            left.append(" ".join(rest.split()))
    return left


def all_of(values):
    """One pattern for these values as whole words, the longest first."""
    chosen = sorted({value for value in values if WORD.search(value)}, key=len, reverse=True)
    escaped = (re.sub(r"\\\{\w+\\\}", r"\\S+", re.escape(value)) for value in chosen)
    return re.compile(r"https?://\S*|" + "|".join(rf"(?<!\w){value}(?!\w)" for value in escaped))


def values_of_the_world():
    """Every text that rows hold.

    Left out are codes that the program chose (roles, kinds, states) and texts with a wording per
    language, which are marked when they are said.
    """
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("turnabout."):
            continue
        fields = [field for field in model._meta.concrete_fields if _is_text(field)]
        for row in model.objects.values_list(*(field.attname for field in fields)):
            for value in row:
                found.update(_leaves(value))
    return {" ".join(value.split()) for value in found}


def _is_text(field):
    is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
    return is_text and not field.choices


def _leaves(value):
    if isinstance(value, str):
        return {value} if re.search(r"[A-Z \d@.]", value) else set()
    if isinstance(value, dict):
        if "en" in value:
            return set()
        return set().union(*map(_leaves, value.values()))
    if isinstance(value, list):
        return set().union(*map(_leaves, value))
    return set()


def shipped_lines():
    """The lines of the shipped pages and agreement, which exist in each language."""
    lines, titles = set(), set()
    for slug in page_slugs():
        page = load_page(slug, "en")
        titles.add(page.title)
        lines.update(line.strip().lstrip("-# ") for line in page.body_markdown.split("\n"))
    for clause in load_clauses():
        for text in filter(None, (clause.text, clause.growth)):
            kept = titles if clause.is_short else lines
            kept.update(line.strip() for line in text.in_language("en").split("\n"))
    return titles | {line for line in lines if line.count(" ") > 1}
