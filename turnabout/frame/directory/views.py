from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.common.tables import TableError
from turnabout.foundation.trust.policy import can
from turnabout.frame.directory import queries, services
from turnabout.frame.directory.forms import (
    AboutListForm,
    ApplyForm,
    ColumnsForm,
    PeopleSearchForm,
    StaffListForm,
)
from turnabout.frame.directory.models import ImportBatch, Organisation, Person
from turnabout.frame.directory.policy import WHO_SEES_IMPORTS, WHO_SEES_PEOPLE

PEOPLE_PER_PAGE = 50


def organisation_for(request: ActorRequest, action: str) -> Organisation:
    """The organisation of who asks; for others than those who may, it has no such page."""
    organisation = Organisation.objects.visible_to(request.actor).order_by("pk").first()
    if organisation is None or not can(request.actor, action, organisation):
        raise Http404
    return organisation


@entered
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    organisation = organisation_for(request, "see_people")
    form = PeopleSearchForm(request.GET)
    form.is_valid()
    search, kind = form.cleaned_data.get("search", ""), form.cleaned_data.get("show", "")
    rows = queries.people_list(
        Person.objects.visible_to(request.actor).filter(organisation=organisation),
        search=search,
        show=kind,
    )
    page = Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    may_import = can(request.actor, "import_people", organisation)
    return show(
        request,
        "directory/people.html",
        part="directory/_people_list.html",
        organisation=organisation,
        form=form,
        page_obj=page,
        is_search=bool(search or kind),
        may_import=may_import,
        waiting=queries.words_waiting(organisation) if may_import else None,
        sees=WHO_SEES_PEOPLE,
    )


@entered
@require_safe
def person(request: ActorRequest, public_id: str) -> HttpResponse:
    people = Person.objects.visible_to(request.actor).select_related(
        "organisation", "level", "manager"
    )
    found = get_object_or_404(people.prefetch_related("addresses"), public_id=public_id)
    return show(
        request,
        "directory/person.html",
        shown=queries.person_page(found),
        is_herself=found.pk == request.actor.person_id,
        sees_people=can(request.actor, "see_people", found.organisation),
        may_erase=can(request.actor, "erase", found),
        sees=WHO_SEES_PEOPLE,
    )


@entered
@require_safe
def imports(request: ActorRequest) -> HttpResponse:
    organisation = organisation_for(request, "import_people")
    batches = (
        ImportBatch.objects.visible_to(request.actor)
        .filter(organisation=organisation)
        .exclude(applied_at=None)
        .defer("before", "mapping")
        .select_related("uploaded_by")
        .order_by("-applied_at")
    )
    page = Paginator(batches, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "directory/imports.html", page_obj=page, sees=WHO_SEES_IMPORTS)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: ActorRequest) -> HttpResponse:
    """Choose a staff list. It is read and kept; nobody is changed."""
    organisation = organisation_for(request, "import_people")
    form = StaffListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = services.read_staff_list(
                organisation, data=file.read(), name=file.name, by=request.actor.person
            )
        except TableError as error:
            form.add_error("file", str(error))
        else:
            return redirect("directory:import_columns", public_id=batch.public_id)
    return show(
        request,
        "directory/import_file.html",
        status=422 if form.errors else 200,
        form=form,
        organisation=organisation,
        sees=WHO_SEES_IMPORTS,
    )


def _open_batch(request: ActorRequest, public_id: str) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.actor).select_related("organisation")
    return get_object_or_404(batches, public_id=public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: ActorRequest, public_id: str) -> HttpResponse:
    """What was understood of each column, to be put right."""
    batch = _open_batch(request, public_id)
    require(can(request.actor, "change", batch))
    if batch.applied_at:
        return redirect("directory:import_done", public_id=batch.public_id)
    if batch.is_under_way:
        return redirect("directory:import_done", public_id=batch.public_id)
    if request.method == "POST" and "anew" in request.POST:
        services.understand_anew(batch)
        return redirect("directory:import_columns", public_id=batch.public_id)
    columns = queries.columns_of(batch)
    has_order = queries.levels_met(batch.organisation).exclude(settled_at=None).exists()
    form = ColumnsForm(
        columns,
        request.POST or None,
        has_order=has_order,
        initial={"levels_turned": batch.mapping.get("levels_turned", False)},
    )
    if request.method == "POST" and form.is_valid():
        services.choose_columns(
            batch,
            columns=form.chosen(),
            levels_turned=form.cleaned_data.get("levels_turned", False),
        )
        return _look_through(request, batch)
    return show(
        request,
        "directory/import_columns.html",
        status=422 if form.errors else 200,
        batch=batch,
        form=form,
        notes=batch.understood.get("notes", ()),
        memory=queries.memory_of(batch.understood),
        used=sum(1 for column in columns if column.is_used),
        sees=WHO_SEES_IMPORTS,
    )


