from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class InterestConfig(AppConfig):
    name = "turnabout.joining.interest"
    label = "interest"

    def ready(self) -> None:
        furnish(self.name)
