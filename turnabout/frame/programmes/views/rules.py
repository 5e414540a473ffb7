from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, show
from turnabout.foundation.trust.policy import sentence
from turnabout.frame.programmes import defaults, presets, queries, services
from turnabout.frame.programmes.forms import PresetForm, RulesForm, field_name
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.views.shared import coordinated


@entered
def rules(request: ActorRequest, programme: str) -> HttpResponse:
    """Every default, what it affects, and the way back.

    Where the programme runs, what a change does is said before it is made.
    """
    found = coordinated(request, programme)
    every = defaults.every_key()
    if request.method == "POST" and "back" in request.POST:
        named = [key for key in request.POST.getlist("back") if key in every]
        return _restore(request, found, named or every)
    asked = [key for key in every if field_name(key) in request.POST.getlist("only")]
    form = RulesForm(request.POST or None, programme=found, keys=asked or every)
    if request.method == "POST" and form.is_valid():
        changes = queries.changes_to(found, form.values)
        if changes and found.launched_at and "sure" not in request.POST:
            return _ask(request, found, form, changes)
        changed = services.change_rules(found, values=form.values, by=request.actor.person)
        return _told(request, found, len(changed))
    return show(
        request,
        "programmes/rules.html",
        programme=found,
        preset=presets.preset(found.preset),
        form=form,
        groups=groups_of(found, form),
        past=queries.past_changes(found),
        preset_form=PresetForm(),
        seen_by=sentence("programmes.rules"),
        status=422 if form.errors else 200,
    )


def _restore(request: ActorRequest, programme: Programme, keys: list[str]) -> HttpResponse:
    preset = presets.preset(programme.preset)
    changes = queries.changes_to(programme, {key: defaults.shipped(preset, key) for key in keys})
    if changes and programme.launched_at and "sure" not in request.POST:
        backs = [change.default.key for change in changes]
        return _page_that_asks(request, programme, changes, backs=backs)
    changed = services.restore_rules(programme, keys=keys, by=request.actor.person)
    return _told(request, programme, len(changed))


def _ask(
    request: ActorRequest,
    programme: Programme,
    form: RulesForm,
    changes: list[queries.Change],
) -> HttpResponse:
    names = [field_name(change.default.key) for change in changes]
    return _page_that_asks(request, programme, changes, fields=[form[name] for name in names])


def _page_that_asks(
    request: ActorRequest, programme: Programme, changes: list[queries.Change], **context: Any
) -> HttpResponse:
    return show(
        request, "programmes/rules_change.html", programme=programme, changes=changes, **context
    )


def _told(request: ActorRequest, programme: Programme, changed: int) -> HttpResponse:
    if changed:
        told = ngettext("%(count)s rule changed.", "%(count)s rules changed.", changed)
        messages.success(request, told % {"count": changed})
    else:
        messages.info(request, _("Nothing was different, so nothing changed."))
    return redirect("programmes:rules", programme.public_id)


def groups_of(programme: Programme, form: RulesForm) -> list[dict[str, object]]:
    rows = queries.rules_of(programme)
    return [
        {
            "slug": group.slug,
            "name": group.name,
            "facts": group.facts,
            "rules": [(rows[one.key], form[field_name(one.key)]) for one in group.defaults]
            if set(form.keys.values()) >= {one.key for one in group.defaults}
            else [],
        }
        for group in defaults.load_defaults()
    ]
