import pytest

from turnabout.foundation.common.errors import Refusal
from turnabout.joining.matching.engine.score.columns import InCommon
from turnabout.joining.matching.shell.people import Defaults
from turnabout.joining.matching.shell.rulesfile import load_rules, rules_from


def test_a_rules_file_says_how_to_read_the_lists(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(
        """title = "Spring"
count_in = "points"
[places]
mentors = 2
[levels]
order = ["Junior", "Senior "]
[columns]
unit = "Crew"
wants = ["Hopes", "Dreams"]
use_in_spite = ["Faith"]
lists = ["Clubs"]
[[score]]
rule = "in_common"
column = "Clubs"
weight = 5
[[score]]
rule = "in_common"
column = "Faith"
weight = 5
[[score]]
rule = "distance"
columns = ["unit", "Town"]
weight = 5
""",
        "utf-8-sig",
    )

    read = load_rules(path)

    assert read.title == "Spring"
    assert read.named == {"crew": "unit", "hopes": "wants", "dreams": "wants"}
    assert read.defaults == Defaults(2, 1, ("junior", "senior"), frozenset({"clubs"}))
    assert read.columns_used == {"clubs", "faith", "unit", "town"}
    assert read.rules.parts[:2] == (InCommon(5, "clubs"), InCommon(5, "faith", tell=False))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"columns": 3}, "“columns” is a section: write [columns] on a line."),
        ({"levels": {"order": "up"}}, "“order” is a list of texts in quotes."),
        (
            {"places": {"mentors": "two"}},
            "[places]: “mentors” is a whole number from 0 to 50.",
        ),
    ],
)
def test_a_section_that_makes_no_sense_is_refused(data, sentence):
    with pytest.raises(Refusal) as refused:
        rules_from(data)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("data", "start"),
    [
        ({"colums": {}}, "“colums” means nothing here. Known: title, columns, levels, places, "),
        ({"columns": {"shoes": "a"}}, "[columns]: nothing is called “shoes”. Known: role, "),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(data, start):
    with pytest.raises(Refusal) as refused:
        rules_from(data)

    assert str(refused.value).startswith(start)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"fairest = maybe",
            "rules.toml: this is not a valid rules file (Invalid value (at line 1, column 11)). "
            "Correct that line.",
        ),
        (b"\xff\xfe", "rules.toml: the rules cannot be read. Save them as a text file in UTF-8."),
        (b"fairest = 3", "rules.toml: “3” is neither true nor false."),
    ],
)
def test_a_rules_file_that_cannot_be_used_is_refused_by_name(tmp_path, content, sentence):
    path = tmp_path / "rules.toml"
    path.write_bytes(content)

    with pytest.raises(Refusal) as refused:
        load_rules(path)

    assert str(refused.value) == sentence
