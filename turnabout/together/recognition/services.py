"""Saying thank you."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import vault
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition import emails
from turnabout.together.recognition.events import thanks_given
from turnabout.together.recognition.models import Thanks


@transaction.atomic
def give_thanks(pair: Pair, words: str, *, by: Person) -> Thanks:
    """Thank the other person of one's pair. The same words at once again are a second tap."""
    Pair.objects.select_for_update().get(pk=pair.pk)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Thanks go from one to the other of a pair that is together."))
    refuse_when_over(pair.programme, TOGETHER, what=_("Thanks are no longer passed on here."))
    given = Thanks.objects.filter(pair=pair, giver=by)
    before = sent_before(given, words, at="given_at", read=words_of)
    if before is not None:
        return before
    thanks = Thanks(pair=pair, giver=by, receiver=pair.other_person(by), given_at=now())
    thanks.words = vault.seal(words, holder=pair.key_holder, place=place_of(thanks))
    thanks.save()
    emails.send_thanks(thanks)
    thanks_given.send(sender=None, thanks=thanks)
    return thanks


def place_of(thanks: Thanks) -> vault.Place:
    """Where sealed thanks belong."""
    return vault.Place("recognition.thanks", thanks.public_id, "words")


def words_of(thanks: Thanks) -> str:
    return vault.unseal(thanks.words, holder=thanks.pair.key_holder, place=place_of(thanks))
