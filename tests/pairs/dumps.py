"""Everything that a dump of the database would hold."""

from django.db import connection


def dump():
    """Every cell of every table as one string of bytes, sealed texts as they lie there."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [_bytes(cell) for row in cursor.fetchall() for cell in row]
    return b"\n".join(cells)


def _bytes(cell):
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell)
    return str(cell).encode()
