"""`python -m turnabout.joining.matching.shell`: the match command by itself."""

import sys

from turnabout.cli import main

sys.exit(main(["match", *sys.argv[1:]]))
