from turnabout.foundation.common.due import does_what_is_due
from turnabout.outcomes.figures import services


@does_what_is_due("figures")
def publish_figures() -> int:
    return services.publish_due()
