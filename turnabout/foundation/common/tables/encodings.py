import re
import unicodedata

from turnabout.foundation.common.tables.shapes import TableError
from turnabout.foundation.common.tables.words import translated as _

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_VALID_PAIR = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_NEAR = frozenset("áéíóúàèìòùâêîôûäëïöüñçãõåæøœßÁÉÍÓÚÀÈÂÊÎÔÛÄÖÜÑÇÃÕÅÆØŒ¿¡«»“”‘’–—€ºª°ĄąĆćŠšŽž")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 26, 27))


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read with, as a person would name it."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                return _without_rest(data.decode(codec)), _label(codec)
            except UnicodeDecodeError as error:
                raise _damaged(data, error.start, name) from error
    wide = _wide_codec(data)
    if wide:
        try:
            return _without_rest(data.decode(wide)), _label(wide)
        except UnicodeDecodeError as error:
            raise _binary(name) from error
    if b"\x00" in data or len(data.translate(None, _CONTROLS)) < len(data) * 0.99:
        raise _binary(name)
    try:
        return _without_rest(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError as error:
        _refuse_a_mixture(data, error.start, name)
    return _guess_single_byte(data, name)


def _without_rest(text: str) -> str:
    # Old programs end a text file with Ctrl-Z; a mark in front of the text is no letter.
    return text.rstrip("\x1a").removeprefix("\ufeff")


def _label(codec: str) -> str:
    return codec.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()


def _wide_codec(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > len(odd) * 0.7 and even.count(0) < len(even) * 0.05:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.7 and odd.count(0) < len(odd) * 0.05:
        return "utf-16-be"
    return ""


def _binary(name: str) -> TableError:
    return TableError(
        _("The file holds bytes that are not text (binary data or NUL characters)."),
        _("Export it again as CSV in UTF-8, or as XLSX, and choose that file."),
        file=name,
    )


def _damaged(data: bytes, at: int, name: str) -> TableError:
    return TableError(
        _("The text is damaged here: it begins as UTF-8 or UTF-16 and does not go on so."),
        _("Export it again as CSV in UTF-8, or as XLSX, and choose that file."),
        file=name,
        place=_("line %(number)d") % {"number": data.count(b"\n", 0, at) + 1},
    )


def _refuse_a_mixture(data: bytes, at: int, name: str) -> None:
    pairs = len(_VALID_PAIR.findall(data))
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if pairs >= 3 and pairs * 2 > high * 0.6:
        raise TableError(
            _("The letters of this line are stored differently from the rest of the file."),
            _("Open the file in a spreadsheet, check this line and save it as CSV in UTF-8."),
            file=name,
            place=_("line %(number)d") % {"number": data.count(b"\n", 0, at) + 1},
        )


def _guess_single_byte(data: bytes, name: str) -> tuple[str, str]:
    candidates = (("cp1252", "Windows-1252"), ("mac_roman", "MacRoman"), ("latin-1", "Latin-1"))
    best: tuple[float, str, str] | None = None
    for codec, label in candidates:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        score = _likeness(text)
        if best is None or score > best[0]:
            best = (score, text, label)
    if best is None or best[0] < 0:
        raise _binary(name)
    return _without_rest(best[1]), best[2]


def _likeness(text: str) -> float:
    foreign = [character for character in text[:2_000_000] if character > "\x7f"]
    points = 0.0
    for character in foreign:
        if character in _NEAR:
            points += 1
        elif unicodedata.category(character) in ("Cc", "Co", "So", "Sm", "Sk"):
            points -= 2
    inner_capitals = re.findall(r"[a-zà-ÿ][À-ÖØ-ÞŒŠŽŸ][a-zà-ÿ]", text[:2_000_000])
    return (points - 2 * len(inner_capitals)) / max(1, len(foreign))
