from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class GatheringsConfig(AppConfig):
    name = "turnabout.together.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        furnish(self.name)
