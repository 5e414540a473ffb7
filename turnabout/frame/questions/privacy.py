from typing import Any

from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes
from turnabout.frame.questions.models import Response
from turnabout.frame.questions.queries import answers_of_author


def _opened(response: Response) -> dict[str, Any]:
    return {"questions": response.question_set.slug, **answers_of_author(response)}


goes(Response, "author", words=_("Your answers, also those only you read"), opens=_opened)
