"""What can happen in the directory."""

from turnabout.frame.directory.services.asking import (
    LARGE,
    ask_for_check,
    ask_for_import,
    do_what_was_asked,
)
from turnabout.frame.directory.services.imports import apply_import
from turnabout.frame.directory.services.kept import forget_criterion, name_criteria
from turnabout.frame.directory.services.lists import (
    answer_about_list,
    choose_columns,
    forget_import_file,
    read_staff_list,
    understand_anew,
)
from turnabout.frame.directory.services.organisations import (
    add_person,
    appoint_person,
    end_appointment,
    open_organisation,
)
from turnabout.frame.directory.services.undoing import undo_import
from turnabout.frame.directory.services.words import Step, Where, settle_levels, settle_places

__all__ = [
    "LARGE",
    "Step",
    "Where",
    "add_person",
    "answer_about_list",
    "apply_import",
    "appoint_person",
    "ask_for_check",
    "ask_for_import",
    "choose_columns",
    "do_what_was_asked",
    "end_appointment",
    "forget_criterion",
    "forget_import_file",
    "name_criteria",
    "open_organisation",
    "read_staff_list",
    "settle_levels",
    "settle_places",
    "understand_anew",
    "undo_import",
]
