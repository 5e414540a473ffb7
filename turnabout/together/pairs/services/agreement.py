"""What the two agree: versions that follow each other, and two signatures on one of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.second_tap import sent_before
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.together.pairs import emails
from turnabout.together.pairs.clauses import (
    LANGUAGES,
    clauses_in,
    first_words,
    own_heading,
    senior_sides,
    stands_for_all,
)
from turnabout.together.pairs.events import agreement_signed
from turnabout.together.pairs.models import Agreement, Comment, Goal, Pair, Revisit
from turnabout.together.pairs.packs import ClauseText
from turnabout.together.pairs.paper import digest_of, goals_on_paper
from turnabout.together.pairs.sealing import (
    clauses_of_agreement,
    seal_clauses,
    seal_data,
    seal_words,
    words_of,
)

LONGEST_CLAUSE = 2_000


@transaction.atomic
def draft_agreement(
    pair: Pair, clauses: Mapping[str, str], *, by: Person, follows: int | None = None
) -> Agreement:
    """Write the next version from the pair's clauses by slug; the programme's clauses stand.

    The mentor writes first. `follows` is the version that was on the writer's screen; another
    version meanwhile is refused, so that no words are lost. The same words again, as by a second
    tap, are the version that is there.
    """
    latest = _latest_locked(pair)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("This pair is not together, so its agreement stays as it is."))
    refuse_when_over(pair.programme, TOGETHER, what=_("The agreement stays as it is."))
    if latest is None and by.pk != pair.mentor_id:
        raise Refusal(_("The mentor writes first. You are told when it is your turn."))
    rows = clauses_of_agreement(latest, pair) if latest else []
    written = _rows(pair, clauses, {row["slug"]: row.get("words") for row in rows}, by)
    if latest is not None and rows == written:
        return latest
    version = latest.version if latest else 0
    if follows is not None and follows != version:
        raise Refusal(
            _("Your partner changed the agreement meanwhile. Read the new words, then add yours.")
        )
    return _next_version(pair, latest, written, by)


@transaction.atomic
def sign_agreement(
    agreement: Agreement, *, by: Person, shown: str, promises_to_step_back: bool = False
) -> None:
    """Sign the words one has read: `shown` is the digest of the paper that was on the screen.

    Only the latest version can be signed. The senior one promises besides to hold nothing against
    the other and to step back from decisions.
    """
    pair = agreement.pair
    latest = _latest_locked(pair)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can sign."))
    if latest is None or latest.pk != agreement.pk:
        raise Refusal(_("There is a newer version. Read it before you sign."))
    side = pair.side_of(by)
    words = digest_of(latest, pair)
    if shown != words:
        raise Refusal(_("The goals in it changed while you were reading. Read it, then sign."))
    is_senior = side in senior_sides(pair.programme)
    if is_senior and not promises_to_step_back:
        raise Refusal(
            _("Tick that you hold nothing against the other and step back from decisions.")
        )
    signature = {
        f"{side}_signed_at": now(),
        f"{side}_signed_words": words,
        f"{side}_recused_at": now() if is_senior else None,
    }
    if not Agreement.objects.filter(pk=agreement.pk, **{f"{side}_signed_at": None}).update(
        **signature
    ):
        raise Refusal(_("You have signed this version already."))
    agreement.refresh_from_db()
    audit.record("agreement_signed_by_one", about=agreement, side=side)
    if agreement.is_signed_by_both:
        _seal_the_start(agreement)
    else:
        emails.send_agreement_waits(agreement, to=pair.other_person(by))


@transaction.atomic
def comment_on_clause(agreement: Agreement, clause: str, words: str, *, by: Person) -> Comment:
    """Say something about a clause without changing it. A second tap says nothing."""
    pair = agreement.pair
    _latest_locked(pair)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can comment."))
    if clause not in {row["slug"] for row in clauses_of_agreement(agreement, pair)}:
        raise Refusal(_("This clause is not in the agreement. Open it again."))
    own = agreement.comments.filter(author=by, clause=clause)
    before = sent_before(own, words, at="written_at", read=lambda row: words_of(row, "words", pair))
    if before is not None:
        return before
    comment = Comment(agreement=agreement, author=by, clause=clause, written_at=now())
    comment.words = seal_words(comment, "words", words, pair)
    comment.save()
    return comment


@transaction.atomic
def settle_comment(comment: Comment, *, by: Person) -> None:
    """Say that a comment is dealt with; either of the two may."""
    if not comment.agreement.pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can comment."))
    Comment.objects.filter(pk=comment.pk, settled_at=None).update(settled_at=now())


def reopen_for_goals(pair: Pair, *, by: Person, adds_words: bool) -> None:
    """The goals on the paper change: what somebody signed stays signed, and a new version waits.

    Whoever holds the pair's row calls this. Letting a goal go that both have signed adds no words,
    so nothing is asked of anybody.
    """
    latest = pair.agreements.first()
    if latest is None or not latest.is_signed_by_one:
        return
    if latest.is_signed_by_both and not adds_words:
        return
    _next_version(pair, latest, clauses_of_agreement(latest, pair), by)


def _next_version(
    pair: Pair, latest: Agreement | None, written: list[dict[str, Any]], by: Person
) -> Agreement:
    version = latest.version + 1 if latest else 1
    agreement = Agreement(pair=pair, version=version, drafted_by=by, drafted_at=now())
    agreement.clauses = seal_clauses(agreement, written)
    agreement.save()
    Revisit.objects.filter(pair=pair, settled_at=None).update(settled_at=now())
    audit.record("agreement_drafted", about=agreement, version=agreement.version)
    emails.send_agreement_waits(agreement, to=pair.other_person(by))
    return agreement


def _seal_the_start(agreement: Agreement) -> None:
    """Both have signed: goals freeze, and the rooms after this one hear of it."""
    pair = agreement.pair
    Goal.objects.filter(pair=pair, frozen_at=None, dropped_at=None).update(frozen_at=now())
    agreement.goals = seal_data(agreement, "goals", goals_on_paper(pair), pair)
    agreement.save(update_fields=["goals"])
    audit.record("agreement_signed", about=agreement, version=agreement.version)
    emails.send_signed(agreement)
    agreement_signed.send(sender=None, agreement=agreement)


def _latest_locked(pair: Pair) -> Agreement | None:
    """The latest version; the pair's row is held so that two writers follow each other."""
    locked = Pair.objects.select_for_update().get(pk=pair.pk)
    return locked.agreements.first()


