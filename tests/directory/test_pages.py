import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.directory.lists import ADA, BRUNO, CHIDI, HEADER, STAFF, as_csv, many, with_cell
from tests.factories import make_person
from turnabout.frame.directory.models import ImportBatch, Person
from turnabout.frame.directory.services import apply_import, choose_columns, read_staff_list


def upload(client, rows, name="staff.csv"):
    data = rows if isinstance(rows, bytes) else as_csv(rows)
    return client.post(reverse("directory:import_file"), {"file": SimpleUploadedFile(name, data)})


def test_the_coordinator_walks_from_the_file_to_done_and_back(cast, as_person):
    chidi = as_person(cast.chidi)
    before = Person.objects.count()

    answer = upload(chidi, many(3))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("directory:import_columns", args=[batch.public_id])
    page = chidi.get(answer.url)
    assert "8 columns are understood" in page.content.decode()
    choices = {
        field.html_name: field.initial
        for _column, field in [*page.context["form"].used(), *page.context["form"].unused()]
    }
    answer = chidi.post(answer.url, choices)
    assert answer.url == reverse("directory:import_check", args=[batch.public_id])
    page = chidi.get(answer.url)
    assert "Change 3 people" in page.content.decode()
    assert Person.objects.count() == before
    seen = page.context["form"].initial["seen"]
    answer = chidi.post(reverse("directory:import_apply", args=[batch.public_id]), {"seen": seen})
    assert answer.url == reverse("directory:import_done", args=[batch.public_id])
    assert "Done, 3 people changed" in chidi.get(answer.url).content.decode()
    assert Person.objects.count() == before + 3
    answer = chidi.post(reverse("directory:import_undo", args=[batch.public_id]))
    assert "The import is undone" in chidi.get(answer.url).content.decode()
    assert Person.objects.count() == before


def test_many_leavers_ask_for_a_tick(cast, as_person):
    chidi = as_person(cast.chidi)
    himself = with_cell(with_cell(CHIDI, "Employee ID", cast.chidi.hr_id), "Email", "c@example.org")
    upload(chidi, [HEADER, himself])
    batch = ImportBatch.objects.get()
    page = reverse("directory:import_check", args=[batch.public_id])
    assert "Everybody on it is in Board, and others are not." in chidi.get(page).content.decode()
    assert chidi.post(page, {"is_whole": "yes"}).url == page
    check = chidi.get(page)
    assert "Of 3 people, 2 would leave." in check.content.decode()
    seen = {"seen": check.context["form"].initial["seen"]}
    apply = reverse("directory:import_apply", args=[batch.public_id])

    refused = chidi.post(apply, seen)
    assert (refused.status_code, Person.objects.exclude(left_on=None).count()) == (409, 0)

    done = chidi.post(apply, {**seen, "many_may_leave": "on"})
    assert (done.status_code, Person.objects.exclude(left_on=None).count()) == (302, 2)


def test_nobody_lets_herself_leave_by_her_own_list(cast, as_person):
    chidi = as_person(cast.chidi)
    upload(chidi, many(3))
    batch = ImportBatch.objects.get()
    page = reverse("directory:import_check", args=[batch.public_id])
    chidi.post(page, {"is_whole": "yes"})
    check = chidi.get(page)

    answer = chidi.post(
        reverse("directory:import_apply", args=[batch.public_id]),
        {"seen": check.context["form"].initial["seen"], "many_may_leave": "on"},
    )

    assert "By this list you have left yourself." in check.content.decode()
    assert (answer.status_code, Person.objects.exclude(left_on=None).count()) == (409, 0)


def test_a_broken_file_is_refused_on_the_page_and_nothing_is_kept(cast, as_person):
    answer = upload(as_person(cast.chidi), b"%PDF-1.7", "staff.csv")

    assert answer.status_code == 422
    assert "staff.csv, the whole file: This is a PDF" in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_rows_that_cannot_be_read_stop_the_list_with_row_and_remedy(cast, as_person):
    chidi = as_person(cast.chidi)
    upload(chidi, [HEADER, ADA, with_cell(BRUNO, "Employee ID", "E1"), CHIDI])
    batch = ImportBatch.objects.get()

    page = chidi.get(reverse("directory:import_check", args=[batch.public_id]))
    text = page.content.decode()

    assert "1 thing to put right" in text
    assert "staff.csv, row 3" in text
    assert "Give each person a number of her own" in text
    assert "import_apply" not in text
    apply = reverse("directory:import_apply", args=[batch.public_id])
    assert chidi.post(apply, {"seen": "x"}).status_code == 409


def test_protected_columns_are_left_out_and_told(cast, as_person):
    chidi = as_person(cast.chidi)
    header = (*HEADER, "Gender", "Salary")
    upload(chidi, [header, (*ADA, "Female", "30000"), (*BRUNO, "Male", "90000")])
    batch = ImportBatch.objects.get()

    page = chidi.get(reverse("directory:import_columns", args=[batch.public_id])).content.decode()

    assert "Left out on purpose" in page
    assert "It tells of a protected trait" in page
    assert "30000" not in page


