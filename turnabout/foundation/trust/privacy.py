from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.models import AuditEntry
from turnabout.foundation.trust.personal import stays

stays(
    AuditEntry,
    "by",
    words=_("The record of acts: what you did here and when, never what you wrote"),
    why=_(
        "Each entry holds the one before it together, so that nobody can change what happened. It"
        " holds a random sign instead of your name."
    ),
)
