from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class TopicsConfig(AppConfig):
    name = "turnabout.frame.topics"
    label = "topics"

    def ready(self) -> None:
        furnish(self.name)
