from django.apps import AppConfig

from turnabout.foundation.common import role_words
from turnabout.foundation.common.rooms import furnish


class CommonConfig(AppConfig):
    name = "turnabout.foundation.common"
    label = "common"

    def ready(self) -> None:
        role_words.install()
        furnish(self.name)
