import pytest

from tests.topics.phrases import TUNING, is_held_out, proposed, rate, read
from turnabout.frame.topics.packs import load_topics


def test_every_phrase_of_the_list_names_a_topic_that_exists():
    slugs = {topic.slug for topic in load_topics()}

    assert {slug for wanted in read(TUNING).values() for slug in wanted} - slugs == set()


@pytest.mark.parametrize("is_kept_apart", [True, False])
def test_an_everyday_phrase_finds_its_topic_nine_times_in_ten(is_kept_apart):
    found = [one for one in proposed(read(TUNING)) if is_held_out(one.phrase) == is_kept_apart]

    assert rate(found) >= 0.9


def test_a_list_is_read_from_toml_or_from_lines(tmp_path):
    lines, table = tmp_path / "list.csv", tmp_path / "list.toml"
    lines.write_text('"a, b",one;two\n\nc, three\n', encoding="utf-8")
    table.write_text('[phrases]\n"a, b" = ["one", "two"]\nc = "three"\n', encoding="utf-8")

    assert read(lines) == read(table) == {"a, b": ("one", "two"), "c": ("three",)}
