"""When the two are asked to look at their agreement again, and what they say."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.together.pairs import emails
from turnabout.together.pairs.models import Pair, Revisit

Reason = Revisit.Reason
BEFORE_THE_THIRD = 2


def points_of(programme: Programme) -> dict[int, str]:
    """After how many sessions the two are asked, and why: the third one, the middle, the end."""
    points: dict[int, str] = {BEFORE_THE_THIRD: Reason.THIRD_SESSION}
    points[max(BEFORE_THE_THIRD, programme.sessions // 2)] = Reason.MIDDLE
    points[programme.sessions] = Reason.END
    return {held: reason for held, reason in points.items() if held <= programme.sessions}


@transaction.atomic
def look_again_after(pair: Pair, held: int) -> None:
    """A session was held: ask the two to look at their agreement where it is time."""
    reason = points_of(pair.programme).get(held)
    if reason is not None and not pair.revisits.filter(reason=reason).exists():
        _ask(pair, reason)


@transaction.atomic
def look_again_at_changes(people: Collection[Person]) -> None:
    """The organisation around these people changed: ask their pairs whether the paper still fits.

    The partner hears that something changed around the two, not around whom.
    """
    moved = {person.pk for person in people}
    waiting = Revisit.objects.filter(settled_at=None, reason=Reason.ORGANISATION)
    together = (
        Pair.objects.together()
        .filter(programme__organisation__in={person.organisation_id for person in people})
        .filter(~Q(pk__in=waiting.values("pair")), agreements__isnull=False)
        .distinct()
        .values_list("pk", "mentor_id", "mentee_id")
    )
    found = [pk for pk, mentor, mentee in together if {mentor, mentee} & moved]
    people_of_pairs = "programme__organisation", "mentor__organisation", "mentee__organisation"
    for pair in Pair.objects.filter(pk__in=found).select_related(*people_of_pairs):
        _ask(pair, Reason.ORGANISATION)


@transaction.atomic
def say_it_still_fits(pair: Pair, *, by: Person) -> None:
    """One of the two finds that the agreement still fits; when both do, it stands."""
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can say this."))
    Pair.objects.select_for_update().get(pk=pair.pk)
    own = f"{pair.side_of(by)}_content_at"
    asked = Revisit.objects.filter(pair=pair, settled_at=None)
    if not asked.update(**{own: now()}):
        raise Refusal(_("This is settled already. Your agreement stands as it is."))
    both = asked.exclude(mentor_content_at=None).exclude(mentee_content_at=None)
    if both.update(settled_at=now()):
        audit.record("agreement_stands", about=pair)


def _ask(pair: Pair, reason: str) -> None:
    if not pair.agreements.exists():
        return
    revisit = Revisit.objects.create(pair=pair, reason=reason, asked_at=now())
    emails.send_revisit(pair, revisit)