def test_somebody_is_found_by_name_team_or_address(cast, as_person):
    chidi = as_person(cast.chidi)
    people = reverse("directory:people")

    def found(**search):
        return [person.name for person in chidi.get(people, search).context["page_obj"]]

    assert found() == ["Ada Nowak", "Bruno Keller", "Chidi Okafor"]
    assert found(search="nowak") == ["Ada Nowak"]
    assert found(search="operations") == ["Bruno Keller"]
    assert found(search=cast.ada.address) == ["Ada Nowak"]
    assert found(show="left") == []


def test_a_search_swaps_only_the_list(cast, as_person):
    answer = as_person(cast.chidi).get(
        reverse("directory:people"), {"search": "ada"}, headers={"HX-Request": "true"}
    )

    assert answer.templates[0].name == "directory/_people_list.html"


def test_ada_sees_herself_and_nobody_else(cast, as_person):
    ada = as_person(cast.ada)

    assert ada.get(reverse("directory:person", args=[cast.ada.public_id])).status_code == 200
    assert ada.get(reverse("directory:person", args=[cast.bruno.public_id])).status_code == 404
    assert ada.get(reverse("directory:people")).status_code == 404


def test_the_stranger_sees_no_person_and_no_import_of_this_house(cast, as_person):
    upload(as_person(cast.chidi), STAFF)
    batch = ImportBatch.objects.get()
    dana = as_person(cast.dana)

    pages = [
        dana.get(reverse("directory:person", args=[cast.ada.public_id])),
        *[
            dana.get(reverse(f"directory:{name}", args=[batch.public_id]))
            for name in ("import_columns", "import_check", "import_done")
        ],
        *[
            dana.post(reverse(f"directory:{name}", args=[batch.public_id]))
            for name in ("import_apply", "import_undo")
        ],
    ]

    assert [page.status_code for page in pages] == [404] * 6


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def people_rows(cast, client, count):
    bring_part(cast.organisation, many(count))
    return reverse("directory:people")


def reports(cast, client, count):
    for _number in range(count):
        make_person(cast.organisation, manager=cast.bruno)
    return reverse("directory:person", args=[cast.bruno.public_id])


def earlier_imports(cast, client, count):
    ImportBatch.objects.bulk_create(
        ImportBatch(
            organisation=cast.organisation,
            file_name=f"{number}.csv",
            uploaded_by=cast.chidi,
            uploaded_at=cast.organisation.created_at,
            applied_at=cast.organisation.created_at,
        )
        for number in range(count)
    )
    return reverse("directory:imports")


def rows_to_check(cast, client, count):
    answer = upload(client, many(count))
    return answer.url + "check/"


def columns_to_check(cast, client, count):
    return upload(client, many(count)).url


@pytest.mark.parametrize(
    "page", [people_rows, reports, earlier_imports, rows_to_check, columns_to_check]
)
def test_a_page_takes_the_same_queries_with_1_and_3_and_300_rows(page, cast, as_person):
    chidi = as_person(cast.chidi)

    one, three, many_rows = (queries_of(chidi, page(cast, chidi, count)) for count in (1, 3, 300))

    assert (three, many_rows) == (one, one)


def bring_part(organisation, rows):
    batch = read_staff_list(organisation, data=as_csv(rows), name="part.csv")
    choose_columns(batch, columns={}, is_whole=False)
    apply_import(batch)


def test_each_page_leads_on_to_where_the_list_stands(cast, as_person):
    chidi = as_person(cast.chidi)
    upload(chidi, STAFF)
    batch = ImportBatch.objects.get()
    pages = {
        name: reverse(f"directory:{name}", args=[batch.public_id])
        for name in ("import_columns", "import_check", "import_apply", "import_done")
    }

    assert chidi.get(pages["import_done"]).url == pages["import_columns"]
    assert chidi.post(pages["import_apply"]).url == pages["import_check"]
    choose_columns(batch, columns={}, is_whole=False)
    apply_import(batch)
    assert chidi.get(pages["import_columns"]).url == pages["import_done"]
    assert chidi.get(pages["import_check"]).url == pages["import_done"]


def test_a_meaning_that_is_none_is_refused_where_it_was_chosen(cast, as_person):
    chidi = as_person(cast.chidi)
    page = upload(chidi, STAFF).url

    answer = chidi.post(page, {"is_whole": "yes", "column_0": "birthday"})

    assert answer.status_code == 422


def test_a_list_that_changes_nothing_says_so(cast, as_person):
    bring_part(cast.organisation, many(3))
    chidi = as_person(cast.chidi)
    page = upload(chidi, many(3)).url
    batch = ImportBatch.objects.get(applied_at=None)
    choose_columns(batch, columns={}, is_whole=False)

    text = chidi.get(page + "check/").content.decode()

    assert "Nobody changes" in text
    assert "There is nothing to import." in text
