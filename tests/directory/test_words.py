import pytest
from django.urls import reverse

from tests.directory import lists
from tests.directory.lists import HEADER, as_csv, with_cell
from turnabout.frame.directory import queries
from turnabout.frame.directory.levels import merge_steps, order_levels
from turnabout.frame.directory.models import Level, Person
from turnabout.frame.directory.places import place_words, zone_of
from turnabout.frame.directory.services import (
    Step,
    Where,
    apply_import,
    choose_columns,
    read_staff_list,
    settle_levels,
    settle_places,
    undo_import,
)

# Nobody of the cast, so that nobody is asked who is who.
ADA, BRUNO, CHIDI = (
    with_cell(with_cell(row, "Name", f"{number} Frost"), "Email", "")
    for number, row in enumerate((lists.ADA, lists.BRUNO, lists.CHIDI))
)
PAGE = reverse("directory:levels_and_places")


def bring(organisation, *rows):
    batch = read_staff_list(organisation, data=as_csv([HEADER, *rows]), name="part.csv")
    choose_columns(batch, columns={}, is_whole=False)
    apply_import(batch)
    return batch


def steps(organisation):
    return [
        (level.name, level.rank, level.title)
        for level in Level.objects.filter(organisation=organisation).order_by("rank", "name")
    ]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin HQ", "Europe/Berlin"),
        ("New York office", "America/New_York"),
        ("Munich", "Europe/Berlin"),
        ("España", "Europe/Madrid"),
        ("Deutschland", "Europe/Berlin"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("United States", ""),
        ("Lyon and Tokyo", ""),
        ("Córdoba", ""),
        ("Holm", ""),
        ("", ""),
    ],
)
def test_a_word_for_a_place_tells_its_clock_only_where_there_is_one(text, zone):
    assert zone_of(text) == zone


def test_words_that_are_only_spelled_otherwise_are_alike():
    assert place_words("Berlin HQ") == place_words("berlin") == "berlin"
    assert (place_words("HQ"), place_words("Berlin 2")) == ("hq", "berlin 2")
    assert order_levels(["Sr. Mgr", "Senior Manager", "Band"], []).steps == (
        ("Band",),
        ("Senior Manager", "Sr. Mgr"),
    )
    assert merge_steps([("L1",), ("Mgr", "Band C")], [("L1",), ("L2",), ("Manager",)]) == (
        ("L1",),
        ("L2",),
        ("Mgr", "Band C", "Manager"),
    )


def test_levels_that_were_put_in_order_stay_so_through_the_next_list_and_its_undo(cast):
    organisation = cast.organisation
    bring(organisation, with_cell(ADA, "Level", "Band C"), with_cell(BRUNO, "Level", "Grade 41"))
    Level.objects.exclude(name__in=("Band C", "Grade 41")).delete()

    settle_levels(organisation, {"Grade 41": Step(1), "Band C": Step(1)}, by=cast.chidi)
    assert steps(organisation) == [("Band C", 1, "Band C"), ("Grade 41", 1, "Band C")]

    batch = bring(organisation, with_cell(CHIDI, "Level", "Band D"))
    assert [(name, rank) for name, rank, _title in steps(organisation)] == [
        ("Band C", 1),
        ("Grade 41", 1),
        ("Band D", 2),
    ]
    assert queries.words_waiting(organisation).levels == ("Band D",)
    settle_levels(
        organisation,
        {"Band D": Step(1), "Band C": Step(2), "Grade 41": Step(1.5, "Expert")},
        by=cast.chidi,
    )
    undo_import(batch)
    assert steps(organisation) == [
        ("Band D", 1, "Band D"),
        ("Grade 41", 2, "Expert"),
        ("Band C", 3, "Band C"),
    ]
    assert [one.title for one in queries.level_steps(organisation)] == [
        "Band D",
        "Expert",
        "Band C",
    ]


