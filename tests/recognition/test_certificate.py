"""A certificate on any day: before the end, after it, whoever ended it."""

from datetime import timedelta

from tests.content.test_editing import text_of
from tests.meetings.factories import make_booked_pair, make_held_meeting
from turnabout.foundation.common.time import clock
from turnabout.frame.content.services import finish_module, say_in_own_words
from turnabout.together.pairs.services import end_pair


def test_each_proves_her_part_before_and_after_an_early_end_without_a_word_of_the_other(
    cast, as_person
):
    pair = make_booked_pair(cast)
    page = f"/recognition/of/{pair.public_id}/certificate/"
    place = f"/pairs/{pair.public_id}/"
    none_yet = (
        text_of(as_person(cast.ada).get(page)),
        page in as_person(cast.ada).get(place).content.decode(),
    )
    held = make_held_meeting(cast, pair)
    finish_module(cast.ada, "training/mentor-1")

    with clock(held.starts_at + timedelta(days=1)):
        linked = page in as_person(cast.ada).get(place).content.decode()
        before = text_of(as_person(cast.ada).get(page))
        end_pair(pair, by=cast.bruno)
        after = text_of(as_person(cast.ada).get(page))
        say_in_own_words(
            cast.organisation,
            "certificate",
            language="en",
            words={"mentee": "Bruno’s kind of learning."},
            by=cast.chidi,
        )
        file = as_person(cast.bruno).get(f"{page}?as=file")

    assert ("No session has been held yet" in none_yet[0], none_yet[1], linked) == (
        True,
        False,
        True,
    )
    for said in (before, after):
        assert "Ada Nowak was a mentor in the programme “Fresh Eyes” of Northmere Water." in said
        assert "One session was held, on 9 March 2026. Together they took one hour." in said
        assert "One module of training went with them." in said
        assert "Chidi Okafor coordinates the programme" in said
        assert "Bruno" not in said
    assert file["Content-Disposition"] == 'attachment; filename="certificate.html"'
    written = file.content.decode()
    assert "Bruno’s kind of learning." in written
    assert ("Ada" in written, "ended" in written) == (False, False)