def _look_through(request: ActorRequest, batch: ImportBatch) -> HttpResponse:
    """The dry run: at once for most lists, by the worker for large ones."""
    if batch.rows > services.LARGE:
        services.ask_for_check(batch, by=request.actor.person)
        return redirect("directory:import_done", public_id=batch.public_id)
    return redirect("directory:import_check", public_id=batch.public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def import_check(request: ActorRequest, public_id: str) -> HttpResponse:
    """What would change, with counts, samples and every row that cannot be read."""
    batch = _open_batch(request, public_id)
    require(can(request.actor, "apply", batch))
    if batch.applied_at or batch.is_under_way:
        return redirect("directory:import_done", public_id=batch.public_id)
    if batch.rows > services.LARGE and not batch.checked:
        return redirect("directory:import_columns", public_id=batch.public_id)
    shown = _checked(request, batch)
    if shown is None:
        return _ask_for_check_again(request, batch)
    about = AboutListForm(shown, request.POST or None, auto_id="about_%s")
    if request.method == "POST" and about.is_valid():
        return _answered(request, batch, about)
    return show(
        request,
        "directory/import_check.html",
        status=422 if about.errors else 200,
        batch=batch,
        about=about,
        form=ApplyForm(initial={"seen": shown.fingerprint}),
        shown=shown,
        sees=WHO_SEES_IMPORTS,
    )


def _answered(request: ActorRequest, batch: ImportBatch, about: AboutListForm) -> HttpResponse:
    """Keep what was said of the list, and look through it anew."""
    services.answer_about_list(
        batch,
        is_whole=about.cleaned_data["is_whole"],
        same=about.same(),
        trusts_both=about.cleaned_data.get("trusts_both", False),
        by=request.actor.person,
    )
    return _look_through(request, batch)


def _ask_for_check_again(request: ActorRequest, batch: ImportBatch) -> HttpResponse:
    messages.warning(
        request,
        _(
            "This list was looked through before the software was renewed, so what it would change"
            " has to be worked out again. Nobody was changed. Go on from here."
        ),
    )
    return redirect("directory:import_columns", public_id=batch.public_id)


def _checked(request: ActorRequest, batch: ImportBatch) -> queries.CheckPage | None:
    if batch.checked:
        return queries.kept_page(batch.checked)
    return queries.check_page(queries.preview_import(batch), by=request.actor.person)


@entered
@require_safe
def import_problems(request: ActorRequest, public_id: str) -> HttpResponse:
    """Every row that needs somebody, as a table to send on."""
    batch = _open_batch(request, public_id)
    require(can(request.actor, "apply", batch))
    if batch.checked:
        text = queries.kept_problems(batch)
    elif batch.rows > services.LARGE:
        raise Http404
    else:
        text = queries.problems_as_table(queries.preview_import(batch), batch.file_name)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-to-put-right.csv"'
    return answer


@entered
@require_POST
def import_apply(request: ActorRequest, public_id: str) -> HttpResponse:
    batch = _open_batch(request, public_id)
    require(can(request.actor, "apply", batch))
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return redirect("directory:import_check", public_id=batch.public_id)
    about = _answers_with_it(request, batch)
    if about is not None:
        messages.info(
            request,
            _(
                "Your answers are kept, and nobody has been changed yet. This is what changes with"
                " them; press the button once more if it is right."
            ),
        )
        return _answered(request, batch, about)
    bring_in = services.ask_for_import if batch.rows > services.LARGE else services.apply_import
    bring_in(
        batch,
        by=request.actor.person,
        many_may_leave=form.cleaned_data["many_may_leave"],
        seen=form.cleaned_data["seen"],
    )
    return redirect("directory:import_done", public_id=batch.public_id)


def _answers_with_it(request: ActorRequest, batch: ImportBatch) -> AboutListForm | None:
    """What was answered on the page beside the button and is not in what it showed."""
    is_settled = batch.applied_at or batch.is_under_way
    if is_settled or "is_whole" not in request.POST:
        return None
    if batch.rows > services.LARGE and not batch.checked:
        return None
    shown = _checked(request, batch)
    about = AboutListForm(shown, request.POST) if shown else None
    return about if about and about.is_valid() and about.says_something_new() else None


@entered
@require_safe
def import_done(request: ActorRequest, public_id: str) -> HttpResponse:
    batch = _open_batch(request, public_id)
    if batch.is_under_way:
        percent = queries.percent_done(batch)
        return show(
            request,
            "directory/import_under_way.html",
            part="directory/_under_way.html",
            batch=batch,
            percent=percent,
        )
    if batch.applied_at is None:
        page = "import_check" if batch.trouble or batch.checked else "import_columns"
        back = reverse(f"directory:{page}", args=[batch.public_id])
        return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    return show(
        request,
        "directory/import_done.html",
        batch=batch,
        shown=queries.done_page(batch),
        waiting=queries.words_waiting(batch.organisation),
        sees=WHO_SEES_IMPORTS,
    )


@entered
@require_POST
def import_undo(request: ActorRequest, public_id: str) -> HttpResponse:
    batch = _open_batch(request, public_id)
    require(can(request.actor, "undo", batch))
    services.undo_import(batch, by=request.actor.person)
    return redirect("directory:import_done", public_id=batch.public_id)
