"""The rows that `make faults` begins with, and the look at what is there in the end."""

import json
import sqlite3
import sys
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count
from django.urls import reverse

from tests.cast import make_cast
from tests.factories import make_member, make_programme
from tests.matching.factories import make_mentee, make_mentor
from tests.pairs.factories import make_signed_pair
from turnabout.config.serve import prepare
from turnabout.foundation.common.time import clock, now
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage
from turnabout.foundation.notices.pace import Pace
from turnabout.foundation.notices.preferences import set_pace
from turnabout.foundation.notices.services import LEASE, deliver_due
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.audit import first_broken_entry
from turnabout.foundation.trust.models import AuditEntry
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.interest.models import PollAnswer
from turnabout.joining.interest.services import open_poll
from turnabout.joining.matching.models import Run
from turnabout.joining.matching.services import compute_run
from turnabout.joining.matching.services.watching import LEASE as RUN_LEASE
from turnabout.together.pairs.models import Commitment, Pair, PrivateNote
from turnabout.together.recognition.models import Thanks

TO_MATCH = "To match"
WEEK = timedelta(days=8)


def seed():
    """One pair that has signed, an open poll, people to match, and a session for each who acts."""
    prepare()
    cast = make_cast()
    set_pace(cast.organisation.public_id, Pace(1000, 0, 0, False, 1, 9, False))
    install_question_sets(cast.organisation)
    install_catalogue(cast.organisation)
    pair = make_signed_pair(cast)
    programme = _to_match(cast)
    poll = open_poll(cast.organisation, title="Would this be for you?", by=cast.chidi)
    print(
        json.dumps(
            {
                "ada": _signed_in(cast.ada.user),
                "bruno": _signed_in(cast.bruno.user),
                "chidi": _signed_in(cast.chidi.user),
                "matching": reverse("matching:overview", args=[programme.public_id]),
                "pair": pair.public_id,
                "thank": reverse("recognition:thank", kwargs={"public_id": pair.public_id}),
                "poll": reverse("interest:answer", kwargs={"public_id": poll.public_id}),
            }
        )
    )


def _to_match(cast):
    programme = make_programme(cast.organisation, name=TO_MATCH)
    make_member(programme, cast.chidi, "coordinator")
    for number in range(3):
        make_mentor(programme, f"Mentor {number}")
        make_mentee(programme, f"Mentee {number}")
    return programme


def look():
    """Compare what is there with what was confirmed; print what is missing."""
    confirmed = json.loads(sys.stdin.read())
    pair = Pair.objects.get()
    kept = {
        "note": _texts(PrivateNote, f"person:{pair.mentor.public_id}", "words"),
        "heard": _texts(Commitment, pair.key_holder, "heard"),
        "thanks": _texts(Thanks, pair.key_holder, "words"),
    }
    faults = [
        f"{len(lost)} confirmed texts of {name} are lost"
        for name, texts in kept.items()
        if (lost := set(confirmed[name]) - texts)
    ]
    if PollAnswer.objects.count() < len(confirmed["poll"]):
        faults.append("confirmed answers of the poll are lost")
    faults += _faults_of_runs(confirmed["run"])
    faults += _faults_of_the_stores()
    # A worker that was killed while sending left a lease; here its time has run out.
    # A week later the digests have left, too; what still waits then was lost on the way.
    for later in (LEASE, WEEK):
        with clock(now() + later):
            while deliver_due():
                pass
    thanks = OutboxMessage.objects.filter(kind__startswith="recognition/").count()
    if thanks != Thanks.objects.count():
        faults.append(f"{Thanks.objects.count()} thanks and {thanks} notices of them")
    sent = OutboxMessage.objects.exclude(sent_at=None).filter(gathered_in=None).count()
    copies = KeptCopy.objects.count()
    if OutboxMessage.objects.waiting().exists() or copies < sent:
        faults.append("notices wait or are lost")
    writes = sum(map(len, confirmed.values()))
    told = f"{writes} confirmed writes, {sent} notices sent, {copies - sent} of them twice"
    print(json.dumps({"ok": not faults, "faults": faults, "told": told}))


def _faults_of_runs(confirmed):
    """Each run that was confirmed is there, and whole once a lease that died has run out."""
    with clock(now() + RUN_LEASE):
        for run in Run.objects.filter(programme__name=TO_MATCH, finished_at=None):
            compute_run(run)
    faults = []
    runs = Run.objects.filter(programme__name=TO_MATCH).annotate(found=Count("proposals"))
    if set(confirmed) - {run.name for run in runs}:
        faults.append("confirmed runs are lost")
    torn = sum(run.finished_at is None or run.found != run.counts["pairs"] for run in runs)
    if torn:
        faults.append(f"{torn} runs are not whole")
    if any(run.rules["without"] for run in runs):
        faults.append("runs left out rules that nobody had switched off")
    if AuditEntry.objects.filter(event="run_computed").count() != len(runs):
        faults.append("runs were computed twice, or not told of")
    return faults


def _faults_of_the_stores():
    faults = []
    for alias in ("default", "keys"):
        store = sqlite3.connect(settings.DATABASES[alias]["NAME"])
        if store.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            faults.append(f"the database {alias} is damaged")
        store.close()
    if first_broken_entry() is not None:
        faults.append("the audit chain is broken")
    return faults


def _texts(model, holder, field):
    label = model._meta.label_lower
    return {
        vault.unseal(
            getattr(row, field), holder=holder, place=vault.Place(label, row.public_id, field)
        )
        for row in model.objects.all()
    }


def _signed_in(user):
    engine = import_module(settings.SESSION_ENGINE)
    session: SessionStore = engine.SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
