from django.urls import URLPattern, path

from turnabout.listening.checkins import views

app_name = "checkins"
urlpatterns: list[URLPattern] = [
    path("<str:public_id>/pulse/", views.pulse, name="pulse"),
]
