"""Lists what can be measured, or measures it: `python -m bench [NAME [options]]`."""

import importlib
import sys

BENCHES = {
    "matching": "ours beside SciPy, OR-Tools, `matching` and `mentor-match`: writes matching.md",
    "late": "late joiners and leavers, from the prices of a plan and from nothing",
    "sparse": "our solver of sparse graphs beside OR-Tools and SciPy",
    "literature": "standard assignment instances against their published optima",
    "dates": "hours for two full calendars beside a plain search; dates for 500 pairs: dates.md",
    "imports": "staff lists of 5,000 and 100,000 rows: seconds and memory, writes imports.md",
}


def main(words: list[str]) -> int:
    """Run the bench that is named, or say which there are."""
    if not words:
        print("Measured figures, each against its peer in the same run:")
        for name, what in BENCHES.items():
            print(f"  python -m bench {name:12} {what}")
        return 0
    name, *options = words
    if name not in BENCHES:
        print(f"There is no bench called {name}. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    importlib.import_module(f"bench.{name}").main(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
