from tests.directory.lists import STAFF, as_csv
from tests.doors import EVERYBODY_KNOWN, Door, of
from turnabout.frame.directory.services import apply_import, read_staff_list

RUN_IMPORTS = {"owner", "appointed"}
SEE_PEOPLE = {"owner", "appointed", "coordinator.active"}


def furnish(world):
    organisation = world.organisation
    world.things["person"] = world.people["mentor.active"]
    world.things["list"] = read_staff_list(organisation, data=as_csv(STAFF), name="staff.csv")
    done = read_staff_list(organisation, data=as_csv(STAFF), name="part.csv")
    done.mapping = {"is_whole": False}
    done.save()
    apply_import(done)
    world.things["done_list"] = done


DOORS = [
    Door("directory:people", opens_to=EVERYBODY_KNOWN & (SEE_PEOPLE | {"stranger"})),
    Door("directory:person", of("person"), opens_to=SEE_PEOPLE | {"mentor.active"}),
    Door("directory:levels_and_places", opens_to=RUN_IMPORTS | {"stranger"}),
    Door("directory:imports", opens_to=RUN_IMPORTS | {"stranger"}),
    Door("directory:import_file", opens_to=RUN_IMPORTS | {"stranger"}),
    Door("directory:import_columns", of("list"), opens_to=RUN_IMPORTS),
    Door("directory:import_check", of("list"), opens_to=RUN_IMPORTS),
    Door("directory:import_problems", of("list"), opens_to=RUN_IMPORTS),
    Door("directory:import_apply", of("list"), method="post", opens_to=RUN_IMPORTS, opens_with=302),
    Door("directory:import_done", of("done_list"), opens_to=RUN_IMPORTS),
    Door(
        "directory:import_undo",
        of("done_list"),
        method="post",
        opens_to=RUN_IMPORTS,
        opens_with=302,
    ),
]
