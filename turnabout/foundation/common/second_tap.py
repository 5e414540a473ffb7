"""A form that is sent twice, by a second tap or over a slow line, is one act."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from turnabout.foundation.common.time import now

SECOND_TAP = timedelta(minutes=1)
Row = TypeVar("Row", bound=Model)


def sent_before(
    rows: "QuerySet[Row]", words: str, *, at: str, read: Callable[[Row], str]
) -> Row | None:
    """The row that the first tap made: the same words, a moment ago by the date field `at`.

    Whoever asks holds a lock, so that the second tap finds what the first one wrote.
    """
    lately = rows.filter(**{f"{at}__gt": now() - SECOND_TAP})
    return next((row for row in lately if read(row) == words), None)
