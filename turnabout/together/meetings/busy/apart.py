"""Reads calendar files in a process of its own, which is ended when it takes too long.

What strangers wrote can be made so that reading it never ends or fills the memory, and no look at
its rules foretells that. A process can be ended; a thread of the site or of the worker cannot. It
knows nothing of the site: neither its settings nor its secrets.
"""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import turnabout
from turnabout.joining.applications.hours import Block
from turnabout.together.meetings.busy import reading
from turnabout.together.meetings.busy.reading import UnreadableError

SECONDS = 10
FOLDER = Path(turnabout.__file__).parent.parent


def busy_times_apart(
    files: Iterable[bytes], *, first: datetime, last: datetime, zone: str, own_host: str
) -> list[Block]:
    """The same as `busy_times`, within seconds or not at all."""
    asked = {
        "files": [b64encode(content).decode() for content in files],
        "first": first.isoformat(),
        "last": last.isoformat(),
        "zone": zone,
        "own_host": own_host,
    }
    try:
        answer = subprocess.run(  # noqa: S603 - our own program with our own arguments
            [sys.executable, "-P", reading.__file__],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(FOLDER)},
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise UnreadableError from error
    return [
        (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
        for begins, ends in json.loads(answer.stdout)
    ]