def test_a_place_is_said_once_and_every_later_list_keeps_its_name_and_clock(cast):
    organisation = cast.organisation
    bring(organisation, with_cell(ADA, "Site", "Berlin HQ"), with_cell(BRUNO, "Site", "Berlin"))
    found = {one.word: one for one in queries.places_met(organisation)}
    assert (found["Berlin HQ"].called, found["Berlin HQ"].zone) == ("Berlin", "Europe/Berlin")
    ada = Person.objects.get(hr_id="E1")
    assert (ada.place, ada.clock_zone) == ("Berlin HQ", organisation.zone)

    settle_places(organisation, {"Berlin HQ": Where("Berlin", "Europe/Berlin")}, by=cast.chidi)
    settle_places(organisation, {"Berlin": Where("Berlin", "Europe/Paris")}, by=cast.chidi)
    bring(organisation, with_cell(CHIDI, "Site", "Berlin HQ"))

    people = Person.objects.filter(hr_id__in=("E1", "E2", "E3")).order_by("hr_id")
    assert [(one.listed_place, one.place, one.clock_zone) for one in people] == [
        ("Berlin HQ", "Berlin", "Europe/Paris"),
        ("Berlin", "Berlin", "Europe/Paris"),
        ("Berlin HQ", "Berlin", "Europe/Paris"),
    ]
    batch = read_staff_list(
        organisation, data=as_csv([HEADER, with_cell(ADA, "Site", "Berlin HQ")]), name="again.csv"
    )
    choose_columns(batch, columns={}, is_whole=False)
    (change,) = queries.preview_import(batch).difference.changed
    assert [one.field for one in change.fields] == ["manager"]
    assert queries.words_waiting(organisation).places == ("Holm", "Skarn")


def test_the_coordinator_says_what_the_words_mean_on_one_page(cast, as_person):
    bring(cast.organisation, with_cell(ADA, "Site", "Skarn HQ"), BRUNO)
    chidi = as_person(cast.chidi)
    assert "Say what they mean" in chidi.get(reverse("directory:people")).content.decode()
    page = chidi.get(PAGE)
    levels, said = ({field: form[field].initial for field in form.fields} for form in _forms(page))
    rows = {one.word: index for index, one in enumerate(page.context["places"].words)}

    wrong = chidi.post(
        PAGE,
        {**said, "what": "places", f"zone_{rows['Holm']}": "Nowhere", f"zone_{rows['Skarn']}": ""},
    )
    two = {f"zone_{rows['Skarn']}": "Oslo", f"zone_{rows['Skarn HQ']}": "Paris"}
    clashing = chidi.post(PAGE, {**said, "what": "places", **two})
    senseless = chidi.post(PAGE, {**levels, "what": "levels", next(iter(levels)): "much"})
    called = {field: "Staff" for field in levels if "called" in field}
    alike = chidi.post(PAGE, {**levels, "what": "levels", **called})

    assert [one.status_code for one in (wrong, clashing, senseless, alike)] == [422] * 4
    assert "“Staff” stands on another step too." in alike.content.decode()
    assert "“Nowhere” is no time zone we know." in wrong.content.decode()
    assert "A place has one time zone." in clashing.content.decode()
    both = {f"zone_{rows['Skarn']}": "Oslo", f"zone_{rows['Holm']}": "Berlin"}
    assert chidi.post(PAGE, {**said, "what": "places", **both}).status_code == 302
    assert chidi.post(PAGE, {**levels, "what": "levels"}).status_code == 302
    cast.bruno.refresh_from_db()
    assert (cast.bruno.place, cast.bruno.clock_zone) == ("Skarn", "Europe/Oslo")
    assert Person.objects.get(hr_id="E1").clock_zone == "Europe/Oslo"
    assert not queries.words_waiting(cast.organisation)
    assert "Say what they mean" not in chidi.get(reverse("directory:people")).content.decode()


def _forms(page):
    return page.context["levels"], page.context["places"]
