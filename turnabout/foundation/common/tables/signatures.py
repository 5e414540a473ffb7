from turnabout.foundation.common.tables.shapes import TableError
from turnabout.foundation.common.tables.words import translated as _


def refuse_what_is_no_table(data: bytes, name: str) -> None:
    """Recognise files of another kind by how they begin, and say what to do with each."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise TableError(
            _("The file is empty."), _("Export it again and check its size."), file=name
        )
    found = _other_kind(data)
    if found:
        raise TableError(*found, file=name)


def _other_kind(data: bytes) -> tuple[str, str] | None:
    head = data[:64]
    as_csv = _("Export the table as CSV or XLSX and choose that file.")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if head.startswith(b"%PDF"):
        return _("This is a PDF, which holds pages and no table."), as_csv
    if _is_picture(head):
        return _("This is a picture, whatever its name says."), as_csv
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ\x00")):
        return (
            _("This is a compressed archive."),
            _("Unpack it and choose the CSV or XLSX file inside."),
        )
    if head.startswith((b"\x7fELF", b"MZ", b"SQLite format 3\x00")):
        return _("This is a program or a database, not a table."), as_csv
    if head.startswith(b"{\\rtf"):
        return _("This is a text document (RTF)."), as_csv
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<div")):
        return (
            _("This is a web page or XML, even if its name ends in .xls or .csv."),
            _("Open it in a spreadsheet, save it as XLSX and choose that file."),
        )
    if start.startswith((b'[{"', b'{"', b"[\n", b"{\n", b"[\r\n", b"{\r\n")):
        return _("This is JSON, not a table."), as_csv
    return None


def _is_picture(head: bytes) -> bool:
    starts = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
    if head.startswith(starts):
        return True
    if head.startswith(b"BM") and b"\x00" in head[6:10]:
        return True
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp"


def _ole_kind(data: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            _("The workbook is protected with a password."),
            _("Open it, save a copy without a password and choose the copy."),
        )
    if "WordDocument".encode("utf-16-le") in data:
        return (
            _("This is a Word document."),
            _("Copy the table into a spreadsheet and save it as XLSX."),
        )
    return (
        _("This is a workbook of the old .xls kind."),
        _("Open it in a spreadsheet, save it as XLSX or CSV and choose that file."),
    )
