"""Question sets of each kind, as shipped."""

from turnabout.frame.questions.models import QuestionSet
from turnabout.frame.questions.services import install_question_sets


def make_question_set(organisation, slug):
    install_question_sets(organisation)
    return QuestionSet.objects.get(organisation=organisation, slug=slug)
