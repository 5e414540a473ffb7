from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class AccountsConfig(AppConfig):
    name = "turnabout.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        furnish(self.name)
