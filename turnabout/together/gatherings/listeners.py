"""What gatherings hear: members who leave, answers from calendars; and what they bring to pages."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.programmes.events import member_ended
from turnabout.frame.programmes.models import Membership
from turnabout.together.gatherings import pair_page, queries, services
from turnabout.together.gatherings.entries import entry_of
from turnabout.together.gatherings.models import Gathering
from turnabout.together.meetings.calendars import Entry
from turnabout.together.meetings.feeds import fills_feeds
from turnabout.together.meetings.replies import Reply, takes_replies
from turnabout.together.meetings.reply_addresses import is_from, uid_of

PARTS = pair_page


@receiver(member_ended)
def let_her_go(membership: Membership, **_kwargs: Any) -> None:
    """Take hours to come out of the calendar of somebody they are for no more, or led by."""
    coming = Gathering.objects.to_come(now()).filter(
        programme=membership.programme_id, invitations__person=membership.person_id
    )
    for gathering in coming.select_related("programme__organisation"):
        audience = queries.audience_of(gathering.programme, gathering.audience, [membership.person])
        if not audience.filter(pk=membership.person_id).exists():
            services.let_go(gathering, membership.person)
    if membership.role == "facilitator":
        led = Gathering.objects.to_come(now()).filter(
            programme=membership.programme_id, facilitator=membership.person_id
        )
        for gathering in led.select_related("programme__organisation", "facilitator"):
            services.leave_to_others(gathering)


@takes_replies
def take_reply(reply: Reply) -> bool:
    """Take a guest's answer from her calendar as if she had tapped it."""
    found = Gathering.objects.filter(public_id=reply.about, sequence=reply.sequence)
    gathering = found.first()
    if gathering is None or reply.uid != uid_of(gathering.public_id):
        return False
    guests = [one.person for one in gathering.invitations.select_related("person")]
    person = next((one for one in guests if is_from(one.public_id, reply.uid, reply.tokens)), None)
    if person is None or reply.answer == "tentative":
        return False
    try:
        services.say_whether_coming(gathering, reply.answer == "accepted", by=person)
    except Refusal:
        return False
    return True


@fills_feeds
def gatherings(reader: Actor) -> Iterable[Entry]:
    """The hours she is invited to and has not declined, and those she leads."""
    seen = Gathering.objects.visible_to(reader).standing().select_related("programme")
    declined = seen.filter(invitations__person=reader.person_id, invitations__comes=False).exclude(
        facilitator=reader.person_id
    )
    return [entry_of(gathering) for gathering in seen.exclude(pk__in=declined.values("pk"))]
