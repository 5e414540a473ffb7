"""Compilation on first use, kept on disk. Only problems too large for plain arrays load this."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])
each = numba.prange


def compiled(function: F) -> F:
    """The function as machine code for one thread."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


def compiled_for_all_cores(function: F) -> F:
    """The function as machine code whose `each` loops run on all cores."""
    return cast(F, numba.njit(cache=True, nogil=True, parallel=True)(function))
