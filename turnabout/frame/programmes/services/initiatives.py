"""The short list of what is under way to reach a programme's priority."""

from django.db import transaction
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import AlreadySo, Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Initiative, Programme

MOST_INITIATIVES = 8


@transaction.atomic
def add_initiative(
    programme: Programme, *, name: str, line: str, sponsor: Person | None, by: Person
) -> Initiative:
    """Put an initiative on the programme's list; the list is short, so that it is read."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    same = _named(programme, name)
    if same is not None:
        if (same.line, same.sponsor) != (line, sponsor):
            raise Refusal(_("Another initiative of your list is called this already."))
        return same
    _refuse_a_long_list(programme)
    added = Initiative.objects.create(
        programme=programme, name=name, line=line, sponsor=sponsor, added_at=now()
    )
    audit.record("initiative_added", about=added, by=by)
    return added


@transaction.atomic
def change_initiative(
    initiative: Initiative, *, name: str, line: str, sponsor: Person | None, by: Person
) -> None:
    """Say an initiative in other words. What serves it keeps serving it."""
    same = _named(initiative.programme, name)
    if same is not None and same.pk != initiative.pk:
        raise Refusal(_("Another initiative of your list is called this already."))
    initiative.name, initiative.line, initiative.sponsor = name, line, sponsor
    initiative.save(update_fields=["name", "line", "sponsor"])
    audit.record("initiative_changed", about=initiative, by=by)


@transaction.atomic
def retire_initiative(initiative: Initiative, *, by: Person) -> None:
    """Offer an initiative to no further pair. What serves it keeps serving it."""
    if not Initiative.objects.in_use().filter(pk=initiative.pk).update(retired_at=now()):
        raise AlreadySo(_("This initiative is retired already."))
    audit.record("initiative_retired", about=initiative, by=by)


@transaction.atomic
def bring_back_initiative(initiative: Initiative, *, by: Person) -> None:
    """Offer a retired initiative again."""
    Programme.objects.select_for_update().get(pk=initiative.programme_id)
    same = _named(initiative.programme, initiative.name)
    if same is not None and same.pk != initiative.pk:
        raise Refusal(_("Another initiative of your list is called this already."))
    _refuse_a_long_list(initiative.programme)
    retired = Initiative.objects.exclude(retired_at=None).filter(pk=initiative.pk)
    if not retired.update(retired_at=None):
        raise AlreadySo(_("This initiative is on the list already."))
    audit.record("initiative_brought_back", about=initiative, by=by)


def _named(programme: Programme, name: str) -> Initiative | None:
    listed = Initiative.objects.in_use().filter(programme=programme)
    return next((one for one in listed if one.name.casefold() == name.casefold()), None)


def _refuse_a_long_list(programme: Programme) -> None:
    if Initiative.objects.in_use().filter(programme=programme).count() >= MOST_INITIATIVES:
        raise Refusal(
            _("%(most)s initiatives are enough to choose from. Retire one first.")
            % {"most": MOST_INITIATIVES}
        )
