"""Notes of the two, off until both switch them on; and what goes a while after the end."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Message, Pair, PrivateNote, SharedNote
from turnabout.together.pairs.place_sealing import opened, sealed

KEPT_FOR_DAYS = 30


@transaction.atomic
def switch_shared_notes(pair: Pair, *, on: bool, by: Person) -> None:
    """Say yes to notes of the two, or no longer. They are on while both say yes."""
    together = Pair.objects.together().filter(pk=pair.pk)
    field = f"{pair.side_of(by)}_notes_on_at"
    if not pair.has(by) or not together.update(**{field: now() if on else None}):
        raise Refusal(_("Notes belong to the two people of a pair."))


@transaction.atomic
def write_shared_note(pair: Pair, words: str, *, by: Person) -> SharedNote:
    """Write a note that both read. A second tap writes nothing."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by) or not pair.has_shared_notes:
        raise Refusal(_("Notes of you two are off. They are on once both of you say yes."))
    before = sent_before(
        pair.shared_notes.filter(author=by),
        words,
        at="written_at",
        read=lambda row: opened([row], "words", pair)[0],
    )
    if before is not None:
        return before
    note = SharedNote(pair=pair, author=by, written_at=now())
    note.words = sealed(note, "words", words)
    note.save()
    return note


@transaction.atomic
def keep_shared_note(note: SharedNote, *, by: Person) -> None:
    """Keep a note of the two on purpose; it stays after the end if both do."""
    if not note.pair.has(by):
        raise Refusal(_("Notes belong to the two people of a pair."))
    field = f"{note.pair.side_of(by)}_kept_at"
    SharedNote.objects.filter(pk=note.pk, **{field: None}).update(**{field: now()})


@transaction.atomic
def erase_shared_note(note: SharedNote, *, by: Person) -> None:
    """Erase a note that one wrote oneself, for both and for ever."""
    if note.author_id != by.pk:
        raise Refusal(_("Only whoever wrote a note can erase it."))
    note.delete()


@transaction.atomic
def keep_private_note(note: PrivateNote, *, by: Person) -> None:
    """Keep one's own note on purpose, beyond the end."""
    if note.author_id != by.pk:
        raise Refusal(_("Only whoever wrote a note can keep it."))
    PrivateNote.objects.filter(pk=note.pk, kept_at=None).update(kept_at=now())


@transaction.atomic
def let_notes_go() -> int:
    """Erase what nobody kept on purpose of pairs that ended a while ago. Returns how many rows."""
    over = Q(pair__ended_at__lte=now() - timedelta(days=KEPT_FOR_DAYS))
    not_by_both = Q(mentor_kept_at=None) | Q(mentee_kept_at=None)
    gone = (
        PrivateNote.objects.filter(over, kept_at=None),
        SharedNote.objects.filter(over & not_by_both),
        Message.objects.filter(over),
    )
    return sum(rows.delete()[0] for rows in gone)
