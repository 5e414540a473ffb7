from django.urls import path

from turnabout.frame.content import views

app_name = "content"
urlpatterns = [
    path("finished/<path:slug>/", views.finish, name="finish"),
    path("<path:slug>/", views.page, name="page"),
]
