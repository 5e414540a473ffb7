from django.urls import URLPattern, path

from turnabout.listening.concerns import views

app_name = "concerns"
urlpatterns: list[URLPattern] = [
    path("of/<str:programme>/raise/", views.raise_one, name="raise"),
    path("of/<str:programme>/desk/", views.desk, name="desk"),
    path("<str:public_id>/read/", views.read, name="read"),
    path("<str:public_id>/close/", views.close, name="close"),
]
