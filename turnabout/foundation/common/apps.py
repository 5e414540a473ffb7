from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class CommonConfig(AppConfig):
    name = "turnabout.foundation.common"
    label = "common"

    def ready(self) -> None:
        furnish(self.name)
