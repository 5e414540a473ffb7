"""Who acts, found once for each request."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone, translation

from turnabout.foundation.accounts.services import SCOPE_KEY
from turnabout.foundation.common.actors import NOBODY, Actor, Scope, enriched
from turnabout.foundation.common.http import ActorRequest
from turnabout.foundation.common.role_words import said_as
from turnabout.foundation.common.whose_words import said_in
from turnabout.foundation.notices.services import somebody_acted

Answer = Callable[[ActorRequest], HttpResponse]


def who_acts(get_response: Answer) -> Answer:
    def middleware(request: ActorRequest) -> HttpResponse:
        request.actor = _actor_of(request)
        request.programme = None
        return get_response(request)

    return middleware


def marks_acts(get_response: Answer) -> Answer:
    """Remember that somebody did something here: what was asked of her has been heard."""

    def middleware(request: ActorRequest) -> HttpResponse:
        answer = get_response(request)
        is_act = request.method == "POST" and answer.status_code < HTTPStatus.BAD_REQUEST
        if is_act and request.actor.person_ref:
            somebody_acted(request.actor.person_ref)
        return answer

    return middleware


def language_of_the_person(get_response: Answer) -> Answer:
    """Speak the person's language unless she chose another on this device."""

    def middleware(request: ActorRequest) -> HttpResponse:
        language = getattr(request.actor.person, "language", "")
        if language and "django_language" not in request.COOKIES:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return get_response(request)

    return middleware


def words_of_the_programme(get_response: Answer) -> Answer:
    """Call the two sides what the person's programme calls them, in her organisation's words."""

    def middleware(request: ActorRequest) -> HttpResponse:
        with said_as(request.actor.role_words), said_in(request.actor.organisation_id):
            return get_response(request)

    return middleware


def zone_of_the_person(get_response: Answer) -> Answer:
    """Tell every hour in the person's own zone."""

    def middleware(request: ActorRequest) -> HttpResponse:
        zone = getattr(request.actor.person, "clock_zone", "") or "UTC"
        with timezone.override(zone):
            return get_response(request)

    return middleware


def _actor_of(request: ActorRequest) -> Actor:
    if request.user.is_authenticated:
        return enriched(Actor(user_id=request.user.pk, is_owner=request.user.is_owner))
    scope = request.session.get(SCOPE_KEY)
    if scope is None:
        return NOBODY
    return enriched(
        Actor(person_ref=scope["person"], scope=Scope(scope["purpose"], scope["about"]))
    )
