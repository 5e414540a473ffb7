from django.urls import URLPattern, path

from turnabout.listening.checkins import round_views, views

app_name = "checkins"
urlpatterns: list[URLPattern] = [
    path("rounds/of/<str:programme>/", round_views.rounds_of, name="rounds"),
    path("rounds/<str:public_id>/", round_views.round_, name="round"),
    path("<str:public_id>/pulse/", views.pulse, name="pulse"),
]
