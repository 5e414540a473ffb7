from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Priority
from turnabout.frame.programmes.presets import load_presets

LONGEST_PRIORITY = 160


@transaction.atomic
def install_priorities(organisation: Organisation) -> None:
    """Give an organisation that has no list yet the priorities that the presets name."""
    if Priority.objects.filter(organisation=organisation).exists():
        return
    named = dict.fromkeys(one for found in load_presets() for one in found.priorities)
    Priority.objects.bulk_create(
        Priority(organisation=organisation, words=one.table, position=place, added_at=now())
        for place, one in enumerate(named, start=1)
    )


@transaction.atomic
def add_priority(organisation: Organisation, *, words: str, language: str, by: Person) -> Priority:
    """Put a priority on the organisation's list; one that says the same is used again."""
    words = _written(words)
    # Two people who add the same one at the same moment take turns.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    install_priorities(organisation)
    listed = Priority.objects.filter(organisation=organisation)
    same = next((one for one in listed if _says(one, words)), None)
    if same is not None:
        if same.retired_at is not None:
            bring_back_priority(same, by=by)
        return same
    last = listed.aggregate(last=Max("position"))["last"] or 0
    added = Priority.objects.create(
        organisation=organisation, words={language: words}, position=last + 1, added_at=now()
    )
    audit.record("priority_added", about=added, by=by)
    return added


@transaction.atomic
def rename_priority(priority: Priority, *, words: str, language: str, by: Person) -> None:
    """Say a priority in other words, in one language, wherever it is shown."""
    words = _written(words)
    current = Priority.objects.select_for_update().get(pk=priority.pk)
    others = Priority.objects.filter(organisation=current.organisation_id).exclude(pk=current.pk)
    if any(_says(one, words) for one in others):
        raise Refusal(_("Another priority of your list says this already."))
    current.words = {**current.words, language: words}
    current.save(update_fields=["words"])
    priority.words = current.words
    audit.record("priority_renamed", about=priority, by=by, language=language)


@transaction.atomic
def retire_priority(priority: Priority, *, by: Person) -> None:
    """Offer a priority to no further programme. Those that serve it keep it."""
    if not Priority.objects.in_use().filter(pk=priority.pk).update(retired_at=now()):
        raise AlreadySo(_("This priority is retired already."))
    priority.refresh_from_db()
    audit.record("priority_retired", about=priority, by=by)


@transaction.atomic
def bring_back_priority(priority: Priority, *, by: Person) -> None:
    """Offer a retired priority again."""
    retired = Priority.objects.exclude(retired_at=None).filter(pk=priority.pk)
    if not retired.update(retired_at=None):
        raise AlreadySo(_("This priority is on the list already."))
    priority.refresh_from_db()
    audit.record("priority_brought_back", about=priority, by=by)


def _written(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise Refusal(_("Write the priority in a few words first."))
    if len(words) > LONGEST_PRIORITY:
        raise Refusal(
            _("Say the priority in at most %(most)s characters.") % {"most": LONGEST_PRIORITY}
        )
    return words


def _says(priority: Priority, words: str) -> bool:
    return words.casefold() in {one.casefold() for one in priority.words.values()}
