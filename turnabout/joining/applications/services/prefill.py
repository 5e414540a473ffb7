"""An application that begins with what somebody said elsewhere."""

from collections.abc import Iterable

from django.db import transaction

from turnabout.frame.programmes.models import Membership
from turnabout.frame.topics.models import Topic
from turnabout.joining.applications.models import Application, Offer, Want
from turnabout.joining.applications.queries import MOST_WANTS
from turnabout.joining.applications.services import begin_application


@transaction.atomic
def prefill_application(membership: Membership, slugs: Iterable[str]) -> Application:
    """Begin an application with these topics, where nothing is chosen yet. Nothing is sent.

    `slugs` are topics or groups of the catalogue, the most important first. A mentor gets topics
    as offers, a mentee the first three as wishes; of a group the first topic is taken. What the
    catalogue does not have is passed over.
    """
    application = begin_application(membership)
    topics = _topics(membership, list(slugs))
    if membership.role == Membership.Role.MENTOR and not application.offers.exists():
        Offer.objects.bulk_create(Offer(application=application, topic=one) for one in topics)
    if membership.role == Membership.Role.MENTEE and not application.wants.exists():
        Want.objects.bulk_create(
            Want(application=application, topic=one, rank=rank)
            for rank, one in enumerate(topics[:MOST_WANTS], start=1)
        )
    return application


def _topics(membership: Membership, slugs: list[str]) -> list[Topic]:
    offered = Topic.objects.filter(
        organisation=membership.programme.organisation,
        retired_at=None,
        is_lived_experience=False,
    )
    named: dict[str, Topic] = {}
    for topic in offered.order_by("pk"):
        named.setdefault(topic.group, topic)
    named |= {topic.slug: topic for topic in offered}
    return list({named[slug].pk: named[slug] for slug in slugs if slug in named}.values())
