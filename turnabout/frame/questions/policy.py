"""Who reads an answer: the readers that its question names, and the line that says so."""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnabout.foundation.common.actors import Actor
from turnabout.foundation.trust.policy import NOTHING, allows, shows, tells
from turnabout.frame.directory.models import Organisation
from turnabout.frame.questions.models import Question, QuestionSet, Response

READERS = {
    "coordinator": _("the coordinator"),
    "reader": _("those who choose who takes part"),
    "partner": _("your partner once you have both said yes"),
    "matching": _("the matching, which shows nobody an answer"),
}
SEEN_ONLY_BY_AUTHOR = tells("questions.self", _("Seen only by you."))
SEEN_BY_NOBODY = tells(
    "questions.figures", _("Counted without your name. Seen by nobody as one answer.")
)
SEALED = tells("questions.care", _("Seen only by you, unless you choose to tell somebody."))


@shows(QuestionSet, by_link=("apply",))
def question_sets(actor: Actor) -> Q:
    if actor.organisation_id is None:
        return NOTHING
    return Q(organisation_id=actor.organisation_id)


@shows(Response)
def responses(actor: Actor) -> Q:
    """Everybody finds her own responses; other rooms lead to those they know."""
    return Q(author_id=actor.person_id) if actor.person_id is not None else NOTHING


def may_read(
    reader: Actor, response: Response, question: Question, readers: frozenset[str]
) -> bool:
    """Whether this reader may see the answer to this question of this response."""
    purpose = response.question_set.purpose
    if purpose == QuestionSet.Purpose.FIGURES:
        return False
    if reader.person_id is not None and reader.person_id == response.author_id:
        return True
    if purpose == QuestionSet.Purpose.CARE:
        return False
    return bool(readers & set(question.audience) - {"self", "matching"})


def seen_by(question: Question) -> str:
    """The line under a question: who reads the answer, made from the same audience."""
    purpose = question.question_set.purpose
    if purpose == QuestionSet.Purpose.CARE:
        return str(SEALED)
    if purpose == QuestionSet.Purpose.FIGURES:
        return str(SEEN_BY_NOBODY)
    people = [
        str(READERS[name])
        for name in ("reader", "coordinator", "partner", "matching")
        if name in question.audience
    ]
    if not people:
        return str(SEEN_ONLY_BY_AUTHOR)
    named = [str(pgettext_lazy("who sees this", "you"))] if "self" in question.audience else []
    return str(format_lazy(_("Seen by {people}."), people=_listed([*named, *people])))


def is_private(question: Question) -> bool:
    """Whether only the author sees the answer, which a lock says instead of an eye."""
    return question.question_set.purpose == QuestionSet.Purpose.CARE or not set(
        question.audience
    ) - {"self", "matching"}


def _listed(people: list[str]) -> str:
    if len(people) == 1:
        return people[0]
    return str(_("{first} and {last}")).format(first=", ".join(people[:-1]), last=people[-1])


@allows(QuestionSet, "edit")
def edit_set(actor: Actor, question_set: QuestionSet) -> bool:
    """Whoever runs programmes for the whole organisation."""
    is_here = actor.organisation_id == question_set.organisation_id
    return is_here and "coordinator" in actor.appointments


@allows(Organisation, "edit_questions")
def edit_questions(actor: Actor, organisation: Organisation) -> bool:
    return "coordinator" in actor.appointments and actor.organisation_id == organisation.pk
