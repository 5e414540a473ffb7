from django.apps import AppConfig

from turnabout.foundation.common.rooms import furnish


class QuestionsConfig(AppConfig):
    name = "turnabout.frame.questions"
    label = "questions"

    def ready(self) -> None:
        furnish(self.name)
