"""What can happen in the directory."""

from turnabout.frame.directory.services.imports import (
    apply_import,
    choose_columns,
    forget_import_file,
    read_staff_list,
)
from turnabout.frame.directory.services.organisations import (
    add_person,
    appoint_person,
    end_appointment,
    open_organisation,
)
from turnabout.frame.directory.services.undoing import undo_import

__all__ = [
    "add_person",
    "apply_import",
    "appoint_person",
    "choose_columns",
    "end_appointment",
    "forget_import_file",
    "open_organisation",
    "read_staff_list",
    "undo_import",
]
