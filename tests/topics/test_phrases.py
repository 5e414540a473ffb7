from tests.topics.phrases import BLIND, TUNING, proposed, rate, read, read_all
from turnabout.frame.topics.packs import load_topics


def test_every_phrase_of_the_list_names_a_topic_that_exists():
    slugs = {topic.slug for topic in load_topics()}

    assert {slug for wanted in read_all(TUNING).values() for slug in wanted} - slugs == set()


def test_the_phrases_tuned_on_keep_finding_their_topic():
    assert rate(proposed(read_all(TUNING))) >= 0.95


def test_phrases_of_somebody_who_never_saw_the_keywords_find_their_topic():
    found = proposed(read(BLIND))

    assert len(found) == 150
    assert rate(found) >= 0.85


def test_a_list_is_read_from_toml_or_from_lines(tmp_path):
    lines, table = tmp_path / "list.csv", tmp_path / "list.toml"
    lines.write_text('"a, b",one;two\n\nc, three\n', encoding="utf-8")
    table.write_text('[phrases]\n"a, b" = ["one", "two"]\nc = "three"\n', encoding="utf-8")

    assert read(lines) == read(table) == {"a, b": ("one", "two"), "c": ("three",)}
