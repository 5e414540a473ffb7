from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.notices import services


@does_what_is_due("notices", is_shared=True)
def deliver_notices() -> int:
    return services.deliver_due()


@does_what_is_due("notices.settle")
def settle_notices() -> int:
    return services.settle_some()


@does_what_is_due("notices.forget")
def forget_notices() -> int:
    return services.forget_told()
