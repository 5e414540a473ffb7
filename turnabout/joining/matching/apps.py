from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class MatchingConfig(AppConfig):
    name = "turnabout.joining.matching"
    label = "matching"

    def ready(self) -> None:
        furnish(self.name)
