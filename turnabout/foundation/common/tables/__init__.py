"""Tables as people keep them: any reasonable CSV or XLSX in, one shape out."""

from turnabout.foundation.common.tables.reading import read_table
from turnabout.foundation.common.tables.shapes import (
    Limits,
    Problem,
    Row,
    Table,
    TableError,
)
from turnabout.foundation.common.tables.writing import safe_cell, write_csv_safely

__all__ = [
    "Limits",
    "Problem",
    "Row",
    "Table",
    "TableError",
    "read_table",
    "safe_cell",
    "write_csv_safely",
]
