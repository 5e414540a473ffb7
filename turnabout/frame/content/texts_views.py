"""One page that leads to every text, the texts that rooms declare, and what each said before."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.common.own_texts import OwnText, own_text, version_of
from turnabout.frame.content import services, versions
from turnabout.frame.content.editing_views import (
    language_asked,
    organisation_here,
    place_asked,
    programmes_to_word,
)
from turnabout.frame.content.forms import OwnTextForm
from turnabout.frame.content.models import TextVersion
from turnabout.frame.programmes.models import Programme


@entered
@require_safe
def texts(request: ActorRequest) -> HttpResponse:
    """Everything that can be put in one's own words, from one page."""
    organisation = organisation_here(request)
    return show(request, "content/texts.html", lines=versions.texts_with_own_words(organisation))


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def one_text(request: ActorRequest, kind: str) -> HttpResponse:
    """A declared text: its sentences, how it reads, what it said before, and the way back."""
    (organisation, programme), code = place_asked(request), language_asked(request)
    text = _found(kind, programme)
    slots = versions.slots_in(text, organisation, programme)
    kept_as = versions.of_text(kind, programme)
    own = version_of(organisation.pk, kept_as).words.get(code, {})
    data = request.POST if request.method == "POST" else None
    is_back = data is not None and data.get("go") == "back"
    form = OwnTextForm(slots, None if is_back else data, language=code, own=own)
    is_preview = False
    if is_back or (data is not None and form.is_valid()):
        is_preview = not is_back and request.POST.get("go") == "preview"
        if not is_preview:
            words = {} if is_back else form.words()
            is_new = services.say_in_own_words(
                organisation,
                kind,
                language=code,
                words=words,
                by=request.actor.person,
                programme=programme,
            )
            told = (
                _("Kept. This is what people read now.") if is_new else _("Nothing was different.")
            )
            messages.success(request, told)
            answer = redirect("content:own_text", kind)
            where = f"&programme={programme.public_id}" if programme else ""
            answer["Location"] += f"?language={code}{where}"
            return answer
    said = (
        form.said()
        if is_preview
        else {slot.key: own.get(slot.key) or slot.shipped_in(code) for slot in slots}
    )
    return show(
        request,
        "content/own_text.html",
        text=text,
        form=form,
        seen=_as_read(text, said, code),
        is_preview=is_preview,
        is_own=bool(own),
        steps=text.steps(organisation.pk),
        programme=programme,
        programmes=programmes_to_word(request) if text.by_programme else [],
        past=versions.past_versions(organisation, kept_as),
        code=code,
        languages=settings.LANGUAGES,
        status=422 if form.errors else 200,
    )


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: ActorRequest, public_id: str) -> HttpResponse:
    """What a text said from a day on, beside the shipped words; and to say that again."""
    found = get_object_or_404(
        TextVersion.objects.visible_to(request.actor).select_related("organisation", "made_by"),
        public_id=public_id,
    )
    if request.method == "POST":
        services.bring_back(found, by=request.actor.person)
        messages.success(request, _("It says this again."))
        return redirect(versions.address_of(found))
    return show(
        request,
        "content/version.html",
        version=found,
        pieces=versions.pieces_of(found),
        back=versions.address_of(found),
    )


def _found(kind: str, programme: Programme | None) -> OwnText:
    """A declared text, as far as it can be put in other words in this place."""
    try:
        text = own_text(kind)
    except KeyError:
        raise Http404 from None
    if programme is not None and not text.by_programme:
        raise Http404
    return text


def _as_read(text: OwnText, said: dict[str, str], code: str) -> str:
    with translation.override(code):
        return render_to_string(text.template, dict(text.preview(said)))
