"""`make faults PART=workers`: two schedulers and three workers at once, and one effect of each.

Sessions are due to be reminded of and to be asked about. Three workers and two schedulers that call
`turnabout run-due` again and again all find them. In the end each person has one mail for each
session, and all of them stopped in good order when asked to.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta

from tests.faults_mail import mailing_to
from tests.faults_site import ROOT, python
from tests.smtp_sink import Sink

PAIRS, WORKERS, SCHEDULERS = 60, 3, 2
LONGEST_SECONDS = 240


def run(rounds=PAIRS, seed=0):
    """Let several do the same work."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="turnabout-faults-") as folder, Sink() as sink:
        environment = mailing_to(sink, folder)
        python(f"from tests.faults_workers import sow; sow({rounds})", environment)
        workers = [_turnabout("worker", "--pause", "0.05", environment) for _ in range(WORKERS)]
        schedulers = [_scheduler(environment) for _ in range(SCHEDULERS)]
        wanted = rounds * 4
        while len(sink.taken) < wanted and time.monotonic() - begun < LONGEST_SECONDS:
            time.sleep(0.5)
        # Whoever would do it once more has the time to.
        time.sleep(3)
        for process in schedulers:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
        for process in workers:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(timeout=30) for process in workers]
        told = json.loads(python("from tests.faults_workers import look; look()", environment))
        mails = sink.mails()
    copies = Counter(mail["Message-ID"] for mail in mails)
    faults = [
        *([f"{len(copies)} notices instead of {wanted}"] if len(copies) != wanted else []),
        *(["mails came twice"] if len(mails) != len(copies) else []),
        *(["a worker did not stop in good order"] if any(codes) or told["held"] else []),
        *(["something was added twice"] if told["rows"] != wanted else []),
    ]
    print(
        f"{WORKERS} workers and {SCHEDULERS} schedulers; {rounds * 2} sessions due, "
        f"{told['rows']} notices, {len(mails)} mails, {told['did']} workers told of; "
        f"{time.monotonic() - begun:.0f} s"
    )
    print("One effect each." if not faults else "FAILED: " + "; ".join(faults))
    return int(bool(faults))


def _turnabout(*words):
    *words, environment = words
    return subprocess.Popen([sys.executable, "-m", "turnabout", *words], cwd=ROOT, env=environment)


def _scheduler(environment):
    """What cron does on an installation without a worker, as fast as it can."""
    command = f"while true; do {sys.executable} -m turnabout run-due > /dev/null; done"
    return subprocess.Popen(
        ["/bin/sh", "-c", command], cwd=ROOT, env=environment, start_new_session=True
    )


def sow(pairs):
    from tests.cast import make_cast
    from tests.pairs.factories import make_pairs
    from turnabout.config.serve import prepare
    from turnabout.foundation.common.time import now
    from turnabout.foundation.notices.pace import Pace
    from turnabout.foundation.notices.preferences import set_pace
    from turnabout.together.meetings.models import Meeting

    prepare()
    cast = make_cast()
    set_pace(cast.organisation.public_id, Pace(100, 0, 0, False, 1, 9, False))
    for pair in make_pairs(cast, pairs):
        for number, hours in enumerate((-3, 24), start=1):
            at = now() + timedelta(hours=hours)
            Meeting.objects.create(
                pair=pair, number=number, starts_at=at, first_booked_for=at, booked_at=now()
            )
    print("sown")


def look():
    from turnabout.foundation.common.models import Duty, Worker
    from turnabout.foundation.notices.models import OutboxMessage

    held = Duty.objects.exclude(holder="").count()
    held += OutboxMessage.objects.exclude(leased_until=None).count()
    held += Worker.objects.filter(stopped_at=None).count()
    rows = OutboxMessage.objects.filter(kind__in=("meetings/reminder", "meetings/did-you-meet"))
    print(json.dumps({"rows": rows.count(), "held": held, "did": Worker.objects.count()}))
