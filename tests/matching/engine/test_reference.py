import re
from pathlib import Path

from turnabout.joining.matching.rulebook import HARD, PARTS

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/engine.md").read_text()


def test_the_example_of_the_reference_runs():
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

    exec(compile(example, "engine.md", "exec"), {})


def test_the_reference_lists_every_rule_and_part():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert named == [*HARD, *PARTS]
