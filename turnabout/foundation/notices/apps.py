from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class NoticesConfig(AppConfig):
    name = "turnabout.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        furnish(self.name)
