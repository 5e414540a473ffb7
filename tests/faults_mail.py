"""`make faults PART=mail`: kill the worker at random moments while it sends to a real mail server.

A nursery process that has loaded everything forks a worker for each round, so that the kills fall
into the sending and not into the start. In the end each notice must have come, a digest's line
inside its digest; there is at most one mail too many for each kill, and it bears the same
Message-ID as the first.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import timedelta

from tests.faults_site import ROOT, environment_of, free_port, python
from tests.smtp_sink import Sink

NOTICES, PEOPLE, KILLS = 3000, 300, 100
GATHERED = 600
NUMBERED = re.compile(r"Partner (\d+)")


def run(rounds=KILLS, seed=0, notices=NOTICES):
    """Kill the worker while it sends."""
    chance = random.Random(seed)
    print(f"{notices} notices, {rounds} kills, seed {seed}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="turnabout-faults-") as folder, Sink(0.01) as sink:
        environment = mailing_to(sink, folder)
        python(f"from tests.faults_mail import sow; sow({notices})", environment)
        nursery = Nursery(environment)
        killed_in_hand = 0
        for number in range(rounds):
            had = len(sink.taken)
            worker = nursery.start()
            # Kills are spread over the whole of the work.
            wanted = max(1, notices * (number + 1) // (rounds + 10) - had)
            until = time.monotonic() + 20
            while len(sink.taken) < had + wanted and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.05))
            os.kill(worker, signal.SIGKILL)
            nursery.buried()
            killed_in_hand += len(sink.taken) > had
            print(".", end="" if (number + 1) % 50 else "\n", flush=True)
        nursery.close()
        told = json.loads(python("from tests.faults_mail import drain; drain()", environment))
        outcome = _judged(sink.mails(), notices, rounds)
    print(
        f"{outcome['mails']} mails of {outcome['ids']} notices and digests; "
        f"{outcome['digests']} digests; {outcome['twice']} mails too many in {rounds} kills, "
        f"{killed_in_hand} of them while mails left; never more than {outcome['most']} copies; "
        f"{told['sent']} rows sent, {told['waiting']} waiting; {time.monotonic() - begun:.0f} s"
    )
    faults = outcome["faults"] + (["rows wait"] if told["waiting"] else [])
    print("None was lost." if not faults else "FAILED: " + "; ".join(faults))
    return int(bool(faults))


class Nursery:
    """Where workers are born quickly: a process that has loaded everything and opened nothing."""

    def __init__(self, environment):
        lines = "from tests.faults_mail import bear; bear()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup(); {lines}"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def buried(self):
        return self.process.stdout.readline()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def bear():
    """For each line read, fork a worker, tell its number, and tell when it is dead."""
    from turnabout.config import work

    for _line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(work.run(work_options(pause=0.01)))
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


def work_options(pause):
    return type("Options", (), {"pause": pause})()


def mailing_to(sink, folder):
    """The environment of a real installation whose mail goes to the sink without a limit."""
    return {
        **environment_of(folder, free_port()),
        "TURNABOUT_MODE": "production",
        "TURNABOUT_SITE_ADDRESS": "https://turnabout.example",
        "TURNABOUT_MAIL_HOST": "127.0.0.1",
        "TURNABOUT_MAIL_PORT": str(sink.port),
        "TURNABOUT_MAILS_PER_MINUTE": "0",
        "TURNABOUT_LOG_LEVEL": "CRITICAL",
    }


def sow(notices):
    """People, and notices of which each has a number in its words; some wait for a digest."""
    from tests.factories import make_organisation, make_person
    from turnabout.config.serve import prepare
    from turnabout.foundation.notices import outbox
    from turnabout.foundation.notices.models import OutboxMessage, Wait

    prepare()
    organisation = make_organisation()
    people = [make_person(organisation, name=f"Person {number}") for number in range(PEOPLE)]
    frame = {"programme_name": "Fresh Eyes", "organisation_name": organisation.name}
    gathered = notices * GATHERED // NOTICES
    with outbox.set_aside() as messages:
        for number in range(notices):
            is_news = number < gathered
            outbox.add(
                "recognition/thanks" if is_news else "pairs/resumed",
                to=people[number % (PEOPLE // 5) if is_news else number % PEOPLE],
                context={**frame, "partner_name": f"Partner {number:05}"},
            )
    for message in messages[:gathered]:
        message.waits_for, message.title = Wait.DIGEST, "Thanks for you"
    OutboxMessage.objects.bulk_create(messages)
    print("sown")


def drain():
    """Send what is left, once the leases of the dead have run out."""
    from turnabout.foundation.common.time import clock, now
    from turnabout.foundation.notices.models import OutboxMessage
    from turnabout.foundation.notices.pacing import LEASE
    from turnabout.foundation.notices.services import deliver_due

    with clock(now() + LEASE + timedelta(minutes=1)):
        while deliver_due():
            pass
    waiting = OutboxMessage.objects.waiting().count()
    sent = OutboxMessage.objects.exclude(sent_at=None).count()
    print(json.dumps({"waiting": waiting, "sent": sent}))


def _judged(mails, notices, kills):
    copies = Counter(mail["Message-ID"] for mail in mails)
    carried = defaultdict(set)
    for mail in mails:
        for number in NUMBERED.findall(mail.get_body(("plain",)).get_content()):
            carried[int(number)].add(mail["Message-ID"])
    twice = sum(copies.values()) - len(copies)
    faults = []
    if lost := notices - len(carried):
        faults.append(f"{lost} notices are lost")
    if torn := sum(len(ids) > 1 for ids in carried.values()):
        faults.append(f"{torn} notices came in two different mails")
    if twice > kills:
        faults.append(f"{twice} mails too many in {kills} kills")
    return {
        "mails": len(mails),
        "ids": len(copies),
        "digests": sum(mail["Subject"] == "What waits for you" for mail in mails),
        "twice": twice,
        "most": max(copies.values()),
        "faults": faults,
    }
