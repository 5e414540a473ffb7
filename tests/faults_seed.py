"""The rows that `make faults` begins with, and the look at what is there in the end."""

import json
import sqlite3
import sys
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from tests.cast import make_cast
from tests.pairs.factories import make_signed_pair
from turnabout.config.serve import prepare
from turnabout.foundation.common.time import clock, now
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage
from turnabout.foundation.notices.services import LEASE, deliver_due
from turnabout.foundation.trust import vault
from turnabout.foundation.trust.audit import first_broken_entry
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.services import install_catalogue
from turnabout.joining.interest.models import PollAnswer
from turnabout.joining.interest.services import open_poll
from turnabout.together.pairs.models import Commitment, Pair, PrivateNote
from turnabout.together.recognition.models import Thanks


def seed():
    """One pair that has signed, an open poll, and a session for each of the two."""
    prepare()
    cast = make_cast()
    install_question_sets(cast.organisation)
    install_catalogue(cast.organisation)
    pair = make_signed_pair(cast)
    poll = open_poll(cast.organisation, title="Would this be for you?", by=cast.chidi)
    print(
        json.dumps(
            {
                "ada": _signed_in(cast.ada.user),
                "bruno": _signed_in(cast.bruno.user),
                "pair": pair.public_id,
                "thank": reverse("recognition:thank", kwargs={"public_id": pair.public_id}),
                "poll": reverse("interest:answer", kwargs={"public_id": poll.public_id}),
            }
        )
    )


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
    faults += _faults_of_the_stores()
    # A worker that was killed while sending left a lease; here its time has run out.
    with clock(now() + LEASE):
        deliver_due()
    thanks = OutboxMessage.objects.filter(kind__startswith="recognition/").count()
    if thanks != Thanks.objects.count():
        faults.append(f"{Thanks.objects.count()} thanks and {thanks} notices of them")
    sent = OutboxMessage.objects.exclude(sent_at=None).count()
    copies = KeptCopy.objects.count()
    if OutboxMessage.objects.waiting().exists() or copies < sent:
        faults.append("notices wait or are lost")
    writes = sum(map(len, confirmed.values()))
    told = f"{writes} confirmed writes, {sent} notices sent, {copies - sent} of them twice"
    print(json.dumps({"ok": not faults, "faults": faults, "told": told}))


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
