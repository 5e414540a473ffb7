from django.utils.functional import Promise


class Refusal(Exception):
    """Something that cannot be done now, in one sentence for the person who asked."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
