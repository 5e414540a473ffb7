"""An organisation's own words in the mails of the product, sentence by sentence.

Mails are rendered by an engine of their own, in which each marked sentence first asks whether the
reader's organisation wrote its own. Layout, links and the line at the foot are no sentences of a
mail, so nobody rewrites them; and what a sentence may name is what the shipped one names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django import template
from django.template import Context, Engine, Node, NodeList, Template, engines
from django.template.backends.django import DjangoTemplates
from django.template.base import FilterExpression, Parser, Token, render_value_in_context
from django.template.defaulttags import ForNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags import i18n
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

PARTS = ("subject", "heading", "body", "actions", "after")
FRAMES = frozenset({"emails/base.txt", "emails/base.html"})
KNOWN_EVERYWHERE = ("name", "programme_name", "organisation_name")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LONE_BRACE = re.compile(r"\S{0,20}[{}]\S{0,20}")
_NAMED = re.compile(r"%\((\w+)\)s")

Words = Mapping[str, str]
OwnWords = Mapping[str, Words]

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class OwnSentence(Node):
    """A marked sentence that stands back where the organisation wrote its own."""

    child_nodelists = ()

    def __init__(self, shipped: i18n.TranslateNode | i18n.BlockTranslateNode) -> None:
        self.shipped = shipped
        self.values: Mapping[str, Any] = {}
        self.names: tuple[str, ...] = ()
        if isinstance(shipped, i18n.BlockTranslateNode):
            self.sentence, names = shipped.render_token_list(shipped.singular)
            self.names, self.values = tuple(dict.fromkeys(names)), shipped.extra_context
        else:
            self.sentence = str(shipped.filter_expression.var.literal).replace("%", "%%")

    def render(self, context: Context) -> str:
        said: set[str] | None = context.get("sentences_said")
        if said is not None:
            said.add(self.sentence)
        own = _own_for(self.sentence, context.get("own_words") or {})
        if own is None:
            return str(self.shipped.render(context))
        text = self._said(own, context)
        if self.shipped.asvar:
            context[self.shipped.asvar] = text
            return ""
        return text

    def _said(self, own: str, context: Context) -> str:
        known = {name: context.get(name, "") for name in (*self.names, *KNOWN_EVERYWHERE)}
        known["name"] = getattr(context.get("recipient"), "name", "")
        known |= {name: value.resolve(context) for name, value in self.values.items()}
        pieces = PLACEHOLDER.split(own)
        if not context.autoescape:
            words = [
                str(known.get(piece, "")) if at % 2 else piece for at, piece in enumerate(pieces)
            ]
            return "".join(words)
        words = [
            render_value_in_context(known.get(piece, ""), context)
            if at % 2
            else conditional_escape(piece).replace("\n", "<br>")
            for at, piece in enumerate(pieces)
        ]
        return mark_safe("".join(words))  # noqa: S308 - each piece is escaped above


@register.tag("translate")
@register.tag("trans")
def do_translate(parser: Parser, token: Token) -> OwnSentence:
    return OwnSentence(i18n.do_translate(parser, token))


@register.tag("blocktranslate")
@register.tag("blocktrans")
def do_block_translate(parser: Parser, token: Token) -> OwnSentence:
    return OwnSentence(i18n.do_block_translate(parser, token))


@dataclass(frozen=True)
class Sentence:
    """One sentence of a mail: where it stands, the shipped words, what it may name."""

    part: str
    sentence: str
    names: tuple[str, ...]

    @property
    def where(self) -> str:
        """Subject and body are apart, so that the same words in both can be told apart."""
        return "subject" if self.part == "subject" else "body"

    def shipped(self, language: str) -> str:
        with translation.override(language):
            said = translation.gettext(self.sentence)
        return _NAMED.sub(r"{\1}", said).replace("%%", "%")


def engine() -> Engine:
    """The engine that renders mails."""
    mails = engines["mails"]
    assert isinstance(mails, DjangoTemplates)
    return mails.engine


@cache
def sentences_of(kind: str) -> tuple[Sentence, ...]:
    """The sentences of a mail in the order of their parts, each once."""
    room, name = kind.split("/", 1)
    folder = f"{room}/emails/{name}"
    found: dict[tuple[str, str], Sentence] = {}
    for file, part in (("subject.txt", "subject"), ("body.html", ""), ("body.txt", "")):
        for one in _walk(engine().get_template(f"{folder}/{file}"), part):
            found.setdefault((one.where, one.sentence), one)
    shown = [one for one in found.values() if one.part in PARTS]
    # A step is "Answer" on its button and "Answer:" before its link; it is edited once.
    labels = {one.sentence for one in shown}
    shown = [one for one in shown if one.sentence.removesuffix(":") not in labels - {one.sentence}]
    return tuple(sorted(shown, key=lambda one: PARTS.index(one.part)))


def part_of(name: str, part: str, facts: Mapping[str, Any]) -> str:
    """One block of the text of a mail, without its frame. Blocks of blocks are not looked for."""
    page = engine().get_template(name)
    context = Context(dict(facts), autoescape=False)
    with context.bind_template(page):
        return _part_of(page, part, context)


def _part_of(page: Template, part: str, context: Context) -> str:
    for block in page.nodelist.get_nodes_by_type(BlockNode):
        if isinstance(block, BlockNode) and block.name == part:
            with context.render_context.push_state(page, isolated_context=False):
                return str(block.nodelist.render(context))
    for child in page.nodelist.get_nodes_by_type(ExtendsNode):
        parent = str(
            cast(FilterExpression, cast(ExtendsNode, child).parent_name).resolve(Context())
        )
        if parent not in FRAMES:
            return _part_of(engine().get_template(parent), part, context)
    return ""


def placeholders_in(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def brace_alone_in(text: str) -> str:
    """A brace without its other one, and a little of what stands there; nothing where all close."""
    found = LONE_BRACE.search(PLACEHOLDER.sub("", text))
    return found.group() if found else ""


def _own_for(sentence: str, own: Words) -> str | None:
    if sentence in own:
        return own[sentence]
    label = own.get(sentence.removesuffix(":")) if sentence.endswith(":") else None
    return f"{label}:" if label else None


def _walk(page: Template, part: str) -> Iterator[Sentence]:
    """The sentences of a template; what stands in the frame of all mails is left out."""
    for node in page.nodelist:
        if isinstance(node, ExtendsNode):
            yield from _walk_child(node)
        else:
            yield from _walk_node(node, part)


def _walk_child(child: ExtendsNode) -> Iterator[Sentence]:
    found = child.nodelist.get_nodes_by_type(BlockNode)
    blocks = [block for block in found if isinstance(block, BlockNode)]
    own = {block.name for block in blocks}
    for block in blocks:
        # The block `subject` of the HTML is its title, which is set from the subject.
        if block.name != "subject":
            yield from _walk_list(block.nodelist, block.name)
    parent = str(cast(FilterExpression, child.parent_name).resolve(Context()))
    if parent not in FRAMES:
        rest = _walk(engine().get_template(parent), "")
        yield from (one for one in rest if one.part not in own)


def _walk_list(nodes: Iterable[Node], part: str) -> Iterator[Sentence]:
    for node in nodes:
        yield from _walk_node(node, part)


def _walk_node(node: Node, part: str) -> Iterator[Sentence]:
    if isinstance(node, OwnSentence):
        yield Sentence(part, node.sentence, node.names)
    elif isinstance(node, IncludeNode):
        yield from _walk(engine().get_template(str(node.template.resolve(Context()))), part)
    elif not isinstance(node, ForNode):
        for name in node.child_nodelists:
            yield from _walk_list(getattr(node, name, NodeList()), part)
