"""What the first phase needs: an aim, somebody who stands behind it, somebody to turn to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.queries.purpose import missing_purpose, roles_held
from turnabout.frame.programmes.readiness import phase_needs


@phase_needs("purpose")
def purpose(programme: Programme) -> list[Promise | str]:
    held = roles_held(programme)
    missing = missing_purpose(programme)
    if "sponsor" not in held:
        missing.append(_("A sponsor, who stands behind the programme."))
    if "guardian" not in held:
        missing.append(_("A guardian, whom people can turn to."))
    return missing
