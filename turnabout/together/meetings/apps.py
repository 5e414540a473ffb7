from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class MeetingsConfig(AppConfig):
    name = "turnabout.together.meetings"
    label = "meetings"

    def ready(self) -> None:
        furnish(self.name)
