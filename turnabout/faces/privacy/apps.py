from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class PrivacyConfig(AppConfig):
    name = "turnabout.faces.privacy"
    label = "privacy"

    def ready(self) -> None:
        furnish(self.name)
