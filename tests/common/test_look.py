import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import css_inline
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import turnabout
from turnabout.foundation.common import charts
from turnabout.foundation.common.icons import ICONS
from turnabout.foundation.common.sheet import SheetForm, sheet_context
from turnabout.foundation.common.templatetags import look
from turnabout.foundation.common.weeks import week_choices, week_table

PACKAGE = Path(turnabout.__file__).parent
COMPONENTS = sorted((PACKAGE / "templates" / "components").glob("*.html"))
ERROR_PAGES = ["403.html", "404.html", "500.html", "503.html", "refusal.html", "form_expired.html"]


class Page(HTMLParser):
    """What a browser would have to be allowed to do with a page, and what its links point at."""

    def __init__(self, text):
        super().__init__()
        self.inline, self.ids, self.targets, self.labelled = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        is_inline = tag == "style" or (tag == "script" and "src" not in names)
        if is_inline or any(name == "style" or name.startswith("on") for name in names):
            self.inline.append((tag, attrs))
        if "id" in names:
            self.ids.append(names["id"])
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.labelled += (names.get(name) or "").split()
        if (names.get("href") or "").startswith("#"):
            self.targets.append(names["href"][1:])

    handle_startendtag = handle_starttag


def render(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def squeezed(text):
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", text)).strip()


@pytest.mark.parametrize("name", [*ERROR_PAGES, "components/sheet.html"])
def test_the_browser_finds_nothing_inline_and_no_link_into_nowhere(name):
    page = Page(render_to_string(name, sheet_context() if "sheet" in name else {"text": "No."}))

    assert page.inline == []
    assert [id_ for id_ in page.ids if page.ids.count(id_) > 1] == []
    assert [id_ for id_ in page.labelled + page.targets if id_ and id_ not in page.ids] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_page_builder_reads_on_top_of_a_component_what_it_needs(path):
    opening = path.read_text().replace('{% extends "base.html" %}\n', "").splitlines()[0]

    assert re.fullmatch(r"\{# .+ (Needs|Takes|Blocks): .+ #\}|\{# .+ Needs.+ #\}", opening)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Nowak", "AN"),
        ("Leïla Saïdi", "LS"),
        ("Ana María de la Cruz", "AC"),
        ("ada", "A"),
        ("  ", "?"),
    ],
)
def test_a_person_is_drawn_with_the_first_letters_of_the_name(name, letters):
    assert look.initials(name) == letters


def test_the_side_is_told_by_the_shape_and_nobody_is_dashed():
    class Somebody:
        name = "Ada <b>"

    assert render('{% person_mark who "mentor" %}', who=Somebody()) == (
        '<span class="who who--mentor" aria-hidden="true">A</span>'
    )
    assert render('{% person_mark who "mentee" %}', who="Bruno Keller") == (
        '<span class="who who--mentee" aria-hidden="true">BK</span>'
    )
    assert render("{% person_mark who %}", who="Chidi Okafor") == (
        '<span class="who who--plain" aria-hidden="true">CO</span>'
    )
    assert render('{% person_mark who "mentor" %}', who=None) == (
        '<span class="who who--none who--none-mentor" aria-hidden="true">?</span>'
    )


def test_an_icon_is_silent_and_an_unknown_one_is_a_fault():
    assert render('{% icon "tick" %}') == (
        f'<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="{ICONS["tick"]}"/></svg>'
    )
    assert render('{% icon "" %}') == ""
    with pytest.raises(KeyError):
        render('{% icon "rocket" %}')


def test_a_pair_in_trouble_differs_from_one_on_course_in_shape_and_in_words():
    drawn = {
        state: render("{% pair_state state %}", state=state)
        for state in ("on_course", "watch", "needs_person", "too_early")
    }

    shapes = [re.findall(r' d="([^"]+)"', svg) for svg in drawn.values()]
    assert (shapes[0] == shapes[3], shapes[1] == shapes[2], shapes[0] == shapes[1]) == (
        True,
        True,
        False,
    )
    assert [re.findall(r"<span>(.+?)</span>", svg) for svg in drawn.values()] == [
        ["on course"],
        ["keep an eye on"],
        ["needs a person"],
        ["too early to say"],
    ]
    assert "<span" not in render('{% pair_state "watch" with_word=False %}')


def test_a_pair_sees_its_sessions_as_a_wave_with_words_for_it():
    wave = charts.session_wave(
        [
            ("held", date(2026, 1, 22)),
            ("missed", None),
            ("next", date(2026, 3, 26)),
            ("later", date(2026, 6, 18)),
        ]
    )

    assert (wave.wide.width, wave.slim.width) == ("412", "188")
    assert [stroke.kind for stroke in wave.slim.strokes] == [
        "w-next",
        "w-next",
        "w-here",
        "w-hole",
        "w-miss",
        "w-n",
        "w-n2",
    ]
    assert [word.text for word in wave.wide.words] == [
        "1",
        "22 Jan",
        "2",
        "3",
        "26 Mar",
        "4",
        "18 Jun",
    ]
    assert [word.text for word in wave.slim.words] == ["1", "2", "3", "4"]
    assert wave.label == (
        "4 sessions. 1 held. The next is number 3, on Thursday 26 March. The last is on 18 June."
    )


