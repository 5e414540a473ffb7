"""News for those who asked for it, and silence for those who asked for that."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Programme
from turnabout.joining.interest import emails
from turnabout.joining.interest.models import News, Quiet, Subscription


def ask_for_news(organisation: Organisation, address: str) -> None:
    """Send a link that confirms, where the address is somebody's here; say the same otherwise."""
    person = (
        Person.objects.present()
        .filter(organisation=organisation)
        .filter(addresses__address__iexact=address.strip(), addresses__until=None)
        .first()
    )
    if person is not None:
        emails.send_news_confirmation(person)


@transaction.atomic
def confirm_news(person: Person) -> None:
    """Begin to send news to somebody who asked for it. Safe twice."""
    Subscription.objects.get_or_create(person=person, left_at=None, defaults={"since": now()})
    Quiet.objects.filter(person=person).delete()


@transaction.atomic
def leave_news(person: Person) -> None:
    """Stop sending news. Safe twice; nobody is told who left."""
    Subscription.objects.current().filter(person=person).update(left_at=now())


@transaction.atomic
def write_no_more(person: Person) -> None:
    """Send no polls, explanations or news to somebody who takes part in nothing."""
    Quiet.objects.get_or_create(person=person, defaults={"since": now()})
    leave_news(person)


@transaction.atomic
def write_to_me_again(person: Person) -> None:
    Quiet.objects.filter(person=person).delete()


@transaction.atomic
def draft_news(
    organisation: Organisation,
    *,
    subject: str,
    body: str,
    by: Person,
    programme: Programme | None = None,
) -> News:
    """Keep news that waits for a last look. It sends nothing."""
    return News.objects.create(
        organisation=organisation,
        programme=programme,
        subject=subject.strip(),
        body=body.strip(),
        written_by=by,
        written_at=now(),
    )


@transaction.atomic
def discard_news(news: News, *, by: Person) -> None:
    """Throw a draft away."""
    if not News.objects.filter(pk=news.pk, sent_at=None).delete()[0]:
        raise Refusal(_("This news has been sent. It cannot be called back."))


@transaction.atomic
def send_news(news: News, *, by: Person) -> int:
    """Send news to all who ask for it now, once. Returns how many letters go out."""
    if not News.objects.filter(pk=news.pk, sent_at=None).update(sent_at=now()):
        raise AlreadySo(_("This news has been sent already, once to each reader."))
    readers = [row.person for row in Subscription.objects.readers_in(news.organisation)]
    for person in readers:
        emails.send_news_letter(news, person)
    News.objects.filter(pk=news.pk).update(letters=len(readers))
    audit.record("news_sent", about=news, by=by, letters=len(readers))
    return len(readers)
