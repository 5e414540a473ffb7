from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class CheckinsConfig(AppConfig):
    name = "turnabout.listening.checkins"
    label = "checkins"

    def ready(self) -> None:
        furnish(self.name)
