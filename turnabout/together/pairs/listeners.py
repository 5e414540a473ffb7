"""What pairs hear from the rooms before them."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from turnabout.frame.directory.events import people_moved
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.events import member_ended, member_returned
from turnabout.frame.programmes.models import Membership
from turnabout.joining.applications.events import places_changed
from turnabout.joining.applications.models import Application
from turnabout.joining.matching.events import bond_broken, letters_wanted, run_published
from turnabout.joining.matching.letters import Letter
from turnabout.joining.matching.models import Bond, Proposal, Run
from turnabout.together.pairs import services
from turnabout.together.pairs.letters import letters_of


@receiver(run_published)
def ask_the_mentors(run: Run, **_kwargs: Any) -> None:
    services.open_pairs(run)


@receiver(people_moved)
def look_at_the_agreement_again(people: list[Person], **_kwargs: Any) -> None:
    services.look_again_at_changes(people)


@receiver(member_ended)
def end_with_the_membership(membership: Membership, **_kwargs: Any) -> None:
    services.leave_pairs(membership)


@receiver(member_returned)
def go_on_with_the_membership(membership: Membership, ended_at: datetime, **_kwargs: Any) -> None:
    services.return_to_pairs(membership, ended_at)


@receiver(bond_broken)
def raise_it_with_both(bond: Bond, **_kwargs: Any) -> None:
    services.raise_a_broken_rule(bond)


@receiver(letters_wanted)
def show_the_letters(proposal: Proposal, at: datetime, **_kwargs: Any) -> list[Letter]:
    return letters_of(proposal, at)


@receiver(places_changed)
def keep_to_her_places(application: Application, **_kwargs: Any) -> None:
    services.keep_to_places(application.membership, application.places_at_most)
