"""The cast: Ada mentors, Bruno is mentored, Chidi coordinates, Dana is a stranger."""

from dataclasses import dataclass

from tests.factories import (
    appoint,
    make_member,
    make_organisation,
    make_person,
    make_programme,
    make_user,
)
from turnabout.frame.directory.models import Organisation, Person
from turnabout.frame.programmes.models import Membership, Programme


@dataclass(frozen=True)
class Cast:
    organisation: Organisation
    programme: Programme
    ada: Person
    bruno: Person
    chidi: Person
    dana: Person
    mentor: Membership
    mentee: Membership
    coordinator: Membership


def make_cast() -> Cast:
    organisation = make_organisation()
    programme = make_programme(organisation)
    ada = make_person(organisation, name="Ada Nowak", rank=2, unit="Data", place="Holm")
    bruno = make_person(organisation, name="Bruno Keller", rank=7, unit="Operations", place="Skarn")
    chidi = make_person(organisation, name="Chidi Okafor", rank=4, unit="People", place="Holm")
    dana = make_person(make_organisation(name="Elsewhere"), name="Dana Field", rank=3)
    for person in (ada, bruno, chidi, dana):
        make_user(person)
    appoint(chidi)
    return Cast(
        organisation=organisation,
        programme=programme,
        ada=ada,
        bruno=bruno,
        chidi=chidi,
        dana=dana,
        mentor=make_member(programme, ada, "mentor"),
        mentee=make_member(programme, bruno, "mentee"),
        coordinator=make_member(programme, chidi, "coordinator"),
    )
