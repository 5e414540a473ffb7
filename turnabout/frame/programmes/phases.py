"""What the first phase needs: an aim, somebody who stands behind it, somebody to turn to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.models import Membership, Programme
from turnabout.frame.programmes.readiness import phase_needs


@phase_needs("purpose")
def purpose(programme: Programme) -> list[Promise | str]:
    held = set(
        Membership.objects.current()
        .filter(programme=programme, role__in=("sponsor", "guardian"))
        .values_list("role", flat=True)
    )
    missing: list[Promise | str] = []
    if not programme.aim:
        missing.append(_("One aim, in one sentence."))
    if "sponsor" not in held:
        missing.append(_("A sponsor, who stands behind the programme."))
    if "guardian" not in held:
        missing.append(_("A guardian, whom people can turn to."))
    return missing
