"""The mail about urgent tasks: that there are some, never whom they are about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.notices import outbox
from turnabout.foundation.notices.catalogue import describes
from turnabout.foundation.notices.models import OutboxMessage
from turnabout.foundation.notices.outbox import still_wanted
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Membership
from turnabout.listening.signals.models import Task
from turnabout.together.pairs.moments import next_working_morning

NEEDS_YOU = "signals/needs-you"


def send_needs_you(task: Task) -> None:
    """Tell whoever runs the programme; where nobody does, those who can take it up.

    It is their work, so it is no nudge: it leaves on the next working morning, once for all that
    is urgent by then.
    """
    programme = task.programme
    today = reverse("home:today", kwargs={"programme": programme.public_id})
    runs_it = _who_runs_it(task)
    can_take_it_up = Person.objects.able_to_take_up(programme.organisation_id)
    for person in runs_it or can_take_it_up.select_related("organisation"):
        morning = next_working_morning(person)
        outbox.add(
            NEEDS_YOU,
            to=person,
            about=programme,
            context={
                "programme_name": programme.name,
                "organisation_name": programme.organisation.name,
                "desk_path": today if runs_it else reverse("programmes:list"),
            },
            dedupe=f"needs-you:{programme.public_id}:{person.public_id}:{morning:%Y-%m-%d}",
            due_at=morning,
        )


@still_wanted(NEEDS_YOU)
def is_still_open(message: OutboxMessage) -> bool:
    urgent = Task.objects.open().filter(is_urgent=True)
    return urgent.filter(programme__public_id=message.about).exists()


def _who_runs_it(task: Task) -> list[Person]:
    """The coordinators, but for the two whom it is about."""
    members = Membership.objects.coordinating(task.programme_id)
    if task.pair is not None:
        members = members.exclude(person__in=(task.pair.mentor_id, task.pair.mentee_id))
    return [member.person for member in members.select_related("person__organisation")]


describes(
    NEEDS_YOU,
    to=_("Coordinators"),
    why=_("A signal is urgent: somebody of a pair should hear from a person now."),
    facts=lambda: {"desk_path": "/"},
    is_to_do=True,
)
