from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class ProgrammesConfig(AppConfig):
    name = "turnabout.frame.programmes"
    label = "programmes"

    def ready(self) -> None:
        furnish(self.name)
