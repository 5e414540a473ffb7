"""The floor plan, held up."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "turnabout"
ROOMS = [
    "foundation/common",
    "foundation/trust",
    "foundation/notices",
    "foundation/accounts",
    "frame/directory",
    "frame/topics",
    "frame/questions",
    "frame/programmes",
    "frame/content",
    "joining/interest",
    "joining/applications",
    "joining/matching",
    "together/pairs",
    "together/meetings",
    "together/gatherings",
    "together/recognition",
    "listening/checkins",
    "listening/concerns",
    "listening/signals",
    "outcomes/figures",
    "faces/home",
    "faces/rehearsal",
    "faces/privacy",
    "faces/api",
    "config",
]
NUMBER = {room: number for number, room in enumerate(ROOMS)}
LABELS = {room.split("/")[-1]: room for room in ROOMS}
FORBIDDEN_CALLS = {
    "timezone.now": "common.time.now is the only clock",
    "datetime.now": "common.time.now is the only clock",
    "auto_now": "common.time.now is the only clock",
    "_base_manager": "rows start from what one may see",
}
CLOCK = "foundation/common/time.py"
ENGINE = "joining/matching/engine"
LONGEST_FILE = 500


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def room_of(path):
    inside = path.relative_to(PACKAGE).as_posix()
    return next((room for room in ROOMS if inside.startswith(room + "/")), None)


def room_of_module(name):
    inside = name.removeprefix("turnabout.").replace(".", "/")
    return next((room for room in ROOMS if (inside + "/").startswith(room + "/")), None)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_room_imports_only_earlier_rooms():
    climbing = []
    for path in modules():
        room = room_of(path)
        if room is None or room == "config":
            continue
        for name in imported(ast.parse(path.read_text())):
            other = room_of_module(name) if name.startswith("turnabout.") else None
            if other and other != "config" and NUMBER[other] > NUMBER[room]:
                climbing.append(f"{path.relative_to(ROOT)} imports {name}")

    assert climbing == []


def test_foreign_keys_point_only_to_earlier_rooms():
    climbing = []
    for model in apps.get_models():
        room = room_of_module(model.__module__)
        for field in model._meta.get_fields():
            if room and field.is_relation and not field.auto_created and field.related_model:
                other = room_of_module(field.related_model.__module__)
                if other and NUMBER[other] > NUMBER[room]:
                    climbing.append(f"{model.__name__}.{field.name}")

    assert climbing == []


def test_templates_include_and_extend_only_earlier_rooms():
    climbing = []
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        folder = path.relative_to(PACKAGE / "templates").parts[0]
        room = LABELS.get(folder)
        names = re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", path.read_text())
        for name in names:
            other = LABELS.get(name.split("/")[0])
            if other and (room is None or NUMBER[other] > NUMBER[room]):
                climbing.append(f"{path.relative_to(ROOT)} uses {name}")

    assert climbing == []


def test_the_engine_imports_no_framework_and_no_other_room():
    allowed = {"numpy", "scipy", "ortools", "numba"}
    foreign = []
    for path in sorted((PACKAGE / ENGINE).rglob("*.py")):
        for name in imported(ast.parse(path.read_text())):
            top = name.split(".")[0]
            if top == "django" or (
                top == "turnabout" and not name.startswith("turnabout.joining.matching.engine")
            ):
                foreign.append(f"{path.name} imports {name}")
            assert top in allowed | {"turnabout"} or top in _standard_library(), name

    assert foreign == []


def _standard_library():
    import sys

    return sys.stdlib_module_names


@pytest.mark.parametrize(("words", "reason"), FORBIDDEN_CALLS.items())
def test_nobody_goes_round_the_house_rules(words, reason):
    found = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if words in path.read_text() and path.relative_to(PACKAGE).as_posix() != CLOCK
    ]

    assert found == [], reason


def test_a_refusal_leaves_it_to_its_page_to_say_that_nothing_was_done():
    said = re.compile(r"(?s)raise \w+\(\s*_\([^)]*\. Nothing (?:was|has)\b")
    twice = [
        path.relative_to(ROOT).as_posix() for path in modules() if said.search(path.read_text())
    ]

    assert twice == []


def test_no_file_is_longer_than_a_reader_can_hold():
    kinds = ("*.py", "*.html", "*.js", "*.css")
    files = [path for kind in kinds for path in PACKAGE.rglob(kind)]
    files += (ROOT / "tests").rglob("*.py")
    long = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if "migrations" not in path.parts
        and "vendor" not in path.parts
        and len(path.read_text().splitlines()) >= LONGEST_FILE
    ]

    assert long == []


def test_pages_carry_no_inline_script_or_style():
    faults = []
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        if "emails" in path.parts:
            continue
        text = re.sub(r"{%.*?%}", "", path.read_text(), flags=re.DOTALL)
        if re.search(r"<style|<[a-z][^>]*\s(style|on[a-z]+)=|<script>|hx-on|javascript:", text):
            faults.append(path.relative_to(ROOT).as_posix())

    assert faults == []


def test_nothing_is_loaded_from_another_host():
    faults = [
        path.relative_to(ROOT).as_posix()
        for kind in ("*.html", "*.css", "*.js")
        for folder in ("templates", "static")
        for path in sorted((PACKAGE / folder).rglob(kind))
        if re.search(r"(src=|<link[^>]*href=|url\(|@import)\s*[\"']?(https?:)?//", path.read_text())
    ]

    assert faults == []
