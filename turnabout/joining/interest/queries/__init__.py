"""What polls say, alone and side by side, and who reads the news."""

from turnabout.joining.interest.queries.readings import Measure, readings
from turnabout.joining.interest.queries.readout import (
    Readout,
    may_be_told,
    question_set_of,
    readout,
)

__all__ = ["Measure", "Readout", "may_be_told", "question_set_of", "readings", "readout"]
