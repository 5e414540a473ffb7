from turnabout.frame.directory.queries.imports import (
    SHELF,
    Preview,
    columns_of,
    known_people,
    percent_done,
    preview_import,
    preview_table,
    problems_as_table,
    read_batch,
    remembered_columns,
)
from turnabout.frame.directory.queries.pages import check_page, done_page
from turnabout.frame.directory.queries.people import PersonPage, people_list, person_page

__all__ = [
    "SHELF",
    "PersonPage",
    "Preview",
    "check_page",
    "columns_of",
    "done_page",
    "known_people",
    "people_list",
    "percent_done",
    "person_page",
    "preview_import",
    "preview_table",
    "problems_as_table",
    "read_batch",
    "remembered_columns",
]
