from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import place_queries, services
from turnabout.together.pairs.models import PrivateNote, SharedNote
from turnabout.together.pairs.place_forms import SharedNoteForm
from turnabout.together.pairs.views.finding import found_pair


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def shared_notes(request: ActorRequest, public_id: str) -> HttpResponse:
    """Notes of the two: off until both say yes."""
    pair = found_pair(request, public_id, "read")
    person = request.actor.person
    own = pair.mentor_notes_on_at if person.pk == pair.mentor_id else pair.mentee_notes_on_at
    form = SharedNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_shared_note(pair, form.cleaned_data["words"], by=person)
        return redirect("pairs:shared_notes", public_id=public_id)
    return show(
        request,
        "pairs/shared_notes.html",
        pair=pair,
        partner=pair.other_person(person),
        form=form,
        has_said_yes=own is not None,
        notes=place_queries.shared_notes_of(pair, request.actor),
        may_write=can(request.actor, "write", pair),
        sees=sentence("pairs.shared_notes"),
    )


@entered
@require_POST
def shared_notes_switch(request: ActorRequest, public_id: str) -> HttpResponse:
    pair = found_pair(request, public_id, "write")
    is_on = request.POST.get("notes") == "on"
    services.switch_shared_notes(pair, on=is_on, by=request.actor.person)
    return redirect("pairs:shared_notes", public_id=public_id)


@entered
@require_POST
def shared_note_keep(request: ActorRequest, public_id: str) -> HttpResponse:
    note = _shared(request, public_id)
    services.keep_shared_note(note, by=request.actor.person)
    return redirect("pairs:shared_notes", public_id=note.pair.public_id)


@entered
@require_POST
def shared_note_erase(request: ActorRequest, public_id: str) -> HttpResponse:
    note = _shared(request, public_id)
    services.erase_shared_note(note, by=request.actor.person)
    return redirect("pairs:shared_notes", public_id=note.pair.public_id)


@entered
@require_POST
def note_keep(request: ActorRequest, public_id: str) -> HttpResponse:
    notes = PrivateNote.objects.visible_to(request.actor).select_related("pair")
    note = get_object_or_404(notes, public_id=public_id)
    services.keep_private_note(note, by=request.actor.person)
    return redirect("pairs:notes", public_id=note.pair.public_id)


@entered
@require_safe
def summary(request: ActorRequest, public_id: str) -> HttpResponse:
    """What somebody takes along, as a document of her own: to read, to print, to carry away."""
    pair = found_pair(request, public_id, "keep_notes")
    person = request.actor.person
    told = {
        "pair": pair,
        "person": person,
        "partner": pair.other_person(person),
        "side": pair.side_of(person),
        "with_notes": request.GET.get("notes") != "no",
    }
    told["summary"] = place_queries.summary_of(
        pair, request.actor, person, with_notes=bool(told["with_notes"])
    )
    if request.GET.get("as") != "file":
        return show(request, "pairs/summary.html", sees=sentence("pairs.summary"), **told)
    document = render_to_string("pairs/summary_file.html", told)
    answer = HttpResponse(document, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="what-i-take-along.html"'
    return answer


def _shared(request: ActorRequest, public_id: str) -> SharedNote:
    seen = SharedNote.objects.visible_to(request.actor).select_related(
        "pair__mentor", "pair__mentee"
    )
    note: SharedNote = get_object_or_404(seen, public_id=public_id)
    require(can(request.actor, "read", note.pair))
    return note
