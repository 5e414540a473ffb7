from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.foundation.notices.models import Reader
from turnabout.foundation.notices.pace import Pace
from turnabout.foundation.notices.preferences import news_to_choose

Choices = Sequence[tuple[int, str | Promise]]


def hours(first: int = 0, last: int = 23) -> Choices:
    return [(hour, f"{hour}:00") for hour in range(first, last + 1)]


def days() -> Choices:
    return list(WEEKDAYS.items())


class NumberChoice(forms.TypedChoiceField):
    """One of a few numbers; left empty it is what the organisation set."""

    def __init__(self, *, choices: Choices, as_set: str = "", **options: Any) -> None:
        empty = [("", as_set)] if as_set else []
        super().__init__(
            choices=[*empty, *choices],
            coerce=int,
            empty_value=None,
            required=not as_set,
            **options,
        )


class PreferencesForm(forms.Form):
    """How one reader wants to be written to."""

    asks_by = forms.ChoiceField(
        label=gettext_lazy("When something is asked of you"), widget=forms.RadioSelect
    )
    news = forms.MultipleChoiceField(
        label=gettext_lazy("News that you want"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, reader: Reader, pace: Pace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.kind, one.why) for one in news_to_choose()]
        self.kinds = [kind for kind, _why in kinds]
        choose = self.fields["asks_by"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [
            (Reader.Asks.EACH, _("a mail each, as few as possible")),
            (Reader.Asks.DIGEST, _("one mail a week")),
            (Reader.Asks.PAGE, _("no mail; I look at my page")),
        ]
        choose.initial = reader.asks_by
        news = self.fields["news"]
        assert isinstance(news, forms.MultipleChoiceField)
        news.choices = kinds
        news.initial = [kind for kind in self.kinds if kind not in reader.muted]
        shipped = _("as your organisation set it")
        day = "" if pace.digest_day is None else f" ({WEEKDAYS[pace.digest_day]})"
        self.fields["digest_day"] = NumberChoice(
            label=_("Day of the weekly mail"), choices=days(), as_set=f"{shipped}{day}"
        )
        self.fields["digest_hour"] = NumberChoice(
            label=_("Its hour"), choices=hours(), as_set=f"{shipped} ({pace.digest_hour}:00)"
        )
        self.fields["quiet_from"] = NumberChoice(
            label=_("Quiet from"), choices=hours(), as_set=f"{shipped} ({pace.quiet_from}:00)"
        )
        self.fields["quiet_until"] = NumberChoice(
            label=_("Quiet until"), choices=hours(), as_set=f"{shipped} ({pace.quiet_until}:00)"
        )
        for name in ("digest_day", "digest_hour", "quiet_from", "quiet_until"):
            self.fields[name].initial = getattr(reader, name)

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if (chosen.get("quiet_from") is None) != (chosen.get("quiet_until") is None):
            raise ValidationError(_("Choose both hours of the quiet time, or neither."))
        return chosen

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as it is kept: the news she does without, not those she wants."""
        chosen = dict(self.cleaned_data)
        wanted = chosen.pop("news")
        return {**chosen, "muted": [kind for kind in self.kinds if kind not in wanted]}
