"""How the product says no."""

from django.utils.functional import Promise


class Refusal(Exception):
    """Something the person asked for that cannot be done, with a sentence that says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class AlreadySo(Refusal):
    """What was asked for holds already, as after a second tap.

    A page says so where the person was; she has what she wanted.
    """
