"""Who wants fewer mails, asked from the mail itself, wants no more of these."""

from turnabout.foundation.notices.outbox import stopped_by
from turnabout.frame.directory.models import Person
from turnabout.joining.interest import services
from turnabout.joining.interest.emails import ASKED, EXPLAINED, TOLD


@stopped_by(TOLD)
def stop_news(person: str) -> None:
    services.leave_news(Person.objects.get(public_id=person))


@stopped_by(ASKED, EXPLAINED)
def stop_letters(person: str) -> None:
    services.write_no_more(Person.objects.get(public_id=person))
