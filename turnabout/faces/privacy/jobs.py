from turnabout.faces.privacy import services
from turnabout.foundation.common.due import does_what_is_due


@does_what_is_due("privacy.settle_erasures")
def settle_erasures() -> int:
    """Keys that a crash left over, and people whom a backup brought back."""
    return services.settle_carried_out() + services.erase_again()
