"""How far the best plan of all could be above one that was not proven to be the best, in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.joining.matching.engine.objective import PLACES, SERVED, TOTAL
from turnabout.joining.matching.engine.plan import Certificate
from turnabout.joining.matching.words import points

TIERS = (SERVED, PLACES, TOTAL)


@dataclass(frozen=True)
class Gap:
    """What could be `more` in the first tier that is not settled, and its `share` in per cent."""

    tier: str
    more: int
    share: float

    @classmethod
    def of(cls, proof: Certificate) -> Self:
        for tier in TIERS:
            scale = proof.scales.get(tier, 0)
            if scale and proof.gap >= scale:
                more = proof.gap // scale
                return cls(tier, more, 100 * more / (proof.reached.get(tier, 0) + more))
        return cls("", 0, 0.0)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def sentence(self) -> str:
        """The bound packs the tiers into one number, so a tier is told as if those below it stay
        as they are, which is what the bound proves."""
        told = {"share": f"{self.share:.2g}"}
        if not self.tier:
            return _("As good as the best: only the draw between equal plans is open.")
        if self.tier == SERVED:
            return ngettext(
                "Within %(share)s %% of the best: up to %(more)d person more could have a "
                "partner without the others fitting less well.",
                "Within %(share)s %% of the best: up to %(more)d people more could have a "
                "partner without the others fitting less well.",
                self.more,
            ) % {**told, "more": self.more}
        if self.tier == PLACES:
            return ngettext(
                "Within %(share)s %% of the best: of plans that serve as many people, none fills "
                "more than %(more)d place more and fits as well.",
                "Within %(share)s %% of the best: of plans that serve as many people, none fills "
                "more than %(more)d places more and fits as well.",
                self.more,
            ) % {**told, "more": self.more}
        return _(
            "Within %(share)s %% of the best: of plans that serve as many people, none has a "
            "total more than %(points)s points higher."
        ) % {**told, "points": points(self.more)}
