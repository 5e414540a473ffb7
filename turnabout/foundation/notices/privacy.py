from email import message_from_bytes, policy

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices import chat
from turnabout.foundation.notices.models import KeptCopy, OutboxMessage, PostOffice, Reader, Webhook
from turnabout.foundation.trust.personal import Leaving, goes


def _drop_mails(leaving: Leaving) -> None:
    """Nothing more leaves to her, and what is told of her to others tells it without her name."""
    OutboxMessage.objects.filter(recipient=leaving.person.public_id).delete()
    told = OutboxMessage.objects.exclude(title="", context={}, last_error="")
    for message in told.only("title", "context", "last_error").iterator():
        title = leaving.taken_out_of_what_is_told(message.title)
        context = leaving.taken_out_of_data(message.context)
        error = leaving.taken_out_of_what_is_told(message.last_error)
        if (title, context, error) != (message.title, message.context, message.last_error):
            changed = OutboxMessage.objects.filter(pk=message.pk)
            changed.update(title=title[:300], context=context, last_error=error[:300])
    for office in PostOffice.objects.exclude(last_error=""):
        PostOffice.objects.filter(pk=office.pk).update(
            last_error=leaving.taken_out_of_what_is_told(office.last_error)[:300]
        )
    _drop_kept_copies(leaving)


def _drop_kept_copies(leaving: Leaving) -> None:
    """Where no mail leaves, each is kept as it was sent; those that name her go."""
    named = [
        copy.pk
        for copy in KeptCopy.objects.iterator()
        if leaving.is_told_of_in(f"{copy.to_address} {copy.subject} {_words_of(copy)}")
    ]
    for pk in named:
        KeptCopy.objects.filter(pk=pk).delete()


def _words_of(copy: KeptCopy) -> str:
    mail = message_from_bytes(bytes(copy.message), policy=policy.default)
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    return " ".join(str(part.get_content()) for part in parts)


def _take_chat_away(leaving: Leaving) -> None:
    chat.take_away(leaving.person.public_id)


goes(
    OutboxMessage,
    "recipient",
    words=_("Mails and notices to you, those that still wait among them"),
    erase=_drop_mails,
    told=Q(sent_at__isnull=False),
)
goes(Reader, "person", words=_("How you want to be written to"))
goes(Webhook, "owner", words=_("Your line in chat"), erase=_take_chat_away)
