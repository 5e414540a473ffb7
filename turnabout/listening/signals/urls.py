from django.urls import path

from turnabout.listening.signals import views

app_name = "signals"
urlpatterns = [
    path("<str:public_id>/finish/<slug:outcome>/", views.finish, name="finish"),
]
