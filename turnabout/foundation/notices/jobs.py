from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.notices import services


@does_what_is_due("notices")
def deliver_notices() -> int:
    return services.deliver_due()
