"""Canary strings in every private field of a pair's life, looked for wherever somebody could look.

Each private field holds a word of its own. Then every page, file and mail that each role can reach
is searched, with the log lines of the writing, the database as a dump gives it, and what
`turnabout backup` packs. A word is found only where its readers are.
"""

import logging
import tarfile

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests import twins
from tests.cast import make_cast
from tests.factories import MONDAY, make_member, make_person, make_user
from tests.meetings.factories import make_booked_pair, make_held_meeting
from tests.pairs.dumps import dump
from turnabout.faces.privacy.backup import write_backup
from turnabout.frame.topics.models import Topic
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.applications import boundaries, lived
from turnabout.joining.applications.boundaries import PrivateSide
from turnabout.joining.applications.lived import Lived
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.services import begin_application
from turnabout.listening.checkins.services import give_pulse
from turnabout.listening.concerns.services import raise_concern
from turnabout.together.pairs import services
from turnabout.together.recognition.services import open_offer

BOTH = {"Ada", "Bruno"}
# Each private field, and who may read it.
READERS = {
    "clause": BOTH,
    "goal": BOTH,
    "heard": BOTH,
    "plan": BOTH,
    "outcome": BOTH,
    "line": BOTH,
    "shared": BOTH,
    "whom": BOTH,
    "why": BOTH,
    "note": {"Ada"},
    "takeaway": {"Bruno"},
    "boundary": {"Ada"},
    "pulse": {"Ada"},
    "lived": {"Ada"},
    "concern": {"guardian", "Ada"},
    "ask": {"Ada", "Bruno"},
}


def canary(field):
    return f"canary-{field}-7c1d"


def written(cast, pair):
    """Every private field, through the pages where there is one."""

    def post(person, name, public_id, **data):
        client = Client()
        client.force_login(person.user)
        assert client.post(reverse(name, args=[public_id]), data).status_code == 302, name

    ada, bruno, about = cast.ada, cast.bruno, pair.public_id
    application = Application.objects.create(
        membership=cast.mentor, begun_at=MONDAY, saved_at=MONDAY, sent_at=MONDAY, step=3
    )
    boundaries.write(application, PrivateSide(units=frozenset({canary("boundary")})))
    services.draft_agreement(pair, {"place": canary("clause")}, by=ada)
    services.write_goal(pair, canary("goal"), by=ada)
    post(bruno, "pairs:hear", about, heard=canary("heard"))
    thing = pair.commitments.get()
    services.plan_commitment(thing, canary("plan"), MONDAY.date(), by=bruno)
    services.finish_commitment(thing, canary("outcome"), by=bruno)
    post(ada, "pairs:lines", about, words=canary("line"))
    for person in (ada, bruno):
        post(person, "pairs:shared_notes_switch", about, notes="on")
    post(ada, "pairs:shared_notes", about, words=canary("shared"))
    post(bruno, "pairs:introductions", about, whom=canary("whom"), why=canary("why"))
    post(ada, "pairs:notes", about, words=canary("note"))
    post(bruno, "pairs:notes", about, words=canary("takeaway"), session=1)
    meeting = make_held_meeting(cast, pair)
    meeting.refresh_from_db()
    pulse = {"worth": 4, "could_say": 2, "one_word": canary("pulse"), "tell": "nobody"}
    give_pulse(meeting, pulse, by=ada)
    raise_concern(cast.programme, canary("concern"), by=ada)
    install_catalogue(cast.organisation)
    topic = Topic.objects.get(organisation=cast.organisation, slug="ai-assistants")
    offer = open_offer(cast.mentor, topic, "For everybody", is_for_organisation=True, by=ada)
    post(bruno, "recognition:ask", offer.public_id, words=canary("ask"))
    services.ask_for_mediation(pair, by=ada)
    lived.write(begin_application(cast.mentor), Lived(True, answers={"own": canary("lived")}))


def packed(folder):
    """Everything inside a backup of this world, whose rows are in no file yet."""
    kept = {alias: connections[alias] for alias in ("default", "keys")}
    archive = folder / "backup.tar.gz"
    try:
        for alias, connection in kept.items():
            file = folder / f"{alias}.sqlite3"
            file.write_bytes(connection.connection.serialize())
            connections[alias] = connection.copy()
            connections[alias].settings_dict["NAME"] = str(file)
        write_backup(archive)
    finally:
        for alias, connection in kept.items():
            if connections[alias] is not connection:
                connections[alias].close()
            connections[alias] = connection
    with tarfile.open(archive) as members:
        return {one.name: members.extractfile(one).read() for one in members.getmembers()}


@pytest.mark.capability("S022", "S048")
def test_a_canary_is_found_only_where_its_readers_are(caplog, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("It reads the bytes of SQLite's files; a PostgreSQL server's are its own.")
    lying = {}

    def build():
        cast = make_cast()
        watchers = {
            "Ada": cast.ada,
            "Bruno": cast.bruno,
            "Chidi": cast.chidi,
            "stranger": cast.dana,
        }
        for role in ("sponsor", "guardian", "delegate", "owner"):
            watchers[role] = make_person(cast.organisation, name=f"The {role}")
            make_user(watchers[role], is_owner=role == "owner")
            if role != "owner":
                principal = cast.bruno if role == "delegate" else None
                make_member(cast.programme, watchers[role], role, principal=principal)
        pair = make_booked_pair(cast)
        logging.disable(logging.NOTSET)
        with caplog.at_level(logging.DEBUG):
            written(cast, pair)
        logging.disable(logging.ERROR)
        lying["dump"] = dump()
        lying.update(packed(tmp_path))
        pages = [
            reverse(f"pairs:{name}", args=[pair.public_id])
            for name in (
                *("detail", "agreement", "goals", "hear", "lines", "introductions"),
                *("shared_notes", "notes", "summary", "close", "third", "leave", "care"),
            )
        ]
        pages.append(f"{reverse('pairs:summary', args=[pair.public_id])}?as=file")
        pages.append(reverse("recognition:certificate", args=[pair.public_id]))
        pages.append(reverse("recognition:offers"))
        pages.append(f"{reverse('applications:apply', args=[cast.mentor.public_id])}?step=2")
        return twins.World(
            {**watchers, "nobody": None},
            pages,
            outsiders=("stranger", "nobody"),
            # A form for each clause, and beginnings that hold no word of anybody.
            not_followed=("/comment/", "?ally="),
        )

    seen = twins.seen_in(build, seed=7, at=MONDAY)

    lying["log"] = caplog.text.encode()
    found = {
        field: {key[0] for key, told in seen.items() if canary(field) in str(told)}
        for field in READERS
    }
    in_mails = {
        key[0] for key, told in seen.items() if key[1] == "mails" and "canary-" in str(told)
    }
    assert {name for name, held in lying.items() if b"canary-" in held} | in_mails == set()
    assert {
        field: sorted(who - READERS[field]) for field, who in found.items() if who - READERS[field]
    } == {}
    for field in ("clause", "goal", "outcome", "line", "shared", "whom", "ask"):
        assert found[field] == BOTH, field
    assert [found[own] for own in ("note", "takeaway", "boundary")] == [{"Ada"}, {"Bruno"}, {"Ada"}]
    assert b"Ada Nowak" in lying["turnabout.sqlite3"]
    assert "guardian" in found["concern"]
