"""What applying and matching need: people who are invited, and applications from both sides."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.readiness import phase_needs
from turnabout.joining.applications.models import Application
from turnabout.joining.applications.queries import SIDES

NOBODY_INVITED = {
    Membership.Role.MENTOR: lambda: _("Nobody is invited as mentor yet."),
    Membership.Role.MENTEE: lambda: _("Nobody is invited as mentee yet."),
}
NO_APPLICATION = {
    Membership.Role.MENTOR: lambda: _("No mentor has applied yet."),
    Membership.Role.MENTEE: lambda: _("No mentee has applied yet."),
}


@phase_needs("apply")
def invited(programme: Programme) -> list[Promise | str]:
    members = Membership.objects.current().filter(programme=programme, role__in=SIDES)
    there = set(members.values_list("role", flat=True).distinct())
    return [NOBODY_INVITED[role]() for role in SIDES if role not in there]


@phase_needs("match")
def applied(programme: Programme) -> list[Promise | str]:
    sent = Application.objects.to_match().filter(membership__programme=programme)
    there = set(sent.order_by().values_list("membership__role", flat=True).distinct())
    return [NO_APPLICATION[role]() for role in SIDES if role not in there]
