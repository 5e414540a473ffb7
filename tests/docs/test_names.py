"""What the papers name is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "turnabout"
PAPERS = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs/explanation").glob("*.md"),
    *(ROOT / "docs/how-to").glob("*.md"),
    *ROOT.glob("*.md"),
]
PLACES = (
    ROOT,
    PACKAGE,
    PACKAGE / "templates",
    PACKAGE / "joining/matching",
    PACKAGE / "joining/matching/engine",
    PACKAGE / "frame",
)
A_FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|toml|js|md))`")
AN_ACT = re.compile(r"`(\w+_\w+)`")


def test_every_file_that_a_paper_names_is_there():
    lost = [
        f"{paper.relative_to(ROOT)}: {name}"
        for paper in PAPERS
        for name in A_FILE.findall(paper.read_text())
        if not any((place / name).exists() for place in PLACES)
    ]

    assert lost == []


def test_every_name_of_code_that_the_tour_gives_is_in_the_code():
    code = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    tour = (ROOT / "docs/tour.md").read_text()

    assert [name for name in AN_ACT.findall(tour) if not re.search(rf"\b{name}\b", code)] == []


def test_every_text_that_a_guide_quotes_is_on_a_page():
    said = "\n".join(
        " ".join(path.read_text().split())
        for kind in ("*.html", "*.py", "*.toml")
        for path in PACKAGE.rglob(kind)
    )
    lost = [
        f"{guide.name}: {quoted}"
        for guide in sorted((ROOT / "docs/guide").glob("*.md"))
        for quoted in re.findall(r'"([^"]+)"', " ".join(guide.read_text().split()))
        if quoted.replace("'", "’") not in said and quoted not in said
    ]

    assert lost == []
