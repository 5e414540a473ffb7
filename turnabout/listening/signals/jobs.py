from turnabout.foundation.common.due import does_what_is_due
from turnabout.listening.signals import services


@does_what_is_due("signals")
def check_signals() -> int:
    return services.check_due()
