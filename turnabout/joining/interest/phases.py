"""What an interest phase needs: a poll that asks."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.readiness import phase_needs
from turnabout.joining.interest.models import Poll


@phase_needs("interest")
def asked(programme: Programme) -> list[Promise | str]:
    if Poll.objects.filter(programme=programme).exists():
        return []
    return [_("No poll asks for this programme yet.")]
