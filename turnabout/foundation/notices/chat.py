"""Chat beside mail: a webhook of a person or a programme gets neutral words that something waits.

It never takes the place of a mail: what is said here is added after a mail has left, or counts what
stands on a page. What cannot be posted is tried a few times and then told where it was set up.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.notices import webhooks
from turnabout.foundation.notices.models import ChatNote, Webhook
from turnabout.foundation.trust import vault

PAUSES = tuple(timedelta(minutes=m) for m in (1, 10, 60))
LEASE = timedelta(minutes=2)
STALE_AFTER = timedelta(hours=12)
MOST_FOR_ONE = 3
log = logging.getLogger(__name__)


@transaction.atomic
def set_up(owner: str, *, address: str, dialect: str) -> Webhook:
    """Keep a webhook for a person or a programme instead of the one before. Its address is a
    secret: who has it can write there, so it is sealed."""
    host = webhooks.host_of(address)
    take_away(owner)
    hook = Webhook(owner=owner, dialect=dialect, host=host, added_at=now())
    hook.sealed = vault.seal(address, holder=hook.key_holder, place=hook.place)
    hook.save()
    return hook


def take_away(owner: str) -> None:
    for hook in Webhook.objects.filter(owner=owner):
        hook.delete()
        vault.destroy_key(hook.key_holder)


def hook_of(owner: str) -> Webhook | None:
    return Webhook.objects.filter(owner=owner).first() if webhooks.is_on() else None


def test(hook: Webhook) -> None:
    """Post a few words now, for whoever set it up to see them arrive."""
    try:
        _post(hook, _("Hello from Turnabout"), _("This is how it will look. Nothing waits."), "/")
    except webhooks.PostError as error:
        _failed(hook, str(error))
        raise Refusal(
            _("It did not arrive: %(error)s. Look at the address again.") % {"error": error}
        ) from error
    _arrived(hook)


def say(owner: str, *, title: str, text: str, path: str, dedupe: str | None = None) -> int:
    """Let a webhook say that something waits; nothing happens where there is none, or twice."""
    hook = hook_of(owner)
    if hook is None or (dedupe and ChatNote.objects.filter(dedupe=dedupe).exists()):
        return 0
    note = ChatNote(
        hook=hook, title=title, text=text, path=path, dedupe=dedupe, due_at=now(), created_at=now()
    )
    ChatNote.objects.bulk_create([note], ignore_conflicts=dedupe is not None)
    return 1


def say_that_mail_came(person: str, language: str) -> None:
    """Tell somebody in her own chat that a mail came; only a few such lines wait at once."""
    hook = hook_of(person)
    if hook is None or hook.notes.waiting().count() >= MOST_FOR_ONE:
        return
    with translation.override(language):
        say(
            person,
            title=_("A mail from Turnabout"),
            text=_("Something waits for you. It is in your mail and on your page."),
            path="/notices/",
        )


def post_due(limit: int = 50) -> int:
    """Post what waits. A webhook that fails holds up no other."""
    if not webhooks.is_on():
        return 0
    due = ChatNote.objects.due(now()).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(_post_one(pk) for pk in list(due[:limit]))


def _post_one(pk: int) -> bool:
    at = now()
    claimed = ChatNote.objects.due(at).filter(pk=pk)
    if not claimed.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    note = ChatNote.objects.select_related("hook").get(pk=pk)
    rows = ChatNote.objects.filter(pk=pk)
    if note.created_at < at - STALE_AFTER:
        rows.update(dropped_at=at)
        return False
    try:
        _post(note.hook, note.title, note.text, note.path)
    except (webhooks.PostError, Refusal) as error:
        log.warning("A webhook at %s was not reached: %s", note.hook.host, error)
        _failed(note.hook, str(error))
        if note.attempts > len(PAUSES):
            rows.update(dropped_at=at)
        else:
            rows.update(due_at=at + PAUSES[note.attempts - 1], leased_until=None)
        return False
    rows.update(sent_at=at, leased_until=None)
    _arrived(note.hook)
    return True


def _post(hook: Webhook, title: str, text: str, path: str) -> None:
    address = vault.unseal(hook.sealed, holder=hook.key_holder, place=hook.place)
    link = f"{settings.SITE_ADDRESS}{path}"
    webhooks.post(address, hook.dialect, title=title, text=text, link=link)


def _failed(hook: Webhook, error: str) -> None:
    Webhook.objects.filter(pk=hook.pk).update(
        failing_since=hook.failing_since or now(), last_error=error[:200]
    )


def _arrived(hook: Webhook) -> None:
    Webhook.objects.filter(pk=hook.pk).update(failing_since=None, last_error="", arrived_at=now())
