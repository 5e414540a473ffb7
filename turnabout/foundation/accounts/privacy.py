from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import User
from turnabout.foundation.accounts.services import SCOPE_KEY
from turnabout.foundation.trust.personal import Leaving, goes


def _close_every_way_in(leaving: Leaving) -> None:
    """Her user goes, and each visit that began with it or with a link of hers."""
    users = User.objects.filter(person=leaving.person)
    keys = {str(pk) for pk in users.values_list("pk", flat=True)}
    hers = [
        session.pk
        for session in Session.objects.iterator()
        if _is_visit_of(session.get_decoded(), leaving.person.public_id, keys)
    ]
    for pk in hers:
        Session.objects.filter(pk=pk).delete()
    users.delete()


def _is_visit_of(visit: dict[str, Any], person: str, users: set[str]) -> bool:
    by_link = visit.get(SCOPE_KEY) or {}
    return by_link.get("person") == person or visit.get(SESSION_KEY) in users


goes(User, "person", words=_("Your way in, and where you are signed in"), erase=_close_every_way_in)
