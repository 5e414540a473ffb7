"""Which initiative of the programme a goal or a promise serves."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Initiative
from turnabout.together.pairs.models import Commitment, Goal


@transaction.atomic
def serve_initiative(
    thing: Goal | Commitment, initiative: Initiative | None, *, by: Person
) -> None:
    """Say which initiative it serves, or none any more. Either of the two says it."""
    pair = thing.pair
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("The two people of a pair that is together say what serves an initiative."))
    if initiative is not None and initiative.programme_id != pair.programme_id:
        raise Refusal(_("Choose an initiative of your programme."))
    thing.initiative = initiative
    thing.save(update_fields=["initiative"])
