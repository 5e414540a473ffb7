from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class RehearsalConfig(AppConfig):
    name = "turnabout.faces.rehearsal"
    label = "rehearsal"

    def ready(self) -> None:
        furnish(self.name)
