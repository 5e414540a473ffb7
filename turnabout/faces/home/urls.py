from django.urls import path

from turnabout.faces.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
]