def _rows(
    pair: Pair, given: Mapping[str, str], before: Mapping[str, str | None], by: Person
) -> list[dict[str, Any]]:
    """The clauses as they are kept: the programme's in every language, the pair's as written."""
    programme, side = pair.programme, pair.side_of(by)
    return [
        _standing(clause, programme)
        if stands_for_all(clause, programme)
        else _written(clause, given, before, programme, side)
        for clause in clauses_in(programme)
    ]


def _standing(clause: ClauseText, programme: Programme) -> dict[str, Any]:
    texts = {language: first_words(clause, programme, language) for language in LANGUAGES}
    return {**_headed(clause), "texts": texts}


def _written(
    clause: ClauseText,
    given: Mapping[str, str],
    before: Mapping[str, str | None],
    programme: Programme,
    side: str,
) -> dict[str, Any]:
    words = before.get(clause.slug)
    if words is None:
        words = first_words(clause, programme, get_language() or "en")
    if clause.editor not in ("mentor", "mentee") or clause.editor == side:
        words = given.get(clause.slug, words).replace("\r\n", "\n").strip()
    if clause.is_required and not words:
        raise Refusal(_("“%(clause)s” is empty. Write a line there.") % {"clause": clause.heading})
    return {**_headed(clause), "words": words[:LONGEST_CLAUSE]}


def _headed(clause: ClauseText) -> dict[str, Any]:
    """A heading of the organisation's own is kept with the words it stands above."""
    own = own_heading(clause)
    return {"slug": clause.slug, **({"heading": own} if own else {})}
