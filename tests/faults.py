"""`make faults` lists the parts; `make faults PART=mail` runs one, `PART=all` runs them all."""

import argparse
import sys
import time

from tests import faults_mail, faults_site, faults_workers, faults_year

PARTS = {
    "site": (faults_site.run, "kill web and worker while people write; nothing confirmed is lost"),
    "mail": (faults_mail.run, "kill the worker while it sends 3,000 notices; none is lost"),
    "workers": (faults_workers.run, "two schedulers and three workers at once; one effect each"),
    "year": (faults_year.run, "300 people in three programmes for a year; none asked too much"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=(*PARTS, "all"))
    parser.add_argument("--rounds", type=int, help="how many kills")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    if arguments.part is None:
        for name, (_run, told) in PARTS.items():
            print(f"  make faults PART={name:8} {told}")
        return 0
    chosen = PARTS if arguments.part == "all" else [arguments.part]
    rounds = {"rounds": arguments.rounds} if arguments.rounds else {}
    failed = 0
    for name in chosen:
        print(f"{name}: {PARTS[name][1]}")
        failed += PARTS[name][0](seed=arguments.seed, **rounds)
    return failed


if __name__ == "__main__":
    sys.exit(main())
