from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person


@transaction.atomic
def give_way_in(person: Person) -> User:
    """Give somebody a way in of her own; a password is hers to choose by a letter."""
    if person.user is not None:
        return person.user
    if not person.address:
        raise Refusal(_("Without a mail address nobody can sign in. Add one to the staff list."))
    if User.objects.filter(email__iexact=person.address, is_active=True).exists():
        raise Refusal(_("Somebody else signs in with this mail address already."))
    person.user = User.objects.create_user(person.address)
    person.save(update_fields=["user"])
    audit.record("way_in_given", about=person)
    return person.user
