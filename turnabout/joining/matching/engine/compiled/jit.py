"""Compilation on first use, kept on disk. Only problems too large for plain arrays load this."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numba.core import cgutils
from numba.extending import intrinsic

from turnabout.joining.matching.engine.compiled.kept import forget_stale

F = TypeVar("F", bound=Callable[..., object])
each = numba.prange


forget_stale()


def compiled(function: F) -> F:
    """The function as machine code for one thread."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


def compiled_in_place(function: F) -> F:
    """The same as a part of whoever calls it: what takes many arrays is dear to call."""
    return cast(F, numba.njit(cache=True, nogil=True, forceinline=True)(function))


def compiled_for_all_cores(function: F) -> F:
    """The function as machine code whose `each` loops run on all cores."""
    return cast(F, numba.njit(cache=True, nogil=True, parallel=True)(function))


# Numba gives no types for what builds machine code, neither here nor in `_lowest`.
def _ones(_context, word):  # type: ignore[no-untyped-def]
    def made(_codegen_context, builder, _signature, arguments):  # type: ignore[no-untyped-def]
        return builder.ctpop(arguments[0])

    return numba.uint32(numba.uint32), made


# How many bits of an unsigned word are set: one instruction of the machine.
ones = cast(Callable[[np.uint32], np.uint32], intrinsic(_ones))


def _lowest(_context, word):  # type: ignore[no-untyped-def]
    def made(_codegen_context, builder, _signature, arguments):  # type: ignore[no-untyped-def]
        return builder.cttz(arguments[0], cgutils.false_bit)

    return numba.uint64(numba.uint64), made


# The place of the lowest bit that is set in a word of 64 that is not 0.
lowest = cast(Callable[[np.uint64], np.uint64], intrinsic(_lowest))
