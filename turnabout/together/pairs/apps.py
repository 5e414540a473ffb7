from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class PairsConfig(AppConfig):
    name = "turnabout.together.pairs"
    label = "pairs"

    def ready(self) -> None:
        furnish(self.name)
