"""Notes that only their author reads."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.frame.directory.models import Person
from turnabout.together.pairs.models import Pair, PrivateNote
from turnabout.together.pairs.sealing import note_words, seal_note


@transaction.atomic
def write_private_note(
    pair: Pair, words: str, *, by: Person, prompt: str = "", session: int | None = None
) -> PrivateNote:
    """Keep a note for oneself, sealed under one's own key. A second tap keeps nothing."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.has(by) or pair.mentee_accepted_at is None:
        raise Refusal(_("Notes belong to the two people of a pair."))
    own = pair.notes.filter(author=by).select_related("author")
    before = sent_before(own, words, at="written_at", read=note_words)
    if before is not None:
        return before
    note = PrivateNote(pair=pair, author=by, written_at=now(), prompt=prompt, session=session)
    note.words = seal_note(note, words)
    note.save()
    return note


@transaction.atomic
def erase_private_note(note: PrivateNote, *, by: Person) -> None:
    """Erase one's own note for ever."""
    if note.author_id != by.pk:
        raise Refusal(_("Only whoever wrote a note can erase it."))
    note.delete()
