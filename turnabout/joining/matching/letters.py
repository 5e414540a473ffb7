"""A letter as a coordinator reads it before it leaves. A later room writes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One kind of letter with one person's as the sample: when it leaves, and all of its words."""

    name: str
    when: str
    to: str
    subject: str
    text: str
    html: str
