"""`make capabilities`: each number of docs/capabilities.toml, who walks it, and the outcome."""

import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTCOMES = ROOT / "build" / "capabilities.json"


def main() -> int:
    rows = tomllib.loads((ROOT / "docs" / "capabilities.toml").read_text())["capability"]
    if not OUTCOMES.exists():
        print("No outcomes yet: `make test` walks the capabilities.")
        return 1
    walked = json.loads(OUTCOMES.read_text())
    unknown = sorted(set(walked) - {row["number"] for row in rows})
    missing = []
    for row in rows:
        tests = walked.get(row["number"], {})
        passed = [name for name, outcome in tests.items() if outcome == "passed"]
        failed = [name for name, outcome in tests.items() if outcome == "failed"]
        if row["due"] and (failed or not passed):
            missing.append(row["number"])
        if "--brief" not in sys.argv:
            _print(row, tests)
    due = sum(row["due"] for row in rows)
    print(f"{len(rows)} capabilities, {due} due, {len(walked)} walked.")
    if unknown:
        print("Numbers that no capability has:", ", ".join(unknown))
    if missing:
        print("Due without a passing test:", ", ".join(missing))
    return 1 if unknown or missing else 0


def _print(row, tests):
    state = "due" if row["due"] else "later"
    print(f"{row['number']}  {state:5}  {row['does']}")
    for name, outcome in sorted(tests.items()):
        print(f"               {outcome:8} {name}")


if __name__ == "__main__":
    sys.exit(main())
