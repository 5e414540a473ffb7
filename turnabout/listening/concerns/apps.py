from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class ConcernsConfig(AppConfig):
    name = "turnabout.listening.concerns"
    label = "concerns"

    def ready(self) -> None:
        furnish(self.name)
