"""Where the programmes of an organisation ask its question sets."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.defaults import SAME_SETS, current
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.presets import preset
from turnabout.frame.questions.needs import says_where_used

USES = {
    "interest": gettext_lazy("polls of interest"),
    "mentor_application": gettext_lazy("when mentors apply"),
    "mentee_application": gettext_lazy("when mentees apply"),
    "lived_experience": gettext_lazy("of mentors, on personal experience"),
    "interview": gettext_lazy("in a talk with an applicant"),
    "selection": gettext_lazy("when applications are read"),
    "pulse_mentor": gettext_lazy("after a session, of the mentor"),
    "pulse_mentee": gettext_lazy("after a session, of the mentee"),
    "check_in": gettext_lazy("at a check-in"),
    "baseline": gettext_lazy("at the start"),
    "midpoint": gettext_lazy("half-way"),
    "end": gettext_lazy("at the end"),
    "follow_up": gettext_lazy("months later"),
    "follow_up_care": gettext_lazy("months later, for care"),
}


@says_where_used
def places(organisation: Organisation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for programme in Programme.objects.filter(organisation=organisation).order_by("-created_at"):
        own = programme.settings.get("question_sets")
        shipped = {**SAME_SETS, **dict(preset(programme.preset).question_sets)}
        uses = {**(shipped if own is None else SAME_SETS), **(own or {})}
        if not current(programme, "lived_experience_topics"):
            uses.pop("lived_experience", None)
        for use, slug in sorted(uses.items()):
            line = _("%(programme)s, %(use)s") % {
                "programme": programme.name,
                "use": USES.get(use, use.replace("_", " ")),
            }
            found.setdefault(slug, []).append(line)
    return found
