import re
from pathlib import Path

from turnabout.joining.matching.rulebook import HARD, PARTS

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/engine.md").read_text()


def test_the_examples_of_the_reference_run():
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

    assert len(examples) == 3
    said = {}
    for example in examples:
        exec(compile(example, "engine.md", "exec"), said)


def test_the_reference_lists_every_rule_and_part():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert named == [*HARD, *PARTS]
