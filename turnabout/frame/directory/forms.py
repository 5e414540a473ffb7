from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from turnabout.foundation.common.tables import Limits
from turnabout.frame.directory.columns import Column, mapping_of
from turnabout.frame.directory.queries import Alike, CheckPage
from turnabout.frame.directory.vocabulary import MEANINGS, Field, short_meaning


class StaffListForm(forms.Form):
    file = forms.FileField(
        label=_("Staff list"),
        help_text=_("CSV or XLSX, up to 20 MB, as your HR system exports it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and check its size."),
        },
        allow_empty_file=True,
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > Limits.file_bytes:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Leave out columns, or split it in two.")
            )
        return file


class ColumnsForm(forms.Form):
    """One choice per column that may be used, and one about the levels."""

    levels_turned = forms.BooleanField(
        label=_("Turn the order of the levels round"), required=False
    )

    def __init__(
        self, columns: Sequence[Column], *args: Any, has_order: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.columns = columns
        if has_order:
            del self.fields["levels_turned"]
        choices = [
            (field.value, short_meaning(field)) for field in MEANINGS if field is not Field.LEFT_OUT
        ]
        for index, column in enumerate(columns):
            if column.field is Field.LEFT_OUT:
                continue
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                initial=column.field.value,
                widget=forms.Select(attrs={"class": "select"}),
            )

    def _rows(self, *, used: bool) -> list[tuple[Column, forms.BoundField]]:
        return [
            (column, self[f"column_{index}"])
            for index, column in enumerate(self.columns)
            if column.is_used is used and column.field is not Field.LEFT_OUT
        ]

    def used(self) -> list[tuple[Column, forms.BoundField]]:
        return self._rows(used=True)

    def unused(self) -> list[tuple[Column, forms.BoundField]]:
        return self._rows(used=False)

    def left_out(self) -> list[Column]:
        return [column for column in self.columns if column.field is Field.LEFT_OUT]

    def chosen(self) -> dict[str, str]:
        chosen = (
            (column, Field(self.cleaned_data[f"column_{index}"]))
            for index, column in enumerate(self.columns)
            if f"column_{index}" in self.cleaned_data
        )
        return mapping_of([replace(column, field=field) for column, field in chosen])


class AboutListForm(forms.Form):
    """Whether the list is the whole, and who on it is somebody known by another number."""

    is_whole = forms.TypedChoiceField(
        label=_("Is this the whole list, or a part?"),
        choices=[
            ("yes", _("The whole list. Who is not on it has left.")),
            ("no", _("A part. Who is not on it stays as she or he is.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    trusts_both = forms.BooleanField(required=False)

    def __init__(self, page: CheckPage, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.page = page
        self.fields["is_whole"].initial = "yes" if page.is_whole else "no"
        self.fields["is_whole"].help_text = page.whole_why
        self.fields["trusts_both"].initial = page.trusts_both
        self.fields["trusts_both"].label = ngettext(
            "In %(count)d row name and mail address both agree: it is the same person",
            "In %(count)d rows name and mail address both agree: they are the same people",
            page.both_agree,
        ) % {"count": page.both_agree}
        if page.both_agree < 2:
            del self.fields["trusts_both"]
        for one in page.alike:
            self.fields[f"same_{one.key}"] = forms.TypedChoiceField(
                label=_("Who is %(name)s?") % {"name": one.name},
                required=False,
                choices=[
                    ("", _("Not sure yet. Both stay as they are.")),
                    ("same", one.same),
                    ("new", one.other),
                ],
                coerce=lambda value: value == "same",
                empty_value=None,
                initial={None: "", True: "same", False: "new"}[one.is_same],
                help_text=one.why,
                widget=forms.RadioSelect,
            )

    def alike(self) -> list[tuple[Alike, forms.BoundField]]:
        return [(one, self[f"same_{one.key}"]) for one in self.page.alike]

    def same(self) -> dict[tuple[str, str], bool | None]:
        """What was answered; who was not on the page that was sent is left as it is."""
        return {
            (one.hr_id, one.known_as): self.cleaned_data[f"same_{one.key}"]
            for one in self.page.alike
            if f"same_{one.key}" in self.data
        }

    def says_something_new(self) -> bool:
        """Whether an answer differs from what the page showed. An open box is sent as nothing."""
        return any(name in self.data or name == "trusts_both" for name in self.changed_data)


class ApplyForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    many_may_leave = forms.BooleanField(label=_("Yes, this is right"), required=False)


class PeopleSearchForm(forms.Form):
    search = forms.CharField(label=_("Find somebody"), required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Who is here")), ("left", _("Who has left"))],
    )
