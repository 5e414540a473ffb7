"""Staff lists for the tests of this room."""

import csv
import io

HEADER = ("Employee ID", "Name", "Email", "Job title", "Level", "Department", "Site", "Manager ID")
ADA = ("E1", "Ada Nowak", "ada@example.org", "Analyst", "L2", "Data", "Holm", "E3")
BRUNO = ("E2", "Bruno Keller", "bruno@example.org", "Director", "L7", "Operations", "Skarn", "E3")
CHIDI = ("E3", "Chidi Okafor", "chidi@example.org", "Chief", "L9", "Board", "Holm", "")
STAFF = (HEADER, ADA, BRUNO, CHIDI)


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def with_cell(row, column, value):
    cells = list(row)
    cells[HEADER.index(column)] = value
    return tuple(cells)


def many(count):
    """A list of so many people, eight to a manager."""
    rows = [HEADER]
    for number in range(count):
        manager = f"P{(number - 1) // 8:05}" if number else ""
        level = f"L{max(1, 9 - len(str(number)))}"
        rows.append(
            (
                f"P{number:05}",
                f"Given{number} Family{number}",
                f"p{number}@example.org",
                f"Job {number % 40}",
                level,
                f"Team {number % 30}",
                f"Site {number % 5}",
                manager,
            )
        )
    return rows
