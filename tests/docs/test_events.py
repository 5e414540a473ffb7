"""The page of events says who sends and who hears, as the code does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ROOT / "turnabout"
ROW = re.compile(r"^\| `(\w+)` \| (\w+): (.*?) \| (.*?) \| (.*?) \|$", re.M)
TOLD = ROW.findall((ROOT / "docs/reference/events.md").read_text())


def test_every_event_is_told_under_the_room_that_sends_it():
    sent = {
        (name, path.parent.name)
        for path in ROOMS.rglob("events.py")
        for name in re.findall(r"^(\w+) = Signal\(", path.read_text(), re.M)
    }

    assert sorted((name, room) for name, room, *_ in TOLD) == sorted(sent)


def test_every_listener_is_told_and_nobody_else():
    heard = {
        (name, path.parent.name)
        for path in ROOMS.rglob("listeners.py")
        for name in re.findall(r"^@receiver\((?:\w+\.)?(\w+)", path.read_text(), re.M)
    }
    told = {
        (name, room)
        for name, _, _, _, hears in TOLD
        if hears != "nobody yet"
        for room in re.findall(r"(?:^|; )(\w+):", hears)
    }

    assert sorted(told) == sorted(heard)


def test_every_act_that_sends_is_there():
    acts = {
        name
        for path in ROOMS.rglob("*.py")
        for name in re.findall(r"^def (\w+)\(", path.read_text(), re.M)
    }
    told = {act for _, _, sent_by, _, _ in TOLD for act in re.findall(r"`(\w+)`", sent_by)}

    assert sorted(told - acts) == []
