"""What stands round every page: whose programme it is, where one can go, how to get help."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from turnabout.foundation.common.actors import Actor, Standing
from turnabout.foundation.common.http import ActorRequest, Language, PageFrame, Tab, frames_pages
from turnabout.foundation.common.role_words import settle_on
from turnabout.foundation.common.whose_words import settle_in
from turnabout.foundation.notices import webhooks
from turnabout.foundation.trust.policy import can
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.sides import role_words_in
from turnabout.together.pairs.models import Pair
from turnabout.together.recognition.policy import reads_offers

PRESENT = (Standing.ACTIVE, Standing.PAUSED)
PLACES = {
    "home": "today",
    "signals": "today",
    "directory": "people",
    "applications": "matching",
    "matching": "matching",
    "pairs": "pairs",
    "meetings": "pairs",
    "gatherings": "pairs",
    "figures": "figures",
    "programmes": "set-up",
    "interest": "set-up",
    "topics": "set-up",
    "questions": "set-up",
    "content": "set-up",
}


@frames_pages
def frame(request: ActorRequest) -> PageFrame:
    """Frame a page. Coordinators get tabs; participants get help and the way out."""
    actor = request.actor
    programme = programme_of(request)
    if programme is not None:
        settle_on(role_words_in(programme))
        settle_in(programme.organisation_id)
    tabs = _tabs(request, actor, programme) if actor.scope is None else ()
    help_url = "" if tabs else _help_url(actor, programme)
    return PageFrame(
        organisation_name=_organisation_name(actor, programme),
        programme_name=programme.name if programme else "",
        person_name=actor.person.name if actor.person is not None else "",
        tabs=tabs,
        account_links=_account_links(request, programme),
        shows_exits=bool(help_url),
        help_url=help_url,
        home_url=reverse("home:home"),
        footer_links=_footer_links(actor),
        languages=_languages(),
    )


def programme_of(request: ActorRequest) -> Programme | None:
    """The programme of the page, or the latest that this person runs or takes part in."""
    found: Programme | None = getattr(request, "programme", None)
    if found is not None:
        return found
    cached: Programme | None = getattr(request, "_latest_programme", None)
    if cached is None and request.actor.grants:
        cached = latest_programme(request.actor)
        request._latest_programme = cached  # type: ignore[attr-defined]  # one query a request
    return cached


def latest_programme(actor: Actor) -> Programme | None:
    programmes = Programme.objects.select_related("organisation").order_by("-created_at", "-pk")
    for ids in (actor.programmes_as("coordinator"), _own_programmes(actor)):
        found = programmes.filter(pk__in=ids).first() if ids else None
        if found is not None:
            return found
    return None


def path_to(name: str, **arguments: str) -> str:
    return reverse(name, kwargs=arguments)


def _own_programmes(actor: Actor) -> frozenset[int]:
    return frozenset(grant.programme_id for grant in actor.grants if grant.standing in PRESENT)


def _organisation_name(actor: Actor, programme: Programme | None) -> str:
    if programme is not None:
        return programme.organisation.name
    return actor.person.organisation.name if actor.person is not None else ""


def _tabs(request: ActorRequest, actor: Actor, programme: Programme | None) -> tuple[Tab, ...]:
    runs_one = programme is not None and actor.holds("coordinator", programme.pk)
    if not runs_one and "coordinator" not in actor.appointments:
        return ()
    here = request.resolver_match.namespace if request.resolver_match else ""
    places: list[tuple[str, Any, str, str]] = [
        ("people", _("People"), reverse("directory:people"), "people")
    ]
    if runs_one and programme is not None:
        of = {"programme": programme.public_id}
        places = [
            ("today", _("Today"), reverse("home:today", kwargs=of), "home"),
            *places,
            ("matching", _("Matching"), path_to("matching:overview", **of), "matching"),
            ("pairs", _("Pairs"), path_to("pairs:list", **of), "pair"),
            ("figures", _("Figures"), path_to("figures:sponsor", **of), "chart"),
            ("set-up", _("Set-up"), path_to("programmes:detail", **of), "settings"),
        ]
    else:
        places.append(("set-up", _("Set-up"), path_to("programmes:new"), "settings"))
    return tuple(
        Tab(label, url, icon, PLACES.get(here) == place) for place, label, url, icon in places
    )


def _help_url(actor: Actor, programme: Programme | None) -> str:
    """Where a participant finds help or the way out: her pair's page for that, or a concern."""
    if programme is None or actor.person_id is None:
        return ""
    if programme.pk not in actor.programmes_as("mentor", "mentee", standings=PRESENT):
        return ""
    pair = Pair.objects.visible_to(actor).filter(programme=programme).together().first()
    if pair is not None and can(actor, "leave", pair):
        return path_to("pairs:leave", public_id=pair.public_id)
    if can(actor, "raise_concern", programme):
        return path_to("concerns:raise", programme=programme.public_id)
    return ""


def _footer_links(actor: Actor) -> tuple[Tab, ...]:
    sees = Tab(_("Who sees what"), reverse("home:who_sees_what"), "")
    if not actor.is_known:
        return (sees,)
    return (Tab(_("Training and guides"), reverse("content:reading"), ""), sees)


def _account_links(request: ActorRequest, programme: Programme | None) -> tuple[Tab, ...]:
    if not request.user.is_authenticated:
        return ()
    runs_it = programme is not None and request.actor.holds("coordinator", programme.pk)
    may_edit = "coordinator" in request.actor.appointments
    return (
        Tab(_("Where to?"), reverse("home:home"), "home"),
        *((_notices(),) if request.actor.person is not None else ()),
        *((_offers(),) if reads_offers(request.actor) else ()),
        *((Tab(_("Programmes"), reverse("programmes:list"), "home"),) if may_edit else ()),
        *((Tab(_("Your words"), reverse("content:texts"), "settings"),) if may_edit else ()),
        *((_mail_rules(),) if may_edit else ()),
        *((_chat(programme),) if webhooks.is_on() and programme is not None and runs_it else ()),
        *((_own_data(),) if request.actor.person is not None else ()),
        Tab(_("Password"), reverse("account_change_password"), "lock"),
        Tab(_("Sign out"), reverse("account_logout"), "door"),
    )


def _notices() -> Tab:
    return Tab(_("Notices"), reverse("accounts:notices"), "mail")


def _offers() -> Tab:
    return Tab(_("What people offer"), reverse("recognition:offers"), "people")


def _own_data() -> Tab:
    return Tab(_("What is kept about you"), reverse("privacy:own"), "eye")


def _mail_rules() -> Tab:
    return Tab(_("Mails and quiet hours"), reverse("home:mail_rules"), "clock")


def _chat(programme: Programme) -> Tab:
    return Tab(_("Chat"), path_to("home:chat", programme=programme.public_id), "link")


def _languages() -> tuple[Language, ...]:
    current = (get_language() or settings.LANGUAGE_CODE).split("-", 1)[0]
    codes: Sequence[str] = [code for code, _name in settings.LANGUAGES]
    return tuple(
        Language(code, get_language_info(code)["name_local"].capitalize(), code == current)
        for code in codes
    )
