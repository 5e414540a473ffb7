"""Applications are counted after their authors are gone; what they say goes with them."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import Leaving, goes, stays, unlinked
from turnabout.frame.questions.models import Response
from turnabout.joining.applications import boundaries, lived
from turnabout.joining.applications.models import (
    Acceptance,
    Application,
    Boundaries,
    Decision,
    LivedExperience,
    Offer,
    OwnWords,
    PlaceOffer,
    TimeRequest,
    Want,
)

HERS = "application__membership__person"


def _empty_applications(leaving: Leaving) -> None:
    """The dates stay for the figures. What she said goes, and what readers said of it."""
    applications = Application.objects.filter(membership__person=leaving.person)
    names = list(applications.values_list("public_id", flat=True))
    Response.objects.filter(about__in=[*names, *(f"{name}:lived" for name in names)]).delete()
    applications.update(
        answers={}, hours=[], languages=[], gives_back=[], shows_access_needs=False, step=1
    )


def _count_wants_alone(leaving: Leaving) -> None:
    """Figures count wants by theme; themes of lived experience are not kept even so."""
    wants = Want.objects.filter(**{HERS: leaving.person})
    wants.filter(topic__is_lived_experience=True).delete()
    wants.update(decision="")


def _topic(row: Any) -> dict[str, Any]:
    return {"topic": row.topic.slug if row.topic else ""}


def _boundaries(row: Boundaries) -> dict[str, Any]:
    return _as_told(asdict(boundaries.read(row.application)))


def _lived(row: LivedExperience) -> dict[str, Any]:
    return _as_told(asdict(lived.read(row.application)))


def _as_told(said: dict[str, Any]) -> dict[str, Any]:
    """Without the random names of whom she would rather not meet: nobody can read those."""
    told = {name: sorted(one) if isinstance(one, frozenset) else one for name, one in said.items()}
    return {name: len(one) if name == "people" else one for name, one in told.items()}


stays(
    Application,
    "membership__person",
    words=_("Your applications: what you said about yourself, your hours and languages"),
    why=_("That somebody applied, and when, is counted. Everything that you said is deleted."),
    erase=_empty_applications,
)
goes(Acceptance, HERS, words=_("That you accepted the duties of your side"))
goes(Offer, HERS, words=_("What you offer"), opens=_topic)
stays(
    Want,
    HERS,
    words=_("What you would like to learn"),
    why=_(
        "Published figures count how many wish for a topic. Why you wish for it is deleted, and so"
        " is every topic of lived experience."
    ),
    erase=_count_wants_alone,
    opens=_topic,
)
goes(OwnWords, HERS, words=_("Topics in words of your own"))
goes(Boundaries, HERS, words=_("What you keep to yourself in an application"), opens=_boundaries)
goes(LivedExperience, HERS, words=_("What you draw on of your own life"), opens=_lived)
goes(Decision, HERS, words=_("What was decided on your application, and why"), is_told=False)
unlinked(Decision, "decided_by", words=_("What you decided on applications of others"))
goes(PlaceOffer, HERS, words=_("Places that were offered to you"))
goes(TimeRequest, HERS, words=_("That your manager was asked for time, and the answer"))
stays(
    TimeRequest,
    "manager",
    words=_("What you answered when you were asked for time as a manager"),
    why=_("Your report relies on the answer. It stays without your name."),
)