def test_a_coordinator_counts_one_mark_per_session():
    chart = charts.promise_chart(
        [
            charts.WeekOfSessions("2", 2, 1, 1),
            charts.WeekOfSessions("3", 0, 0, 0, to_come=1, is_now=True),
        ]
    )

    assert [mark.kind for mark in chart.marks] == ["kept", "kept", "moved", "missed", "to_come"]
    assert [mark.place for mark in chart.marks[:3]] == [
        "translate(2 36)",
        "translate(18 36)",
        "translate(2 19)",
    ]
    assert chart.marks[3].d == charts.CUP
    assert [(word.text, word.kind) for word in chart.words] == [("2", ""), ("3", "strong")]
    assert (chart.kept, chart.moved, chart.missed) == (2, 1, 1)


def test_too_many_sessions_to_count_become_bars_of_the_right_height():
    chart = charts.promise_chart([charts.WeekOfSessions("2", 300, 0, 100)])

    heights = [float(re.search(r"v([\d.]+)", mark.d)[1]) for mark in chart.marks]
    assert chart.is_one_mark_per_session is False
    assert heights == [102, 34]
    assert sum(heights) == float(chart.axis)


def test_a_long_programme_names_every_other_week():
    chart = charts.promise_chart([charts.WeekOfSessions(str(n), 1, 0, 0) for n in range(1, 27)])

    assert chart.is_long is True
    assert [word.text for word in chart.words] == [str(n) for n in range(1, 27, 2)]


def test_a_chart_without_weeks_is_an_empty_axis():
    chart = charts.promise_chart([])

    assert (chart.marks, chart.words, chart.width) == ((), (), "360")


def test_a_mean_stands_on_its_whole_scale():
    assert charts.mean_range(3, 2, 4.5, 18) == charts.MeanRange(
        point="49.4", start="25", length="62.5", mean="3.0", low="2.0", high="4.5", people=18
    )
    assert charts.mean_range(5, 4.8, 5.3, 5).length == "5"


def test_a_hidden_value_is_said_and_never_drawn_as_zero():
    row = charts.bar_row("Legal", None, 5)
    hidden = charts.two_sided_rows([("Eleven more topics", None, 3)])[0]

    html = squeezed(render_to_string("components/bar_row.html", {"row": row}))
    assert html == squeezed(
        '<tr><th scope="row">Legal</th><td colspan="2">'
        '<span class="few">not enough people to say</span></td></tr>'
    )
    assert hidden.is_hidden is True


def test_a_bar_ends_where_its_value_ends():
    assert charts.bar_row("Customer", 18, 20).length == "90"
    assert charts.bar_row("Nothing due", 0, 0).length == "0"
    assert charts.bar_row("More than all", 9, 5).length == "100"


def test_both_sides_share_a_scale_and_the_unmet_end_is_dashed():
    plenty, short = charts.two_sided_rows([("AI", 61, 48), ("Tools", 16, 27)])

    assert (plenty.offered_length, plenty.met_length, plenty.short_length) == ("82.4", "64.84", "0")
    assert (short.met_length, short.short_length, short.wanted_end) == ("21.61", "14.86", "36.47")


def test_coordinates_keep_their_point_where_people_write_a_comma():
    with translation.override("es"):
        wave = charts.session_wave([("held", date(2026, 1, 22))])
        mean = charts.mean_range(4.3, 3.9, 4.7, 21)
        svg = render_to_string("components/mean_range.html", {"range": mean})

    assert "," not in wave.slim.strokes[0].d
    assert (mean.point, mean.mean) == ("81.9", "4,3")
    assert 'x="81.9"' in svg


def test_an_error_stands_between_label_and_control_and_belongs_to_it():
    form = SheetForm({"aim": ""}, auto_id="%s")
    html = squeezed(render_to_string("components/field.html", {"field": form["aim"]}))
    order = [html.index(part) for part in ("<label", 'class="hint"', 'class="bad"', "<textarea")]

    assert all(before < after for before, after in pairwise(order))
    assert 'aria-describedby="aim_helptext aim_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_one_question():
    form = SheetForm({}, auto_id="%s")
    html = squeezed(render_to_string("components/field.html", {"field": form["place"]}))

    assert re.match(r"<fieldset [^>]+>", html)[0] == (
        '<fieldset class="field field--bad" id="place" tabindex="-1"'
        ' aria-describedby="place_error">'
    )
    assert html.count('type="radio"') == 2
    assert html.count("<legend>") == 1


def test_a_tick_says_its_sentence_beside_it_and_who_sees_it():
    html = squeezed(
        render_to_string(
            "components/field.html",
            {"field": SheetForm(auto_id="%s")["may_move"], "sees": "Only you.", "is_private": True},
        )
    )

    assert html == squeezed(
        '<div class="field"><label class="choice" for="may_move">'
        '<input type="checkbox" name="may_move" id="may_move">'
        "<span>My assistant may move times. They see nothing else.</span></label>"
        f'<p class="sees">{look.icon("lock")}<span>Only you.</span></p></div>'
    )


