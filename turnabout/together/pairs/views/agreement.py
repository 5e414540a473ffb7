from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnabout.foundation.accounts.doors import entered
from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.http import ActorRequest, require, show
from turnabout.foundation.trust.policy import can, sentence
from turnabout.together.pairs import agreement_queries as queries
from turnabout.together.pairs import services
from turnabout.together.pairs.clauses import senior_sides
from turnabout.together.pairs.forms import AgreementForm, CommentForm
from turnabout.together.pairs.models import Agreement, Comment, Pair
from turnabout.together.pairs.page import session_dates
from turnabout.together.pairs.queries import revisit_after
from turnabout.together.pairs.views.finding import found_pair

CONFLICT = 409


@entered
@require_safe
def agreement(request: ActorRequest, public_id: str) -> HttpResponse:
    """Read the latest version, or an earlier one, with what changed."""
    pair = found_pair(request, public_id, "read")
    return _shown(request, pair)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_write(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write the pair's clauses. Where the partner was faster, both texts are brought together."""
    pair = found_pair(request, public_id, "write")
    person = request.actor.person
    latest = pair.agreements.first()
    side = pair.side_of(person)
    clauses = queries.clauses_to_write(pair.programme, side)
    words = queries.words_to_write(latest, pair, side)
    version = latest.version if latest else 0
    form = AgreementForm(
        request.POST or None, clauses=clauses, words=words, initial={"follows": version}
    )
    status, refusal, merge = 200, "", None
    if request.method == "POST" and form.is_valid():
        follows = form.cleaned_data["follows"]
        try:
            services.draft_agreement(pair, form.clauses, by=person, follows=follows)
        except Refusal as error:
            status, refusal = CONFLICT, str(error)
            merge = queries.merged(pair, side, follows=follows, typed=form.clauses)
            form = AgreementForm(
                {**merge.words, "follows": version}, clauses=clauses, words=merge.words
            )
        else:
            return redirect("pairs:agreement", public_id=public_id)
    return show(
        request,
        "pairs/agreement_write.html",
        status=status,
        pair=pair,
        side=side,
        partner=pair.other_person(person),
        form=form,
        fields=[(field, merge.theirs.get(field.name, "") if merge else "") for field in form],
        refusal=refusal,
        latest=latest,
        sees=sentence("pairs.agreement"),
    )


@entered
@require_POST
def agreement_sign(request: ActorRequest, public_id: str) -> HttpResponse:
    """Sign the words that were on the screen; the newest ones are shown where they were not."""
    pair = found_pair(request, public_id, "write")
    own = Agreement.objects.visible_to(request.actor).filter(pair=pair)
    chosen = get_object_or_404(
        own.select_related("pair__mentor", "pair__mentee", "pair__programme__organisation"),
        public_id=request.POST.get("agreement", ""),
    )
    if getattr(chosen, f"{pair.side_of(request.actor.person)}_signed_at"):
        return redirect("pairs:agreement", public_id=public_id)  # by a second tap
    try:
        services.sign_agreement(
            chosen,
            by=request.actor.person,
            shown=request.POST.get("shown", ""),
            promises_to_step_back=request.POST.get("steps_back") == "yes",
        )
    except Refusal as error:
        return _shown(request, pair, refusal=str(error))
    return redirect("pairs:agreement", public_id=public_id)


@entered
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_comment(request: ActorRequest, public_id: str, clause: str) -> HttpResponse:
    """Say something about a clause of the latest version, without changing it."""
    pair = found_pair(request, public_id, "write")
    latest = get_object_or_404(pair.agreements.filter(pair=pair)[:1])
    latest.pair = pair
    paper = queries.read_paper(latest, pair, is_latest=True)
    every = [*paper.common, *(one for column in paper.columns for one in column.clauses)]
    about = next((one for one in every if one.slug == clause), None)
    if about is None:
        raise Http404
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.comment_on_clause(
            latest, clause, form.cleaned_data["words"], by=request.actor.person
        )
        return _to_clause(pair, clause)
    return show(
        request,
        "pairs/agreement_comment.html",
        pair=pair,
        clause=about,
        form=form,
        sees=sentence("pairs.agreement"),
    )


@entered
@require_POST
def comment_settle(request: ActorRequest, public_id: str) -> HttpResponse:
    seen = Comment.objects.visible_to(request.actor).select_related(
        "agreement__pair__mentor", "agreement__pair__mentee"
    )
    comment = get_object_or_404(seen, public_id=public_id)
    pair = comment.agreement.pair
    require(can(request.actor, "write", pair))
    services.settle_comment(comment, by=request.actor.person)
    return _to_clause(pair, comment.clause)


@entered
@require_POST
def agreement_stands(request: ActorRequest, public_id: str) -> HttpResponse:
    """One tap: the agreement still fits."""
    pair = found_pair(request, public_id, "write")
    services.say_it_still_fits(pair, by=request.actor.person)
    return redirect("pairs:detail", public_id=public_id)


def _shown(request: ActorRequest, pair: Pair, *, refusal: str = "") -> HttpResponse:
    versions = list(pair.agreements.defer("clauses", "goals"))
    wanted = "" if refusal else request.GET.get("version", "")
    numbers = {str(version.version): version for version in versions}
    chosen = numbers.get(wanted) or (versions[0] if versions else None)
    is_latest = chosen is not None and chosen == versions[0]
    side = pair.side_of(request.actor.person)
    return show(
        request,
        "pairs/agreement.html",
        status=CONFLICT if refusal else 200,
        pair=pair,
        side=side,
        partner=pair.other_person(request.actor.person),
        versions=versions,
        agreement=chosen,
        is_latest=is_latest,
        paper=queries.read_paper(chosen, pair, is_latest=is_latest) if chosen else None,
        own_signed_at=getattr(chosen, f"{side}_signed_at", None),
        is_senior=side in senior_sides(pair.programme),
        dates=session_dates(pair),
        revisit_after=revisit_after(pair),
        may_write=can(request.actor, "write", pair),
        refusal=refusal,
        sees=sentence("pairs.agreement"),
    )


def _to_clause(pair: Pair, clause: str) -> HttpResponse:
    return redirect(f"{reverse('pairs:agreement', args=[pair.public_id])}#{clause}")
