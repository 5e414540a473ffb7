from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices.own_words import OwnWords, Sentence
from turnabout.frame.content import services

LABELS = {
    "subject": _("Subject"),
    "heading": _("Heading"),
    "body": _("What to say"),
    "actions": _("Words of the button"),
    "after": _("Said after it"),
}
LONGEST = {"subject": 150, "heading": 150, "body": 2000, "actions": 60, "after": 1000}
SHORT = ("subject", "heading", "actions")


class PageForm(forms.Form):
    """A page of the library in one's own words."""

    title = forms.CharField(label=_("Heading"), max_length=160)
    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Written in Markdown: a blank line between paragraphs, ## before a heading,"
            " - before an item of a list, **bold**."
        ),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class ExceptionForm(forms.Form):
    """Why somebody may begin without the training."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence, such as: has mentored in an earlier programme."),
        max_length=200,
    )


class LetterForm(forms.Form):
    """The sentences of a mail, each a field; a sentence left empty is the shipped one."""

    def __init__(
        self,
        sentences: list[Sentence],
        data: Mapping[str, Any] | None = None,
        *,
        language: str,
        own: OwnWords,
    ) -> None:
        super().__init__(data=data)
        self.sentences = {f"{one.part}_{at}": one for at, one in enumerate(sentences)}
        self.own, self.language = own, language
        seen = Counter(one.part for one in sentences)
        number: Counter[str] = Counter()
        for name, one in self.sentences.items():
            shipped = one.shipped(language)
            current = own.get(one.where, {}).get(one.sentence)
            is_short = one.part in SHORT
            number[one.part] += 1
            label: str = str(LABELS[one.part])
            if seen[one.part] > 1:
                label = f"{label}, {number[one.part]}"
            self.fields[name] = forms.CharField(
                label=label,
                initial=current or shipped,
                required=False,
                max_length=LONGEST[one.part],
                widget=forms.TextInput(attrs={"lang": language})
                if is_short
                else forms.Textarea(attrs={"rows": 3, "lang": language}),
                help_text=_("Shipped: %(words)s") % {"words": shipped} if current else "",
            )

    def words(self) -> dict[str, dict[str, str]]:
        """The own words of the whole mail: those of other cases stay as they are."""
        kept = {where: dict(own) for where, own in self.own.items()}
        for name, one in self.sentences.items():
            text = self.cleaned_data[name]
            if one.part in SHORT:
                text = " ".join(text.split())
            text = text.replace("\r\n", "\n").strip()
            kept.setdefault(one.where, {}).pop(one.sentence, None)
            if text and text != one.shipped(self.language):
                kept[one.where][one.sentence] = text
        return kept

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, one in self.sentences.items():
            unknown = services.unknown_placeholders(cleaned.get(name, ""), one.names)
            if unknown:
                self.add_error(name, services.told_unknown(unknown, one.names))
        return cleaned
