"""The mails of a pair's own place. They say that something waits, never what."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.time import now
from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import Manner, describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import still_wanted
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.emails import frame, pair_links
from turnabout.together.pairs.models import Introduction, Message, Pair

# Several lines within this time are one mail.
GATHERED_FOR = timedelta(minutes=10)


def send_line_waits(message: Message, *, to: Person) -> None:
    pair = message.pair
    window = int(now().timestamp() // GATHERED_FOR.total_seconds())
    outbox.add(
        "pairs/line",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": message.author.name},
        links=pair_links(pair),
        dedupe=f"line:{pair.public_id}:{to.public_id}:{window}",
        stale_after=timedelta(days=2),
    )


def send_introduction_offered(introduction: Introduction, *, to: Person) -> None:
    pair = introduction.pair
    outbox.add(
        "pairs/introduction",
        to=to,
        about=pair,
        context={**frame(pair), "partner_name": introduction.offered_by.name},
        links=pair_links(pair),
        dedupe=f"introduction:{introduction.public_id}",
    )


@still_wanted("pairs/line", "pairs/introduction")
def are_still_together(message: OutboxMessage) -> bool:
    return Pair.objects.meeting_now().filter(public_id=message.about).exists()


for _kind, _why, _manner in (
    ("line", _("The other person wrote a line to arrange something."), Manner.ACT),
    ("introduction", _("The other person offers a contact."), Manner.ASK),
):
    describes(
        f"pairs/{_kind}",
        to=_("Both of a pair"),
        why=_why,
        facts=lambda: {"partner_name": "Bruno Keller"},
        manner=_manner,
    )
