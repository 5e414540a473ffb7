from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class HomeConfig(AppConfig):
    name = "turnabout.faces.home"
    label = "home"

    def ready(self) -> None:
        furnish(self.name)
