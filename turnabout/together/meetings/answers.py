"""What an answer from a calendar does to a session: it is known, and it moves nothing by itself."""

from django.db import transaction

from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import emails
from turnabout.together.meetings.events import meeting_declined
from turnabout.together.meetings.models import Answer, Meeting
from turnabout.together.meetings.replies import Reply, takes_replies
from turnabout.together.meetings.reply_addresses import is_from, uid_of


@takes_replies
def take_reply(reply: Reply) -> bool:
    """Take the answer of one of the two to one of their sessions."""
    meeting = (
        Meeting.objects.filter(public_id=reply.about)
        .select_related("pair__programme__organisation", "pair__mentor", "pair__mentee")
        .first()
    )
    if meeting is None or reply.uid != uid_of(meeting.public_id):
        return False
    for person in (meeting.pair.mentor, meeting.pair.mentee):
        if is_from(person.public_id, reply.uid, reply.tokens):
            say_answer(meeting, reply, by=person)
            return True
    return False


@transaction.atomic
def say_answer(meeting: Meeting, reply: Reply, *, by: Person) -> bool:
    """Note the latest answer of one of the two to the hour as it stands now.

    A no becomes the fact that she cannot come, and offers her other hours; it cancels nothing.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    standing = Meeting.objects.to_come(now()).filter(
        pk=meeting.pk, sequence=reply.sequence, missed_at=None, pair__ended_at=None
    )
    if not standing.exists():
        return False
    before = Answer.objects.filter(meeting=meeting, person=by).first()
    if before is not None and before.is_later_than(reply.sequence, reply.stamped_at):
        return False
    Answer.objects.update_or_create(
        meeting=meeting,
        person=by,
        defaults={
            "answer": reply.answer,
            "sequence": reply.sequence,
            "stamped_at": reply.stamped_at,
            "proposed_at": reply.proposed_at,
            "answered_at": now(),
        },
    )
    was_no = before is not None and before.sequence == reply.sequence and before.is_no
    if reply.answer == Answer.Said.DECLINED and not was_no:
        emails.send_declined(meeting, to=by)
        meeting_declined.send(
            sender=None, meeting=meeting, person=by, proposed_at=reply.proposed_at
        )
    return True
