"""The reference pages say what the code does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_setting_is_in_the_reference_and_nothing_else():
    read = (ROOT / "turnabout/config/settings.py").read_text()
    told = (ROOT / "docs/reference/settings.md").read_text()

    assert sorted(set(re.findall(r"^\| `(TURNABOUT_\w+)`", told, re.M))) == sorted(
        set(re.findall(r"\"(TURNABOUT_\w+)\"", read))
    )


def test_every_dependency_has_its_decision():
    wanted = [
        re.split(r"[\[<>=]", line)[0]
        for line in (ROOT / "requirements/base.in").read_text().split()
        if not line.startswith("-")
    ]
    decisions = "\n".join(
        path.read_text().lower() for path in (ROOT / "docs/decisions").glob("*.md")
    )

    assert [name for name in wanted if f"`{name}`" not in decisions] == []


def test_every_event_is_listed():
    events = {
        name
        for path in (ROOT / "turnabout").rglob("events.py")
        for name in re.findall(r"^(\w+) = Signal\(", path.read_text(), re.M)
    }
    told = (ROOT / "docs/reference/events.md").read_text()

    assert sorted(name for name in events if f"`{name}`" not in told) == []


def test_links_between_the_papers_lead_somewhere():
    broken = []
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for paper in papers:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", paper.read_text()):
            if not (paper.parent / target).exists():
                broken.append(f"{paper.relative_to(ROOT)} -> {target}")

    assert broken == []
