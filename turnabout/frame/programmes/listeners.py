"""What programmes hear from the rooms before them."""

from typing import Any

from django.dispatch import receiver

from turnabout.frame.directory.events import people_left, people_returned
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes import services


@receiver(people_left)
def end_what_they_did_here(people: list[Person], **_kwargs: Any) -> list[str]:
    return services.end_memberships_of_leavers(people)


@receiver(people_returned)
def go_on_with_what_they_did_here(ended: list[str], **_kwargs: Any) -> int:
    return services.resume_memberships_of_returned(ended)
