from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class ContentConfig(AppConfig):
    name = "turnabout.frame.content"
    label = "content"

    def ready(self) -> None:
        furnish(self.name)
