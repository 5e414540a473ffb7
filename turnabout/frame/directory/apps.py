from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class DirectoryConfig(AppConfig):
    name = "turnabout.frame.directory"
    label = "directory"

    def ready(self) -> None:
        furnish(self.name)
