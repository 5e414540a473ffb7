import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.directory.lists import STAFF, as_csv, many
from turnabout.foundation.common.due import run_due
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory import services
from turnabout.frame.directory.models import ImportBatch, Person
from turnabout.frame.directory.queries import check_page, percent_done, preview_import
from turnabout.frame.directory.services import asking


@pytest.fixture
def batch(cast, monkeypatch):
    monkeypatch.setattr(services, "LARGE", 2)
    found = services.read_staff_list(
        cast.organisation, data=as_csv(many(3)), name="staff.csv", by=cast.chidi
    )
    services.choose_columns(found, columns={}, is_whole=False)
    return found


def url(name, batch):
    return reverse(f"directory:{name}", args=[batch.public_id])


def look_through(client, batch):
    form = client.get(url("import_columns", batch)).context["form"]
    choices = {field.html_name: field.initial for _column, field in form.used()}
    return client.post(url("import_columns", batch), choices)


def press(client, batch):
    look_through(client, batch)
    run_due()
    seen = client.get(url("import_check", batch)).context["form"].initial["seen"]
    return client.post(url("import_apply", batch), {"seen": seen, "many_may_leave": "on"})


def test_a_large_list_is_brought_in_by_the_worker_while_the_page_tells_how_far_it_is(
    cast, batch, as_person
):
    chidi = as_person(cast.chidi)
    before = Person.objects.count()

    page = chidi.get(press(chidi, batch).url).content.decode()

    assert "rows are being brought in" in page
    assert 'aria-valuenow="0"' in page
    assert Person.objects.count() == before
    run_due()
    batch.refresh_from_db()
    assert batch.applied_at is not None
    assert Person.objects.count() == before + batch.counts["new"]
    swapped = chidi.get(url("import_done", batch), headers={"HX-Request": "true"})
    assert swapped["HX-Redirect"] == url("import_done", batch)
    assert "Undo this import" in chidi.get(url("import_done", batch)).content.decode()


def test_a_list_that_is_pressed_twice_is_brought_in_once(cast, batch, as_person):
    chidi = as_person(cast.chidi)
    press(chidi, batch)
    answer = chidi.post(url("import_apply", batch), {"seen": "x"})

    assert answer.status_code == 409
    assert (asking.do_what_was_asked(batch.pk), asking.do_what_was_asked(batch.pk)) == (True, False)


def test_a_look_through_that_an_earlier_release_kept_is_asked_for_again(cast, batch, as_person):
    chidi = as_person(cast.chidi)
    look_through(chidi, batch)
    run_due()
    batch.refresh_from_db()
    older = {**batch.checked, "likenesses": 2}
    del older["alike"]
    ImportBatch.objects.filter(pk=batch.pk).update(checked=older)

    told = chidi.get(url("import_check", batch), follow=True)

    assert told.redirect_chain == [(url("import_columns", batch), 302)]
    assert "has to be worked out again. Nobody was changed." in told.content.decode()
    assert press(chidi, batch).status_code == 302


def test_a_worker_that_died_leaves_nothing_and_another_begins_anew(cast, batch, monkeypatch):
    services.ask_for_import(batch, by=cast.chidi, many_may_leave=True, seen="")
    before = Person.objects.count()
    told = []

    def dies(batch, **_options):
        told.append(percent_done(batch))
        raise SystemExit

    monkeypatch.setattr(asking, "apply_import", dies)
    with pytest.raises(SystemExit):
        asking.do_what_was_asked(batch.pk)
    monkeypatch.undo()

    assert Person.objects.count() == before
    assert asking.do_what_was_asked(batch.pk) is False
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert asking.do_what_was_asked(batch.pk) is True


def test_a_list_that_is_refused_says_why_on_its_page(cast, batch, as_person):
    services.ask_for_import(batch, by=cast.chidi, many_may_leave=True, seen="something else")

    assert asking.do_what_was_asked(batch.pk) is False

    page = as_person(cast.chidi).get(url("import_check", batch), follow=True).content.decode()
    assert "The people here changed since you looked." in page


def test_a_list_that_never_ends_is_given_up(cast, batch):
    services.ask_for_import(batch, by=cast.chidi, many_may_leave=True, seen="")
    ImportBatch.objects.filter(pk=batch.pk).update(attempts=asking.MOST_ATTEMPTS)

    assert asking.do_what_was_asked(batch.pk) is False

    batch.refresh_from_db()
    assert (batch.asked_at, batch.trouble[:21]) == (None, "It was begun several ")


def test_rows_to_put_right_are_had_as_a_table_that_runs_nothing(cast, as_person):
    rows = [STAFF[0], ["N9", "=1+1", *STAFF[1][2:]]]
    batch = services.read_staff_list(cast.organisation, data=as_csv(rows), name="-list.csv")

    answer = as_person(cast.chidi).get(url("import_problems", batch))

    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0] == ["File", "Row", "Column", "What", "What to do"]
    assert {row[0] for row in table[1:]} <= {"'-list.csv"}


def test_many_other_names_at_once_stop_a_list_until_somebody_says_yes(cast):
    def staff(turn):
        head = ["Employee ID", "Name", "Department"]
        people = [[f"N{i:03}", f"Person {(i + turn) % 60:02}", "Data"] for i in range(60)]
        return as_csv([head, *people])

    first = services.read_staff_list(cast.organisation, data=staff(0), name="a.csv")
    services.choose_columns(first, columns={}, is_whole=False)
    services.apply_import(first)
    second = services.read_staff_list(cast.organisation, data=staff(1), name="b.csv")
    services.choose_columns(second, columns={}, is_whole=False)

    (brake,) = preview_import(second).difference.brakes
    assert brake.startswith("60 of 63 people would get another name.")
    with pytest.raises(Refusal, match="Were staff numbers given anew"):
        services.apply_import(second)
    services.apply_import(second, many_may_leave=True)


def test_a_large_list_is_looked_through_by_the_worker_and_again_after_each_answer(
    cast, batch, as_person
):
    chidi = as_person(cast.chidi)
    assert chidi.get(url("import_check", batch)).url == url("import_columns", batch)
    assert chidi.get(url("import_problems", batch)).status_code == 404
    asked = look_through(chidi, batch)
    assert asked.url == url("import_done", batch)
    assert "rows are being looked through" in chidi.get(asked.url).content.decode()
    assert chidi.post(url("import_columns", batch), {"anew": "yes"}).url == asked.url
    run_due()
    done = chidi.get(asked.url)

    page = chidi.get(done.url)
    fresh = check_page(preview_import(ImportBatch.objects.get(pk=batch.pk)), by=cast.chidi)
    shown = page.context["shown"]
    assert done.url == url("import_check", batch)
    assert (shown.fingerprint, shown.groups) == (fresh.fingerprint, fresh.groups)
    assert "Row" in chidi.get(url("import_problems", batch)).content.decode()
    again = chidi.post(url("import_check", batch), {"is_whole": "yes"})
    assert again.url == url("import_done", batch)
    run_due()
    assert len(chidi.get(url("import_check", batch)).context["shown"].brakes) == 1
