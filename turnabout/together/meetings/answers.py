"""What an answer from a calendar does to a session: it is known, and it moves nothing by itself."""

from django.db import transaction
from django.utils import translation

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.meetings import emails, moving, queries
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

    A no becomes the fact that she cannot come, and offers her other hours; it cancels nothing. An
    hour that her calendar proposes instead is put before the other side, where the rules let it.
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
    if before is not None and before.sequence != reply.sequence:
        before = None
    said, trouble = _weighed(meeting, reply, before, by=by)
    Answer.objects.update_or_create(
        meeting=meeting,
        person=by,
        defaults={
            "answer": said,
            "sequence": reply.sequence,
            "stamped_at": reply.stamped_at,
            "proposed_at": reply.proposed_at,
            "answered_at": now(),
        },
    )
    is_new_no = said == Answer.Said.DECLINED and not (before is not None and before.is_no)
    if is_new_no or trouble:
        emails.send_declined(meeting, to=by, proposed_at=reply.proposed_at, trouble=trouble)
    if is_new_no:
        meeting_declined.send(
            sender=None, meeting=meeting, person=by, proposed_at=reply.proposed_at
        )
    return True


def _weighed(
    meeting: Meeting, reply: Reply, before: Answer | None, *, by: Person
) -> tuple[str, str]:
    """What is said to the hour as it stands, and why another one could not be passed on."""
    earlier = before.proposed_at if before is not None else None
    if reply.proposed_at is None:
        if reply.answer == Answer.Said.ACCEPTED:
            side = meeting.pair.side_of(by)
            moving.forget_what_was_passed_on(meeting, earlier, side=side)
        return reply.answer, ""
    if before is not None and earlier == reply.proposed_at:
        return before.answer, ""
    if reply.proposed_at == meeting.starts_at:
        # Another place or length, which is for the two to talk about.
        return Answer.Said.TENTATIVE, ""
    try:
        with translation.override(by.language or by.organisation.language):
            moving.pass_on(
                meeting, reply.proposed_at, by=_whoever_sent(meeting, reply, by), instead_of=earlier
            )
    except Refusal as refusal:
        return reply.answer, str(refusal)
    return Answer.Said.TENTATIVE, ""


def _whoever_sent(meeting: Meeting, reply: Reply, person: Person) -> Person:
    """The assistant who answers in the mentee's calendar, so that both see it was she."""
    if person.pk != meeting.pair.mentee_id or not reply.sent_by:
        return person
    assistants = [one.person for one in queries.delegates_of(meeting.pair)]
    return next((one for one in assistants if one.address.lower() == reply.sent_by), person)
