"""The pages of private notes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.together.pairs import queries, services
from turnabout.together.pairs.forms import NoteForm
from turnabout.together.pairs.models import PrivateNote
from turnabout.together.pairs.reflections import questions_now, questions_said
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: ActorRequest, public_id: str) -> HttpResponse:
    """Private notes: the author's own, and nobody else's."""
    pair = found_pair(request, public_id, "keep_notes")
    asked = {"prompt": request.GET.get("prompt", ""), "session": request.GET.get("session", "")}
    form = NoteForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        services.write_private_note(pair, by=request.actor.person, **form.cleaned_data)
        return redirect("pairs:notes", public_id=public_id)
    language = get_language() or "en"
    return show(
        request,
        "pairs/notes.html",
        pair=pair,
        form=form,
        notes=queries.own_notes(request.actor, pair),
        question=questions_said(pair, language).get(asked["prompt"], ""),
        session=asked["session"] if asked["session"].isdecimal() else "",
        questions=questions_now(pair, language),
        sees=sentence("pairs.note"),
    )


@entered
@require_POST
def note_erase(request: ActorRequest, public_id: str) -> HttpResponse:
    notes_seen = PrivateNote.objects.visible_to(request.actor).select_related("pair")
    note = get_object_or_404(notes_seen, public_id=public_id)
    services.erase_private_note(note, by=request.actor.person)
    return redirect("pairs:notes", public_id=note.pair.public_id)
