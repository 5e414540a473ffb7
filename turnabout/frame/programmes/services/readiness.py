from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from turnabout.foundation.common.errors import Refusal
from turnabout.foundation.common.time import now
from turnabout.foundation.trust import audit
from turnabout.frame.directory.models import Person
from turnabout.frame.programmes.models import Programme, ReadinessAnswer
from turnabout.frame.programmes.presets.readiness import load_readiness


@transaction.atomic
def answer_readiness(programme: Programme, *, answers: Mapping[str, str], by: Person) -> list[str]:
    """Keep what was answered, each with its day. Returns the questions whose answer changed."""
    known = {question.slug for question in load_readiness()}
    if answers.keys() - known or set(answers.values()) - set(ReadinessAnswer.Answer.values):
        raise Refusal(_("Answer each question with yes, partly or no."))
    Programme.objects.select_for_update().get(pk=programme.pk)
    before = dict(programme.readiness.values_list("question", "answer"))
    changed = [slug for slug, answer in answers.items() if before.get(slug) != answer]
    for slug in changed:
        ReadinessAnswer.objects.update_or_create(
            programme=programme,
            question=slug,
            defaults={"answer": answers[slug], "answered_at": now(), "answered_by": by},
        )
        audit.record(
            "readiness_answered", about=programme, by=by, question=slug, answer=answers[slug]
        )
    return changed
