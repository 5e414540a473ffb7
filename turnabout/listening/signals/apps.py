from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class SignalsConfig(AppConfig):
    name = "turnabout.listening.signals"
    label = "signals"

    def ready(self) -> None:
        furnish(self.name)
