from pathlib import Path

from turnabout.foundation.common.tables import delimited
from turnabout.foundation.common.tables.layout import lay_out
from turnabout.foundation.common.tables.shapes import Limits, Table, TableError
from turnabout.foundation.common.tables.signatures import refuse_what_is_no_table
from turnabout.foundation.common.tables.words import translated as _


def read_table(source: Path | bytes, *, name: str = "") -> Table:
    """Read a CSV or XLSX file. What cannot be read at all raises `TableError`."""
    name = name or (source.name if isinstance(source, Path) else _("the file"))
    data = _take(source, name)
    refuse_what_is_no_table(data, name)
    if data.startswith(b"PK\x03\x04"):
        # Imported here: the library for workbooks is large, and most commands read none.
        from turnabout.foundation.common.tables import workbooks

        return lay_out(workbooks.read_workbook(data, name), name)
    return lay_out(delimited.read_text(data, name), name)


def _take(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(Limits.file_bytes + 1)
        except IsADirectoryError as error:
            raise TableError(
                _("This is a folder, not a file."),
                _("Name a CSV or XLSX file inside it."),
                file=name,
            ) from error
        except FileNotFoundError as error:
            raise TableError(
                _("There is no such file."), _("Check the name and the folder."), file=name
            ) from error
        except OSError as error:
            raise TableError(
                _("The file cannot be opened (%(reason)s).") % {"reason": error.strerror},
                _("Check that you may read it, then try again."),
                file=name,
            ) from error
    if len(data) > Limits.file_bytes:
        raise TableError(
            _("The file is larger than %(megabytes)d MB.")
            % {"megabytes": Limits.file_bytes // 1024**2},
            _("Leave out the columns that are not needed, or split the file in two."),
            file=name,
        )
    return data
