"""What applicants said in the open that a run reads, once for all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from turnabout.frame.questions.models import Answer
from turnabout.joining.applications.models import Application

GAIN, KNOWS, CONFLICTS, ASKS_FOR, MEETS = "gain", "knows", "conflicts", "asks_for", "meets"
READ = (GAIN, KNOWS, CONFLICTS, ASKS_FOR, MEETS)
MOST_ASKED_FOR = 3
VIDEO, IN_PERSON, EITHER = "video", "in_person", "either"


class OpenAnswers:
    """The answers of many applications, by application and question."""

    def __init__(self, applications: Iterable[Application]) -> None:
        rows = Answer.objects.filter(
            response__about__in=[application.public_id for application in applications],
            question__key__in=READ,
        ).values_list("response__about", "question__key", "value")
        self._by_key: Mapping[tuple[str, str], Any] = {
            (about, key): value for about, key, value in rows
        }

    def gains(self, application: Application) -> list[str]:
        return self._listed(application, GAIN)

    def knows(self, application: Application) -> frozenset[str]:
        return frozenset(self._listed(application, KNOWS))

    def conflicts(self, application: Application) -> frozenset[str]:
        """Who decides about the applicant, as she named them for the coordinator."""
        return frozenset(one["id"] for one in self._listed(application, CONFLICTS))

    def asked_for(self, application: Application) -> tuple[str, ...]:
        """Whom the applicant would like to meet, as she named them for the coordinator."""
        named = self._listed(application, ASKS_FOR)[:MOST_ASKED_FOR]
        return tuple(one["id"] for one in named)

    @property
    def somebody_is_asked_for(self) -> bool:
        return any(key == ASKS_FOR and named for (_about, key), named in self._by_key.items())

    def ways(self, application: Application) -> frozenset[str]:
        """How the applicant can meet: by video, or at her own place where that is known."""
        said = self._by_key.get((application.public_id, MEETS))
        place = application.membership.person.place
        in_person = frozenset((f"{IN_PERSON}: {place}",)) if place else frozenset()
        return {
            VIDEO: frozenset((VIDEO,)),
            IN_PERSON: in_person,
            EITHER: in_person | {VIDEO} if in_person else in_person,
        }.get(said or "", frozenset())

    def _listed(self, application: Application, key: str) -> list[Any]:
        return list(self._by_key.get((application.public_id, key)) or [])
