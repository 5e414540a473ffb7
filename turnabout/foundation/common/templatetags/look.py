"""What templates need to draw the house's own shapes."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from turnabout.foundation.common import weeks
from turnabout.foundation.common.icons import ICONS

register = template.Library()

_LEVEL_KINDS = {"error": "stop", "warning": "plain", "debug": "plain"}

# Interlocked, or drifted apart: the shape tells the state before its colour does.
_TOGETHER = (
    "M5.2 20.8v-8.2a7.2 7.2 0 0 1 14.4 0v8.2",
    "M12.4 11.2v8.2a7.2 7.2 0 0 0 14.4 0v-8.2",
)
_APART = ("M2.6 19v-7a5.2 5.2 0 0 1 10.4 0v7", "M19 13v7a5.2 5.2 0 0 0 10.4 0v-7")
_PAIR_STATES = {
    "on_course": _TOGETHER,
    "watch": _APART,
    "needs_person": _APART,
    "too_early": _TOGETHER,
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the set, hidden from screen readers because a word stands beside it."""
    if not name:
        return SafeString()
    return format_html(
        '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper() or "?"


@register.simple_tag
def person_mark(person: object | None, side: str = "") -> SafeString:
    """Initials in an arch (mentor), a cup (mentee) or a plain shape; dashed for nobody yet.

    `person` is a name or something with a `name`.
    """
    if not person:
        return format_html(
            '<span class="who who--none{}" aria-hidden="true">?</span>',
            f" who--none-{side}" if side else "",
        )
    name = person if isinstance(person, str) else str(getattr(person, "name", person))
    return format_html(
        '<span class="who who--{}" aria-hidden="true">{}</span>', side or "plain", initials(name)
    )


@register.simple_tag
def pair_state(state: str, with_word: bool = True) -> SafeString:
    """The glyph of how a pair is doing, with its word unless the word stands beside it."""
    arch, cup = _PAIR_STATES[state]
    glyph = format_html(
        '<svg class="glyph glyph--{}" viewBox="0 0 32 32" aria-hidden="true">'
        '<path class="n" d="{}"/><path class="u" d="{}"/></svg>',
        state,
        arch,
        cup,
    )
    if not with_word:
        return glyph
    return format_html('<span class="state">{}<span>{}</span></span>', glyph, _pair_word(state))


def _pair_word(state: str) -> str:
    return {
        "on_course": _("on course"),
        "watch": _("keep an eye on"),
        "needs_person": _("needs a person"),
        "too_early": _("too early to say"),
    }[state]


@register.filter
def note_kind(level_tag: str) -> str:
    """The kind of note in which a message of this level is told."""
    return _LEVEL_KINDS.get(level_tag, "told")


@register.filter
def control_kind(field: BoundField) -> str:
    """How a form field is laid out: a tick, a scale, a list of choices or one control."""
    widget = field.field.widget
    if hasattr(field.field, "low"):
        return "scale"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "one"


@register.filter
def week_table(field: BoundField) -> weeks.WeekTable:
    """The options of a field of hours as a table: hours down, days across."""
    return weeks.week_table(field)


@register.filter
def counted(number: int) -> range:
    """The numbers from one up to this one, to repeat a shape."""
    return range(1, number + 1)
