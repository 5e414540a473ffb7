from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.accounts.models import User
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.directory.services import add_person, appoint_person, open_organisation
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
    user = give_account(person, password=password, is_owner=True)
    appoint_person(person, role="coordinator", by=person)
    install_catalogue(made)
    install_question_sets(made)
    return user


@transaction.atomic
def give_account(person: Person, *, password: str | None = None, is_owner: bool = False) -> User:
    """Give somebody a way in of her own, bound to the person and not to the address."""
    if person.user_id is not None:
        raise Refusal(_("This person has an account already."))
    user = User.objects.create_user(person.address, password, is_owner=is_owner)
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    audit.record("account_given", about=person)
    return user
