"""Sample content for the page that shows every part of the look once."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common import charts
from turnabout.foundation.common.icons import ICONS
from turnabout.foundation.common.weeks import week_choices

SWATCHES = (
    ("paper", _("page")),
    ("sheet", _("where one writes")),
    ("sunk", _("quiet ground")),
    ("line", _("hairlines")),
    ("edge", _("borders that matter")),
    ("ink", _("text")),
    ("ink-2", _("second voice")),
    ("petrol", _("mentee, action, kept")),
    ("petrol-tint", _("said, chosen")),
    ("marigold", _("mentor, you are here")),
    ("ochre", _("marigold in charts")),
    ("marigold-tint", _("mentor, quiet")),
    ("brick", _("needs a person")),
    ("brick-tint", _("refusal, error")),
)


class SheetForm(forms.Form):
    aim = forms.CharField(
        label=_("One aim, in one sentence"),
        help_text=_("What should be different in a year?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    last_session_on = forms.DateField(
        label=_("Last session by"),
        error_messages={"invalid": _("31 June does not exist. June has 30 days.")},
    )
    preset = forms.ChoiceField(
        label=_("Preset"), choices=[("digital", _("Digital and AI fluency"))], required=False
    )
    place = forms.ChoiceField(
        label=_("Where will you meet?"),
        choices=[("depot", _("At the mentor’s place")), ("video", _("By video"))],
        widget=forms.RadioSelect,
    )
    may_move = forms.BooleanField(
        label=_("My assistant may move times. They see nothing else."), required=False
    )
    staff_list = forms.FileField(
        label=_("Staff list"), help_text=_("A CSV or XLSX file."), required=False
    )
    topic = forms.ChoiceField(
        label=_("AI tools and judgement"),
        choices=[("offer", _("Offer")), ("ask", _("Ask first")), ("off", _("Off limits"))],
        widget=forms.RadioSelect,
        required=False,
    )
    meant = forms.ChoiceField(
        label=_("I could say what I meant"),
        choices=[
            ("1", _("not at all")),
            ("2", _("hardly")),
            ("3", _("partly")),
            ("4", _("mostly")),
            ("5", _("fully")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    hours = forms.MultipleChoiceField(
        label=_("Hours that usually suit you"),
        help_text=_("One hour every three weeks is enough."),
        choices=week_choices(last_hour=13),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def sheet_context() -> dict[str, Any]:
    """Everything that `components/sheet.html` shows, with nothing read from anywhere."""
    return {
        "swatches": SWATCHES,
        "icons": sorted(ICONS),
        "form": _sample_form(),
        "wave": charts.session_wave(_sample_sessions()),
        "chart": charts.promise_chart(_sample_weeks()),
        "crowded_chart": charts.promise_chart(
            [charts.WeekOfSessions(str(week), 300 + 9 * week, 40, 12) for week in range(1, 9)]
        ),
        "bar_rows": [
            charts.bar_row(str(_("Customer")), 18, 20, text=str(_("18 of 20"))),
            charts.bar_row(str(_("Operations")), 27, 35, text=str(_("27 of 35"))),
            charts.bar_row(str(_("Legal")), None, 5),
        ],
        "ranges": [
            (_("Could say what they meant"), charts.mean_range(4.3, 3.9, 4.7, 21)),
            (_("Something has changed"), charts.mean_range(3.4, 2.7, 4.1, 18)),
        ],
        "two_sided": charts.two_sided_rows(
            [
                (str(_("AI tools and judgement")), 61, 48),
                (str(_("Data and automation")), 33, 36),
                (str(_("Collaboration tools")), 16, 27),
                (str(_("Eleven more topics")), None, None),
            ]
        ),
        "task": _sample_task(),
        "other_task": {
            "when": _("By Thursday"),
            "when_kind": "open",
            "when_icon": "clock",
            "kind": _("one click, after reading"),
            "title": _("The mid-point review goes out to 52 people"),
            "text": _("Nothing leaves before you say so."),
            "actions": [{"label": _("Read the letters"), "url": "#main"}],
        },
        "phases": [
            {"name": _("Apply"), "when": _("to 5 Dec"), "state": "done"},
            {
                "name": _("Training"),
                "when": _("to 9 Jan"),
                "state": "done",
                "note": _("50 of 52 finished; two waived, with a reason"),
            },
            {"name": _("Sessions 1 to 4"), "when": _("to 3 Apr"), "state": "now"},
            {"name": _("Mid-point review"), "when": _("7 to 17 Apr"), "state": "to_come"},
        ],
        "insights": [
            {
                "title": _("The rota tool cannot be read on a phone"),
                "rungs": [
                    {"name": _("Heard"), "text": _("5 Mar"), "state": "on"},
                    {"name": _("Will do"), "text": _("put it before IT"), "state": "on"},
                    {
                        "name": _("Was due 20 Mar"),
                        "text": _("say where it stands"),
                        "state": "late",
                    },
                ],
                "url": "#main",
                "label": _("Say where it stands"),
            },
            {
                "title": _("Nobody knows how bids for new equipment are chosen"),
                "rungs": [
                    {"name": _("Heard"), "text": _("5 Mar"), "state": "on"},
                    {"name": _("Will do"), "text": _("choose a step and a date")},
                    {"name": _("Done")},
                ],
            },
        ],
        "page_obj": Paginator(range(60), 20).page(2),
        "seen_by_both": format_html(
            "{} <b>{}</b>. {}", _("Seen by"), _("you and Ada"), _("Nobody else.")
        ),
        "seen_by_you": format_html("{} <b>{}</b>.", _("Seen"), _("only by you")),
    }


def _sample_form() -> SheetForm:
    form = SheetForm(
        {
            "aim": _("Directors decide about AI with people who use it every day."),
            "last_session_on": "31 June 2026",
            "may_move": "on",
            "topic": "ask",
            "meant": "4",
            "hours": ["mon-09", "mon-10", "wed-09", "fri-11"],
        }
    )
    form.full_clean()
    return form


def _sample_sessions() -> list[tuple[str, date | None]]:
    return [
        (charts.HELD, date(2026, 1, 22)),
        (charts.HELD, date(2026, 2, 12)),
        (charts.HELD, date(2026, 3, 5)),
        (charts.NEXT, date(2026, 3, 26)),
        (charts.LATER, date(2026, 4, 16)),
        (charts.LATER, date(2026, 5, 7)),
        (charts.LATER, date(2026, 5, 28)),
        (charts.LATER, date(2026, 6, 18)),
    ]


def _sample_weeks() -> list[charts.WeekOfSessions]:
    counts = [(9, 0, 1), (12, 2, 0), (5, 1, 1), (8, 0, 0), (6, 3, 1), (4, 1, 0), (10, 1, 1)]
    past = [
        charts.WeekOfSessions(str(number), *triple) for number, triple in enumerate(counts, start=2)
    ]
    return [*past, charts.WeekOfSessions("9", 0, 0, 0, to_come=7, is_now=True)]


def _sample_task() -> dict[str, Any]:
    return {
        "when": _("Today"),
        "when_kind": "act",
        "kind": _("2 minutes, by phone"),
        "title": _("Call Ruth Adeyemi’s office"),
        "text": _(
            "Two sessions in a row were moved from her side. Her mentor has not been asked to do "
            "anything and will not be."
        ),
        "say": _("“Ruth has no move left. Could we fix Thursday 2 April now?”"),
        "why": _("Two of the last three sessions were moved. It counts moves, never reasons."),
        "actions": [
            {"label": _("Done, date agreed"), "url": "#main"},
            {"label": _("Not reached"), "url": "#main"},
        ],
    }
