from django.utils.translation import gettext_lazy as _

from turnabout.foundation.trust.personal import goes
from turnabout.frame.topics.models import TopicAlias

goes(TopicAlias, "taught_by", words=_("Words by which you taught the search to find a topic"))
