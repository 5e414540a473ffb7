"""Makes a lived programme in the folder of this process, and notes what it made."""

import gc
import time
from dataclasses import asdict
from datetime import timedelta

from turnabout.faces.rehearsal import folder
from turnabout.faces.rehearsal.likeness import Likeness
from turnabout.faces.rehearsal.readout import readout
from turnabout.faces.rehearsal.roles import open_entries
from turnabout.faces.rehearsal.simulation import Summary, Tell, live
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import stores

DAYS_A_MONTH = 30.5
LEAST_PEOPLE = 40


def make(
    *, people: int, months: float, seed: int, tell: Tell, like: Likeness | None = None
) -> Summary:
    """Live so many months up to now. Refuses where anything exists already."""
    if people < LEAST_PEOPLE:
        raise Refusal(f"A rehearsal needs at least {LEAST_PEOPLE} people.")
    if months <= 0:
        raise Refusal("A rehearsal lives for at least a part of a month.")
    began = time.monotonic()
    # Rows are made by the ten thousand here; looking for cycles at each step takes long.
    gc.set_threshold(50_000)
    folder.write_quickly()
    tell("Setting up the two databases.")
    stores.bring_up_to_date()
    folder.refuse_anything_real()
    summary = live(
        people=people,
        days=round(months * DAYS_A_MONTH),
        seed=seed,
        ends=now() - timedelta(seconds=1),
        tell=tell,
        like=like,
    )
    folder.write_note(
        {
            "people": people,
            "months": months,
            "seed": seed,
            "made_at": now().isoformat(),
            "entries": [asdict(entry) for entry in open_entries()],
            "summary": asdict(summary),
            "readout": readout(like.language) if like else None,
        }
    )
    tell(f"Done in {time.monotonic() - began:.0f} seconds.")
    return summary
