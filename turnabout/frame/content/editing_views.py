"""Pages, mails and letters in an organisation's own words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, framing_this_site, show
from turnabout.foundation.common.own_texts import own_texts
from turnabout.foundation.notices import catalogue
from turnabout.foundation.notices.catalogue import Letter
from turnabout.foundation.trust.policy import can
from turnabout.frame.content import letters, queries, services, versions
from turnabout.frame.content.forms import LetterForm, PageForm
from turnabout.frame.content.packs import load_page
from turnabout.frame.directory.models import Organisation
from turnabout.frame.programmes.models import Programme

RUNS_NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
DARK = "(prefers-color-scheme: dark)"


@entered
@require_safe
def pages(request: ActorRequest) -> HttpResponse:
    """Every guide, module and page, by what it is for."""
    organisation, programme = place_asked(request)
    return show(
        request,
        "content/pages.html",
        groups=queries.pages_by_folder(organisation, programme),
        texts=[text for text in own_texts() if text.by_programme],
        programme=programme,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: ActorRequest, slug: str) -> HttpResponse:
    (organisation, programme), language = place_asked(request), language_asked(request)
    try:
        shipped = load_page(slug, language)
    except KeyError:
        raise Http404 from None
    edited = queries.edited_page(slug, language, organisation, programme)
    now_said = {
        "title": edited.title if edited else shipped.title,
        "body": edited.body if edited else shipped.body_markdown,
    }
    data = request.POST if request.method == "POST" else None
    form = PageForm(data, initial=now_said)
    shown = now_said
    if data is not None and form.is_valid():
        if data.get("go") != "preview":
            services.edit_page(
                organisation,
                slug,
                language=language,
                by=request.actor.person,
                programme=programme,
                **form.cleaned_data,
            )
            messages.success(request, _("The page says it in your words."))
            return redirect(_page_address(slug, language=language, programme=programme))
        shown = form.cleaned_data
    return show(
        request,
        "content/page_edit.html",
        slug=slug,
        programme=programme,
        programmes=programmes_to_word(request),
        form=form,
        shipped=shipped,
        shown=shown,
        html=queries.rendered(shown["body"]),
        is_own=edited is not None,
        is_preview=data is not None and form.is_valid(),
        code=language,
        languages=settings.LANGUAGES,
        without=queries.languages_without(slug, organisation, programme),
        past=versions.past_versions(organisation, versions.of_page(slug, programme), language),
    )


@entered
@require_POST
def restore_page(request: ActorRequest, slug: str) -> HttpResponse:
    (organisation, programme), language = place_asked(request), language_asked(request)
    services.restore_page(
        organisation, slug, language=language, by=request.actor.person, programme=programme
    )
    messages.success(request, _("The page says what it said before."))
    return redirect(_page_address(slug, language=language, programme=programme))


@entered
@require_safe
def all_letters(request: ActorRequest) -> HttpResponse:
    """Every mail that the product sends: who gets it and why."""
    organisation = organisation_here(request)
    groups = letters.letters_by_reader(organisation, request.actor.person)
    return framing_this_site(show(request, "content/letters.html", groups=groups))


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: ActorRequest, room: str, name: str) -> HttpResponse:
    """One mail, sentence by sentence."""
    found = _letter(room, name)
    case = _case(request, found)
    form = _form(request, found, case)
    if request.method == "POST" and form.is_valid():
        services.edit_letter(
            case["organisation"],
            found.kind,
            language=case["code"],
            words=form.words(),
            by=request.actor.person,
        )
        messages.success(request, _("From now on the mail says it in your words."))
        return redirect(_address(request, found, case))
    answer = show(
        request,
        "content/letter.html",
        letter=found,
        room=room,
        name=name,
        form=form,
        placeholders=letters.placeholders_of(list(form.sentences.values())),
        is_own=bool(case["own"]),
        past=versions.past_versions(
            case["organisation"], versions.of_letter(found.kind), case["code"]
        ),
        languages=settings.LANGUAGES,
        **{key: case[key] for key in ("code", "role", "roles", "subject")},
    )
    return framing_this_site(answer)


@entered
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def letter_preview(request: ActorRequest, room: str, name: str) -> HttpResponse:
    """A mail as it would leave, with the words typed so far. Nothing is kept or sent."""
    found = _letter(room, name)
    case = _case(request, found)
    own = case["own"]
    if request.method == "POST":
        form = _form(request, found, case)
        if not form.is_valid():
            told = [
                f"{form[name].label}: {' '.join(map(str, said))}"
                for name, said in form.errors.items()
            ]
            return _alone("\n\n".join(told), "text/plain")
        own = form.words()
    words, _said = letters.rendered(
        found.kind, case["facts"], own, language=case["code"], reader=request.actor.person
    )
    look = (request.POST.get("look") or request.GET.get("look")) or "light"
    if look == "text":
        return _alone(f"{words.subject}\n\n{words.text}", "text/plain")
    page = words.html.replace(DARK, "all" if look == "dark" else "not all")
    return _alone(page, "text/html")


@entered
@require_POST
def restore_letter(request: ActorRequest, room: str, name: str) -> HttpResponse:
    found = _letter(room, name)
    case = _case(request, found)
    services.restore_letter(
        case["organisation"], found.kind, language=case["code"], by=request.actor.person
    )
    messages.success(request, _("The mail says what was shipped."))
    return redirect(_address(request, found, case))


@entered
@require_POST
def try_letter(request: ActorRequest, room: str, name: str) -> HttpResponse:
    """Send a sample to oneself."""
    found = _letter(room, name)
    case = _case(request, found)
    services.send_sample(found.kind, case["facts"], to=request.actor.person)
    messages.success(request, _("A sample is on its way to you, in your own language."))
    return redirect(_address(request, found, case))


def organisation_here(request: ActorRequest) -> Organisation:
    found = get_object_or_404(
        Organisation.objects.visible_to(request.actor), pk=request.actor.organisation_id
    )
    if not can(request.actor, "edit_pages", found):
        raise Http404
    return found


def place_asked(request: ActorRequest) -> tuple[Organisation, Programme | None]:
    """Where own words are read: in the whole organisation, or in the programme that is named."""
    wanted = request.GET.get("programme", "")
    if not wanted:
        return organisation_here(request), None
    programme = next((one for one in programmes_to_word(request) if one.public_id == wanted), None)
    if programme is None:
        raise Http404
    return programme.organisation, programme


def programmes_to_word(request: ActorRequest) -> list[Programme]:
    """The programmes whose pages this person may put in other words, the latest first."""
    seen = Programme.objects.visible_to(request.actor).select_related("organisation")
    return [one for one in seen.order_by("-created_at") if can(request.actor, "edit_pages", one)]


def _letter(room: str, name: str) -> Letter:
    try:
        return catalogue.letter(f"{room}/{name}")
    except KeyError:
        raise Http404 from None


def _case(request: ActorRequest, found: Letter) -> dict[str, Any]:
    """Whose mail it is, in which language and to whom it is written in this sample."""
    organisation, code = organisation_here(request), language_asked(request)
    samples = letters.samples_of(
        found, letters.latest_programme(organisation), organisation, request.actor.person
    )
    roles = list(samples)
    wanted = request.GET.get("role", "")
    role = roles[int(wanted)] if wanted in {str(at) for at in range(len(roles))} else roles[0]
    own = letters.own_words_in(organisation, found.kind, code)
    words, said = letters.rendered(
        found.kind, samples[role], own, language=code, reader=request.actor.person
    )
    return {
        "organisation": organisation,
        "code": code,
        "role": roles.index(role),
        "roles": list(enumerate(roles)) if len(roles) > 1 else [],
        "facts": samples[role],
        "own": own,
        "said": said,
        "subject": words.subject,
    }


def _form(request: ActorRequest, found: Letter, case: dict[str, Any]) -> LetterForm:
    return LetterForm(
        letters.sentences_said(found.kind, case["said"]),
        request.POST if request.method == "POST" else None,
        language=case["code"],
        own=case["own"],
    )


def _address(request: ActorRequest, found: Letter, case: dict[str, Any]) -> str:
    address = reverse("content:letter", args=found.kind.split("/", 1))
    return f"{address}?language={case['code']}&role={case['role']}"


def _page_address(slug: str, *, language: str, programme: Programme | None) -> str:
    where = f"&programme={programme.public_id}" if programme else ""
    return f"{reverse('content:edit_page', args=[slug])}?language={language}{where}"


def _alone(content: str, kind: str) -> HttpResponse:
    """A page that may run nothing and load nothing, to be shown inside another."""
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Security-Policy": RUNS_NOTHING},
    )


def language_asked(request: ActorRequest) -> str:
    codes = [code for code, _name in settings.LANGUAGES]
    wanted = request.GET.get("language", "")
    return wanted if wanted in codes else codes[0]
