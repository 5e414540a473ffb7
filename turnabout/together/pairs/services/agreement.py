"""What the two agree: versions that follow each other, and two signatures on one of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.over import TOGETHER, refuse_when_over
from turnabout.together.pairs import emails
from turnabout.together.pairs.events import agreement_signed
from turnabout.together.pairs.models import Agreement, Goal, Pair
from turnabout.together.pairs.packs import ClauseText, clause_words, load_clauses
from turnabout.together.pairs.sealing import clauses_of_agreement, seal_clauses

LANGUAGES = ("en", "es")
LONGEST_CLAUSE = 2_000


@transaction.atomic
def draft_agreement(
    pair: Pair, clauses: Mapping[str, str], *, by: Person, follows: int | None = None
) -> Agreement:
    """Write the next version from the pair's clauses by slug; the programme's clauses stand.

    The mentor writes first. `follows` is the version that was on the writer's screen; another
    version meanwhile is refused, so that no words are lost.
    """
    latest = _latest_locked(pair)
    if not pair.is_together:
        raise Refusal(_("This pair is not together, so its agreement stays as it is."))
    refuse_when_over(pair.programme, TOGETHER, what=_("The agreement stays as it is."))
    if latest is None and by.pk != pair.mentor_id:
        raise Refusal(_("The mentor writes first. You are told when it is your turn."))
    version = latest.version if latest else 0
    if follows is not None and follows != version:
        raise Refusal(
            _("Your partner changed the agreement meanwhile. Read the new words, then add yours.")
        )
    before = _words_by_slug(latest, pair)
    agreement = Agreement(
        pair=pair, version=version + 1, drafted_by=by, drafted_at=now(), clauses=b""
    )
    written = [
        _written(clause, clauses, before, pair, by_mentor=by.pk == pair.mentor_id)
        for clause in load_clauses()
    ]
    agreement.clauses = seal_clauses(agreement, written)
    agreement.save()
    audit.record("agreement_drafted", about=agreement, version=agreement.version)
    emails.send_agreement_waits(agreement, to=pair.other_person(by))
    return agreement


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Person) -> None:
    """Sign the words one has read; only the latest version can be signed."""
    pair = agreement.pair
    latest = _latest_locked(pair)
    if not pair.is_together or not pair.has(by):
        raise Refusal(_("Only the two people of a pair that is together can sign."))
    if latest is None or latest.pk != agreement.pk:
        raise Refusal(_("There is a newer version. Read it before you sign."))
    field = f"{pair.side_of(by)}_signed_at"
    unsigned = Agreement.objects.filter(pk=agreement.pk, **{field: None})
    if not unsigned.update(**{field: now()}):
        raise Refusal(_("You have signed this version already."))
    agreement.refresh_from_db()
    audit.record("agreement_signed_by_one", about=agreement, side=pair.side_of(by))
    if agreement.is_signed_by_both:
        _seal_the_start(agreement)
    else:
        emails.send_agreement_waits(agreement, to=pair.other_person(by))


def _seal_the_start(agreement: Agreement) -> None:
    """Both have signed: goals freeze, and the rooms after this one hear of it."""
    pair = agreement.pair
    Goal.objects.filter(pair=pair, frozen_at=None).update(frozen_at=now())
    audit.record("agreement_signed", about=agreement, version=agreement.version)
    emails.send_signed(agreement)
    agreement_signed.send(sender=None, agreement=agreement)


def _latest_locked(pair: Pair) -> Agreement | None:
    """The latest version; the pair's row is held so that two writers follow each other."""
    locked = Pair.objects.select_for_update().get(pk=pair.pk)
    return locked.agreements.first()


def _words_by_slug(agreement: Agreement | None, pair: Pair) -> dict[str, str]:
    if agreement is None:
        return {}
    clauses = clauses_of_agreement(agreement, pair)
    return {clause["slug"]: clause["words"] for clause in clauses if "words" in clause}


def _written(
    clause: ClauseText,
    given: Mapping[str, str],
    before: Mapping[str, str],
    pair: Pair,
    *,
    by_mentor: bool,
) -> dict[str, Any]:
    """One clause as it is kept: the programme's in every language, the pair's as written."""
    if clause.kind == "programme":
        numbers = _numbers(pair)
        return {
            "slug": clause.slug,
            "texts": {
                language: clause_words(clause, language=language, values=numbers)
                for language in LANGUAGES
            },
        }
    starter = clause_words(clause, language=get_language() or "en", values={})
    words = given.get(clause.slug, before.get(clause.slug, starter)).strip()
    if clause.editor == ("mentor", "mentee")[by_mentor]:
        words = before.get(clause.slug, starter)
    if clause.is_required and not words:
        raise Refusal(_("“%(clause)s” is empty. Write a line there.") % {"clause": clause.heading})
    return {"slug": clause.slug, "words": words[:LONGEST_CLAUSE]}


def _numbers(pair: Pair) -> dict[str, int]:
    programme = pair.programme
    return {
        "sessions": programme.sessions,
        "gap_days": programme.gap_days,
        "session_minutes": programme.session_minutes,
        "notice_hours": programme.notice_hours,
        "moves_allowed": programme.moves_allowed,
    }
