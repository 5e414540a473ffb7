"""The sealed texts of a pair's own place, each bound to its row and field."""

from collections.abc import Sequence

from turnabout.foundation.trust import vault
from turnabout.together.pairs.models import Introduction, Message, Pair, SharedNote

Row = Introduction | Message | SharedNote


def sealed(row: Row, field: str, words: str) -> bytes:
    return vault.seal(words, holder=row.pair.key_holder, place=_place(row, field))


def opened(rows: Sequence[Row], field: str, pair: Pair) -> list[str]:
    """The words of many rows of one pair; its key is read once."""
    texts = [(bytes(getattr(row, field)), _place(row, field)) for row in rows]
    return vault.unseal_all(texts, holder=pair.key_holder)


def _place(row: Row, field: str) -> vault.Place:
    return vault.Place(row._meta.label_lower, row.public_id, field)
