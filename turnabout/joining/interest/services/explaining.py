"""Explain first, then measure again: a letter about the benefits, and a second poll."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.joining.interest import emails
from turnabout.joining.interest.models import Poll
from turnabout.joining.interest.services.polls import open_poll, reachable


@transaction.atomic
def explain_benefits(poll: Poll, people: Sequence[Person], *, by: Person) -> int:
    """Write to people what the programme gives each side. Returns how many letters go out."""
    if poll.closed_at is None:
        raise Refusal(_("Read the poll out first. Then you know what needs explaining."))
    told = set(poll.explained.values_list("pk", flat=True))
    new = [person for person in reachable(poll, people) if person.pk not in told]
    poll.explained.add(*new)
    for person in new:
        emails.send_benefits_letter(poll, person)
    if new:
        Poll.objects.filter(pk=poll.pk, explained_at=None).update(explained_at=now())
    audit.record("benefits_explained", about=poll, by=by, letters=len(new))
    return len(new)


@transaction.atomic
def ask_again(poll: Poll, *, by: Person) -> Poll:
    """Open a second poll with the same questions and topics, to be read beside the first."""
    if poll.closed_at is None:
        raise Refusal(_("This poll is still open. Close it before you ask again."))
    # The row is locked so that two presses make one poll.
    Poll.objects.select_for_update().get(pk=poll.pk)
    if poll.followed_by.exists():
        raise AlreadySo(_("You have asked again already. The newer poll is in the list of polls."))
    again = open_poll(
        poll.organisation, title=poll.title, by=by, topics=poll.topics, programme=poll.programme
    )
    again.follows = poll
    again.save(update_fields=["follows"])
    return again
