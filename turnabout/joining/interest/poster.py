"""The code on the poster, as drawing instructions, so that the page needs no inline style."""

import io
import re
from dataclasses import dataclass

import segno

QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """A code as one SVG path of strokes, in a square of `size` modules."""

    path: str
    size: int


def qr_of(link: str) -> QrCode:
    """Draw a link as a QR code that still reads with a quarter of it covered."""
    code = segno.make_qr(link, error="q")
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=QUIET, xmldecl=False, svgns=False)
    found = re.search(r' d="([^"]+)"', drawn.getvalue().decode())
    return QrCode(path=found[1] if found else "", size=int(code.symbol_size(border=QUIET)[0]))
