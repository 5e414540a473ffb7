"""What recognition hears of members, and what it brings to a pair's page."""

from typing import Any

from django.dispatch import receiver

from turnabout.frame.programmes.events import member_ended
from turnabout.frame.programmes.models import Membership
from turnabout.together.recognition import pair_page, services

PARTS = pair_page


@receiver(member_ended)
def offer_nothing_more(membership: Membership, **_kwargs: Any) -> None:
    services.end_offers_of(membership)
