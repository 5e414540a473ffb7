"""What happens next in a rehearsal, and what time it is while it happens."""

import heapq
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from turnabout.foundation.common.time import clock

Act = Callable[[], None]


@dataclass(order=True)
class _Moment:
    at: datetime
    number: int
    act: Act = field(compare=False)


class Agenda:
    """Acts in the order of their moments. The one clock shows the moment of the act."""

    def __init__(self, begins: datetime) -> None:
        self.at = begins
        self._moments: list[_Moment] = []
        self._number = 0

    def plan(self, at: datetime, act: Act) -> None:
        """Let something happen at a moment; what is past happens now."""
        self._number += 1
        heapq.heappush(self._moments, _Moment(max(at, self.at), self._number, act))

    def plan_in(self, act: Act, *, days: float = 0, hours: float = 0) -> None:
        self.plan(self.at + timedelta(days=days, hours=hours), act)

    def live_until(self, ends: datetime) -> None:
        """Do everything up to a moment, in order; acts may plan further ones."""
        while self._moments and self._moments[0].at <= ends:
            moment = heapq.heappop(self._moments)
            self.at = moment.at
            moment.act()
        self.at = ends

    def turned(self) -> AbstractContextManager[None]:
        return clock(lambda: self.at)
