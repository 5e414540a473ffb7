from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class TrustConfig(AppConfig):
    name = "turnabout.foundation.trust"
    label = "trust"

    def ready(self) -> None:
        furnish(self.name)
