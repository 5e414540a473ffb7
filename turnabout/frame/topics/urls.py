from django.urls import path

from turnabout.frame.topics import views

app_name = "topics"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("new/", views.add, name="add"),
    path("<str:public_id>/", views.one, name="one"),
    path("<str:public_id>/<str:act>/", views.change, name="change"),
]
