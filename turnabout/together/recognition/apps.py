from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class RecognitionConfig(AppConfig):
    name = "turnabout.together.recognition"
    label = "recognition"

    def ready(self) -> None:
        furnish(self.name)
