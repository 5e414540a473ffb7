from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class ApplicationsConfig(AppConfig):
    name = "turnabout.joining.applications"
    label = "applications"

    def ready(self) -> None:
        furnish(self.name)
