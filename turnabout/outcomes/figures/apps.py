from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class FiguresConfig(AppConfig):
    name = "turnabout.outcomes.figures"
    label = "figures"

    def ready(self) -> None:
        furnish(self.name)
