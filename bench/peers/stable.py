"""The `matching` package on an instance written by `bench.answers`: `stable.py FOLDER`.

Mentees are its residents, mentors its hospitals; each side ranks the other by the score of the
pair, so what comes out is stable, not the best total. Run in that package's own environment.
"""

import json
import sys
import threading
import time
from pathlib import Path

import numpy as np
from matching.games import HospitalResident

STACK = 512 * 2**20


def main(folder: Path) -> None:
    scores, places, wanted = (
        np.load(folder / f"{name}.npy") for name in ("scores", "mentor_places", "mentee_places")
    )
    if wanted.max() > 1:
        print(json.dumps({"trouble": "cannot be asked: several places on both sides"}))
        return
    begun = time.perf_counter()
    mentees = _ranked(scores.T)
    mentors = _ranked(scores)
    game = HospitalResident.create_from_dictionaries(
        mentees, mentors, {one: int(places[one]) for one in mentors}
    )
    built = time.perf_counter()
    answer = game.solve(optimal="resident")
    solved = time.perf_counter()
    pairs = [(mentor.name, one.name) for mentor, ones in answer.items() for one in ones]
    report = {
        "seconds": {
            "building": built - begun,
            "solving": solved - built,
            "whole": solved - begun,
        },
        "served": len({mentor for mentor, _ in pairs}) + len(pairs),
        "places": len(pairs),
        "total": sum(int(scores[pair]) for pair in pairs),
        "note": "stable, not the best total; its recursion limit raised",
    }
    print(json.dumps(report))


def _ranked(scores: "np.ndarray[tuple[int, int], np.dtype[np.int32]]") -> dict[int, list[int]]:
    """For each row the permitted columns, best first; rows without any are left out."""
    order = np.argsort(-scores, axis=1, kind="stable")
    counts = (scores >= 0).sum(axis=1)
    return {row: order[row, :count].tolist() for row, count in enumerate(counts) if count}


if __name__ == "__main__":
    sys.setrecursionlimit(10**6)
    threading.stack_size(STACK)
    worker = threading.Thread(target=main, args=(Path(sys.argv[1]),))
    worker.start()
    worker.join()