def test_a_hidden_field_is_only_itself():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    html = render_to_string("components/field.html", {"field": Hidden()["token"]})

    assert squeezed(html) == '<input type="hidden" name="token" id="id_token">'


def test_what_is_to_put_right_leads_to_each_field():
    html = render_to_string("components/form_errors.html", {"form": SheetForm({"aim": "One"})})

    assert "2 things to put right" in html
    assert Page(html).targets == ["id_last_session_on", "id_place"]
    assert squeezed(render_to_string("components/form_errors.html", {"form": SheetForm()})) == ""


def test_a_topic_has_three_ways_and_none_may_be_chosen():
    class Topics(forms.Form):
        ai = forms.ChoiceField(
            label="AI",
            required=False,
            choices=[("", "-"), ("O", "Offer"), ("A", "Ask first"), ("X", "Off limits")],
            widget=forms.RadioSelect,
        )

    html = render_to_string("components/three_ways.html", {"field": Topics()["ai"]})

    assert re.findall(r'class="(tri-\w+)"', html) == ["tri-offer", "tri-ask", "tri-off"]
    assert re.findall(r'value="(\w*)"', html) == ["O", "A", "X"]


def test_a_week_is_a_table_of_plain_checkboxes():
    class Hours(forms.Form):
        hours = forms.MultipleChoiceField(
            choices=[
                *week_choices(first_hour=9, last_hour=12, days=("mon", "tue")),
                ("fri-09", ""),
            ],
            widget=forms.CheckboxSelectMultiple,
        )

    field = Hours({"hours": ["tue-09", "mon-12"]})["hours"]
    table = week_table(field)
    html = render_to_string("components/week.html", {"field": field})

    assert [day for day, _short in table.days] == ["Monday", "Tuesday", "Friday"]
    assert [row.hour for row in table.rows] == ["09:00", "10:00", "11:00", "12:00"]
    assert [cell.value for cell in table.rows[1].cells] == ["mon-10", "tue-10", ""]
    assert [cell.is_chosen for cell in table.rows[0].cells] == [False, True, False]
    assert (table.chosen, table.rows[3].cells[0].is_morning) == (2, False)
    assert (html.count('type="checkbox"'), html.count(" checked")) == (9, 2)
    assert "Tuesday 09:00" in html


def test_an_hour_is_named_in_the_readers_language():
    value, label = week_choices(first_hour=9, last_hour=9, days=("tue",))[0]

    assert (value, str(label)) == ("tue-09", "Tuesday 09:00")
    with translation.override("es"):
        assert str(label) == "martes 09:00"


def test_only_the_first_task_has_a_main_button():
    task = {"when": "Today", "title": "Call", "actions": [{"label": "Done", "url": "/d"}] * 2}
    first = render_to_string("components/task.html", {"task": task, "is_first": True})
    other = render_to_string("components/task.html", {"task": task, "is_first": False})

    assert re.findall(r'class="(btn[^"]*)"', first) == ["btn", "btn btn--line"]
    assert re.findall(r'class="(btn[^"]*)"', other) == ["btn btn--line", "btn btn--line"]


def test_turning_a_page_keeps_what_was_searched_for():
    page = Paginator(range(60), 20).page(2)
    request = RequestFactory().get("/pairs/", {"q": "ada", "page": 2})

    html = render_to_string("components/pager.html", {"page_obj": page}, request)
    assert re.findall(r'href="([^"]+)"', html) == ["?q=ada&amp;page=1", "?q=ada&amp;page=3"]
    alone = Paginator([1], 20).page(1)
    assert squeezed(render_to_string("components/pager.html", {"page_obj": alone})) == ""


def test_a_refusal_is_a_page_for_people_and_a_note_for_a_part_of_a_page():
    class Asked:
        htmx = True

    page = render_to_string("refusal.html", {"text": "Both moves are used."})
    note = render_to_string("refusal.html", {"text": "Both moves are used.", "request": Asked()})

    assert ("<html" in page, "Nothing has been changed or sent." in page) == (True, True)
    assert squeezed(note) == squeezed(
        f'<div class="note note--stop">{look.icon("warning")}<p>Both moves are used.</p></div>'
    )


@pytest.mark.parametrize(
    ("level", "kind"),
    [("success", "told"), ("info", "told"), ("warning", "plain"), ("error", "stop")],
)
def test_a_message_is_told_in_a_note_of_its_kind(level, kind):
    assert look.note_kind(level) == kind


def test_a_mail_stands_alone_and_turns_dark():
    html = css_inline.inline(
        render_to_string("emails/base.html", {"programme_name": "Fresh Eyes"}), keep_at_rules=True
    )
    text = render_to_string(
        "emails/base.txt", {"programme_name": "Ada's", "organisation_name": "B & C"}
    )

    assert re.findall(r"""(?:src|href)=["']?([^"'>]+)|url\(""", html) == []
    assert "prefers-color-scheme: dark" in html
    assert "You got this because you take part in Ada's at B & C." in text
