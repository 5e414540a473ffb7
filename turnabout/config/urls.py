from django.urls import include, path
from django.views.i18n import set_language

from turnabout.config import health
from turnabout.foundation.accounts.urls import sign_in_urls
from turnabout.foundation.common import views as common

handler500 = "turnabout.foundation.common.views.trouble"
urlpatterns = [
    path("health", health.answer, name="health"),
    path("design/", common.design_sheet, name="design"),
    path("language/", set_language, name="set_language"),
    path("", include("turnabout.foundation.accounts.urls")),
    path("account/", include(sign_in_urls)),
    path("people/", include("turnabout.frame.directory.urls")),
    path("topics/", include("turnabout.frame.topics.urls")),
    path("questions/", include("turnabout.frame.questions.urls")),
    path("programmes/", include("turnabout.frame.programmes.urls")),
    path("content/", include("turnabout.frame.content.urls")),
    path("polls/", include("turnabout.joining.interest.urls")),
    path("applications/", include("turnabout.joining.applications.urls")),
    path("matching/", include("turnabout.joining.matching.urls")),
    path("pairs/", include("turnabout.together.pairs.urls")),
    path("meetings/", include("turnabout.together.meetings.urls")),
    path("gatherings/", include("turnabout.together.gatherings.urls")),
    path("recognition/", include("turnabout.together.recognition.urls")),
    path("check-ins/", include("turnabout.listening.checkins.urls")),
    path("concerns/", include("turnabout.listening.concerns.urls")),
    path("signals/", include("turnabout.listening.signals.urls")),
    path("figures/", include("turnabout.outcomes.figures.urls")),
    path("demo/", include("turnabout.faces.rehearsal.urls")),
    path("privacy/", include("turnabout.faces.privacy.urls")),
    path("", include("turnabout.faces.home.urls")),
]
