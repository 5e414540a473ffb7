from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.services import open_way_in
from turnabout.joining.applications.queries import access_needs_for_partner
from turnabout.together.pairs import ending_queries, queries
from turnabout.together.pairs.agreement_queries import open_revisit
from turnabout.together.pairs.page import parts_for
from turnabout.together.pairs.views.finding import found_pair

WHICH = ("look", "together", "asked", "ended")
ROWS_PER_PAGE = 50


@entered
@require_safe
def detail(request: ActorRequest, public_id: str) -> HttpResponse:
    """The pair's own place: the same for both, with each word seen from her side."""
    pair = found_pair(request, public_id, "open")
    if pair.mentee_accepted_at is None:
        return redirect("pairs:answer", public_id=public_id)
    person = request.actor.person
    may_read = can(request.actor, "read", pair)
    return show(
        request,
        "pairs/detail.html",
        pair=pair,
        side=pair.side_of(person),
        partner=pair.other_person(person),
        parts=parts_for(pair, request.actor),
        may_read=may_read,
        may_write=can(request.actor, "write", pair),
        may_talk=can(request.actor, "talk", pair),
        may_keep_notes=can(request.actor, "keep_notes", pair),
        has_initiatives=bool(queries.initiatives_to_serve(pair, request.actor)),
        goals=queries.goals_by_side(pair) if may_read else None,
        commitments=queries.commitments_of(pair) if may_read else [],
        agreement=pair.agreements.defer("clauses", "goals").first(),
        revisit=open_revisit(pair) if pair.is_together else None,
        revisit_after=queries.revisit_after(pair),
        course=ending_queries.course_of(pair, person),
        needs=access_needs_for_partner(pair.membership_of(pair.other_person(person)))
        if may_read
        else "",
        ways_out=queries.ways_out(pair.programme),
        sees_goals=sentence("pairs.goals"),
        sees_promises=sentence("pairs.promises"),
        sees_agreement=sentence("pairs.agreement"),
        sees_note=sentence("pairs.note"),
        sees_own_place=sentence("pairs.lines"),
        sees_next=sentence("pairs.next"),
        sees_leave=sentence("pairs.leave"),
    )


@entered
@require_POST
def way_in(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write to one of the two how to sign in; what is hers alone does not open by a link."""
    pair = found_pair(request, public_id, "open")
    open_way_in(pair.membership_of(request.actor.person))
    messages.success(request, _("A letter is on its way. Choose a password by it, and sign in."))
    return redirect("pairs:detail", public_id=public_id)


@entered
@require_safe
def overview(request: ActorRequest, programme: str) -> HttpResponse:
    """The coordinator's list: states, sessions and signatures, never words."""
    seen = Programme.objects.visible_to(request.actor).select_related("organisation")
    found = get_object_or_404(seen, public_id=programme)
    require(can(request.actor, "see_pairs", found))
    request.programme = found
    which = request.GET.get("show", "")
    pairs = queries.only(queries.pairs_to_oversee(found, request.actor), which)
    page = Paginator(pairs, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "pairs/list.html",
        programme=found,
        page_obj=page,
        which=which if which in WHICH else "",
        rows=queries.pair_rows(found, list(page.object_list)),
        counts=queries.states_counted(found, request.actor),
        sees=sentence("pairs.facts"),
    )
