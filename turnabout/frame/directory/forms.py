from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.tables import Limits
from turnabout.frame.directory.columns import Column
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
    """One choice per column that may be used, and two about the list as a whole."""

    is_whole = forms.TypedChoiceField(
        label=_("Who is on this list?"),
        choices=[
            ("yes", _("Everybody. Who is not on it has left.")),
            ("no", _("Only some people. The others stay as they are.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    levels_turned = forms.BooleanField(
        label=_("Turn the order of the levels round"), required=False
    )

    def __init__(self, columns: Sequence[Column], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.columns = columns
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
        return {
            column.name: self.cleaned_data[f"column_{index}"]
            for index, column in enumerate(self.columns)
            if f"column_{index}" in self.cleaned_data
        }


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
