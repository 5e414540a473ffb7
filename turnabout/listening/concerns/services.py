"""Raising a concern, and what the guardian does with it."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import vault
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.listening.concerns import emails
from turnabout.listening.concerns.models import Concern


@transaction.atomic
def raise_concern(
    programme: Programme, words: str, *, by: Person, is_named: bool = True
) -> Concern:
    """Tell the guardians something. Without a name, no row anywhere says who told it.

    The same words again at once are a second tap.
    """
    takes_part = programme.memberships.current().filter(person=by).exclude(accepted_at=None)
    if not takes_part.exists():
        raise Refusal(_("Concerns are for people who take part in this programme."))
    Programme.objects.select_for_update().get(pk=programme.pk)
    author = by if is_named else None
    earlier = Concern.objects.filter(programme=programme, author=author).order_by("-pk")
    latest = Concern.objects.filter(pk__in=list(earlier.values_list("pk", flat=True)[:1]))
    before = sent_before(latest, words, at="raised_at", read=words_of)
    if before is not None:
        return before
    concern = Concern(programme=programme, author=author, raised_at=now())
    concern.words = vault.seal(words, holder=desk_of(programme), place=place_of(concern))
    concern.save()
    emails.send_raised(concern)
    return concern


@transaction.atomic
def answer_concern(concern: Concern, *, by: Person) -> None:
    """The guardian has read it; whoever gave her name hears that she has."""
    _refuse_others(concern, by)
    if not Concern.objects.filter(pk=concern.pk, answered_at=None).update(answered_at=now()):
        raise Refusal(_("That this was read is noted already."))
    concern.refresh_from_db()
    if concern.author is not None:
        emails.send_answered(concern, author=concern.author)


@transaction.atomic
def close_concern(concern: Concern, *, by: Person) -> None:
    """Nothing more is to be done here."""
    _refuse_others(concern, by)
    if not Concern.objects.filter(pk=concern.pk, closed_at=None).update(closed_at=now()):
        raise Refusal(_("This is closed already."))
    concern.refresh_from_db()


def desk_of(programme: Programme) -> str:
    """The holder of the key of this programme's guardians' desk."""
    return f"guardians:{programme.public_id}"


def place_of(concern: Concern) -> vault.Place:
    """Where a sealed concern belongs."""
    return vault.Place("concerns.concern", concern.public_id, "words")


def words_of(concern: Concern) -> str:
    """What was told, for whoever told it or reads at the desk."""
    place = place_of(concern)
    return vault.unseal(concern.words, holder=desk_of(concern.programme), place=place)


def _refuse_others(concern: Concern, by: Person) -> None:
    guards = concern.programme.memberships.active().filter(person=by, role="guardian")
    if not guards.exists():
        raise Refusal(_("Only a guardian of this programme settles concerns."))
