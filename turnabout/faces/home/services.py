from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.services import add_person, appoint_person, open_organisation
from turnabout.frame.directory.services.entrance import give_way_in
from turnabout.frame.questions.services import install_question_sets
from turnabout.frame.topics.services import install_catalogue


@transaction.atomic
def begin_here(
    *, organisation: str, zone: str, language: str, name: str, email: str, password: str
) -> User:
    """Make this installation somebody's: the organisation, its owner and first coordinator.

    Works once. Writing to the audit chain first holds its lock, so that of two people who begin
    at the same moment one is the owner and the other is refused.
    """
    audit.record("first_run")
    if User.objects.exists():
        raise Refusal(_("This installation belongs to somebody already. Sign in instead."))
    made = open_organisation(organisation, zone=zone, language=language)
    person = add_person(made, name=name, mail=email)
    user = give_way_in(person)
    user.is_owner = True
    user.set_password(password)
    user.save(update_fields=["is_owner", "password"])
    appoint_person(person, role="coordinator", by=person)
    install_catalogue(made)
    install_question_sets(made)
    return user
