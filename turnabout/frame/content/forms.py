from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.own_texts import OwnText
from turnabout.foundation.notices.own_words import OwnWords, Sentence
from turnabout.frame.content import services
from turnabout.frame.content.versions import LABELS, PAGE_LABELS

LONGEST = {"subject": 150, "heading": 150, "body": 2000, "actions": 60, "after": 1000}
LETTERS_IN_A_LINE = 90
SHORT = ("subject", "heading", "actions")


class PageForm(forms.Form):
    """A page of the library in one's own words."""

    title = forms.CharField(label=PAGE_LABELS["title"], max_length=160)
    body = forms.CharField(
        label=PAGE_LABELS["body"],
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
            wrong = services.wrong_braces(cleaned.get(name, ""), one.names)
            if wrong:
                self.add_error(name, wrong)
        return cleaned


class OwnTextForm(forms.Form):
    """The sentences of a declared text, each a field; one left empty is the shipped one."""

    def __init__(
        self,
        text: OwnText,
        data: Mapping[str, Any] | None = None,
        *,
        language: str,
        own: Mapping[str, str],
    ) -> None:
        super().__init__(data=data)
        self.text, self.language = text, language
        self.slots = {slot.key: slot for slot in text.slots()}
        for slot in self.slots.values():
            shipped = slot.shipped_in(language)
            told = _("Shipped: %(words)s") % {"words": shipped} if slot.key in own else ""
            self.fields[slot.key] = forms.CharField(
                label=str(slot.label),
                initial=own.get(slot.key, shipped),
                required=False,
                max_length=slot.longest or LONGEST["body" if slot.is_long else "heading"],
                widget=forms.Textarea(
                    attrs={"rows": min(2 + len(shipped) // LETTERS_IN_A_LINE, 6), "lang": language}
                )
                if slot.is_long
                else forms.TextInput(attrs={"lang": language}),
                help_text=told,
            )

    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(key, "") for key in self.slots}

    @property
    def names(self) -> list[str]:
        """Everything that may stand in braces somewhere in it."""
        return sorted({name for slot in self.slots.values() for name in slot.names})

    def said(self) -> dict[str, str]:
        """Every sentence as it would be read."""
        typed = self.words()
        return {
            key: typed[key] or slot.shipped_in(self.language) for key, slot in self.slots.items()
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for key, slot in self.slots.items():
            braces = services.wrong_braces(cleaned.get(key, ""), slot.names, everywhere=())
            if braces:
                self.add_error(key, braces)
        wrong = "" if self.errors else self.text.wrong(self.said())
        if wrong:
            self.add_error(None, str(wrong))
        return cleaned
