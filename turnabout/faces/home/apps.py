from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class HomeConfig(AppConfig):
    name = "turnabout.faces.home"
    label = "home"

    def ready(self) -> None:
        furnish(self.name)
        # The frame registers itself; it can only be read once every room has its models.
        from turnabout.faces.home import frame  # noqa: F401 - registers itself
